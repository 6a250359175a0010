"""Files in, lines out.

`inspect` says what a file is and refuses what is not safe; `read` gives its lines. A line is a
paragraph as it stands in the file. Automatic numbers are in `Line.number`; a table is one line
holding a `Table` (its `text`: cells by tabs, rows by newlines), except tables that only place the
letterhead or the signature, whose cells are read as lines. Footnotes come last, numbered `[1]`.
"""

from guidelines.readers.inspecting import inspect
from guidelines.readers.media_types import DOCX, HTML, PDF, TEXT
from guidelines.readers.reading import read
from vkc.core.file_names import clean_name

__all__ = ["DOCX", "HTML", "PDF", "TEXT", "clean_name", "inspect", "read"]
