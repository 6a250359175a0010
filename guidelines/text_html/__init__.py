"""A text as a page: HTML joined from plain rows, because thousands of template parts are slow.

Everything that comes from a text is escaped here, and nowhere else is markup made of it.
"""
