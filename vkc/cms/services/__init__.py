"""The verbs of the pages app."""
