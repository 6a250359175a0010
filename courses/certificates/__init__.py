"""Certificates: states, the PDF and its signature, the page that checks, the badge."""
