"""DOCX: the parts of a Word document as lines, with the numbers that Word computes."""

from guidelines.readers.word.document import read_docx

__all__ = ["read_docx"]
