"""Letters of nomination: forms, sheets, and what their pages show."""
