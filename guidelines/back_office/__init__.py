"""The doors that staff use, inside Wagtail."""
