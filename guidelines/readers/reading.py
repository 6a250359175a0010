"""One door to the readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from guidelines.readers.media_types import DOCX, HTML, PDF, TEXT
from guidelines.readers.pdf import read_pdf
from guidelines.readers.plain import read_text
from guidelines.readers.refusals import refused
from guidelines.readers.web import read_html
from guidelines.readers.word import read_docx
from guidelines.recognition.parsed import Reading
from vkc.core.file_names import clean_name


def read(
    path: str | Path,
    *,
    media_type: str,
    name: str = "",
    progress: Callable[[int, int], None] | None = None,
    page_done: Callable[[int, str], None] | None = None,
    known_pages: Mapping[int, str] | None = None,
) -> Reading:
    """The lines of a file that `inspect` has passed; raises FileRefused.

    `progress(done, total)` is called between pages (PDF) or paragraphs and may raise to cancel.
    `page_done(number, text)` hands over each scanned page, from 1, as soon as it is read;
    `known_pages` gives such texts back so that a broken job goes on where it was.
    """
    path = Path(path)
    name = clean_name(name or path.name)
    if media_type == DOCX:
        return read_docx(path, name=name, progress=progress)
    if media_type == PDF:
        return read_pdf(
            path, name=name, progress=progress, page_done=page_done, known_pages=known_pages or {}
        )
    if media_type == HTML:
        return read_html(path, name=name)
    if media_type == TEXT:
        return read_text(path, name=name)
    raise refused("unknown_kind", name=name)
