"""Desks of the registrar in the back office, one module a room, under /cms/courses/."""
