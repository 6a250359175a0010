"""Files made of a text: one sheet of content, three ways to set it (PDF, DOCX, EPUB)."""
