"""The doors that readers use."""
