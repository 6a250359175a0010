"""The kinds of file that can be read."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"

READABLE = (DOCX, PDF, HTML, TEXT)
