"""Recognising the structure of Vietnamese legal texts. Pure: no database, no request, no clock."""
