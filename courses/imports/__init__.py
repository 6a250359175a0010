"""Lists of people in a file: reading, checking and marking them. Writes nothing to the database."""
