"""What changed between two texts. Pure: provisions in, differences out; no database, no request."""
