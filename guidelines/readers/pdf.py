"""A PDF as lines: its own text where it has one, Tesseract's reading where it is a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytesseract

from guidelines.readers.encodings import refuse_font_letters
from guidelines.readers.media_types import PDF
from guidelines.readers.ocr import can_read_scans, read_scanned_page
from guidelines.readers.pdf_lines import PageLines
from guidelines.readers.pdf_safety import (
    FEWEST_LETTERS,
    has_picture,
    has_rules,
    open_pdf,
    shows_a_scan,
)
from guidelines.readers.refusals import refused
from guidelines.readers.visual import Printed, paragraphs, running_lines
from guidelines.recognition.parsed import Finding, Line, Reading

Progress = Callable[[int, int], None]
PageDone = Callable[[int, str], None]
_FEWEST_TABLE_ROWS = 2


@dataclass
class _Read:
    """What was gathered page by page; a scanned page is its text, any other its printed lines."""

    pages: dict[int, list[Printed] | str] = field(default_factory=dict)
    # Pages with something in columns that no lines rule off, each with its first words.
    unruled: dict[int, str] = field(default_factory=dict)
    scanned: int = 0
    scan_layers: int = 0


def read_pdf(
    path: Path,
    *,
    name: str,
    progress: Progress | None = None,
    page_done: PageDone | None = None,
    known_pages: Mapping[int, str],
) -> Reading:
    """The paragraphs of a PDF, each with its page; raises FileRefused."""
    document = open_pdf(path, name=name)
    try:
        total = len(document)
        read = _Read()
        for number in range(1, total + 1):
            _read_page(document, number, read, name=name, known=known_pages, page_done=page_done)
            if progress:
                progress(number, total)
        warnings = [*_warnings(document, read)]
    finally:
        document.close()
    lines = list(_lines(read, warnings))
    text = "\n".join(line.text for line in lines)
    if not text.strip():
        raise refused("no_text", name=name)
    refuse_font_letters(text, name=name)
    return Reading(
        media_type=PDF,
        lines=tuple(lines),
        is_ocr=bool(read.scanned or read.scan_layers),
        pages=total,
        warnings=tuple(warnings),
    )


def _read_page(
    document: pdfium.PdfDocument,
    number: int,
    read: _Read,
    *,
    name: str,
    known: Mapping[int, str],
    page_done: PageDone | None,
) -> None:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as problem:
        raise refused("damaged", name=name) from problem
    try:
        words = PageLines(page, number)
        if words.letters >= FEWEST_LETTERS or not has_picture(page):
            read.pages[number] = words.lines()
            if _is_unruled(words, page):
                columns = [line.text for line in read.pages[number] if line.is_column and line.text]
                read.unruled[number] = columns[0]
            read.scan_layers += shows_a_scan(page)
        else:
            read.scanned += 1
            read.pages[number] = _scan(page, number, name=name, known=known, page_done=page_done)
        words.close()
    finally:
        page.close()


def _is_unruled(words: PageLines, page: pdfium.PdfPage) -> bool:
    """True where columns stand side by side in no table that was recognised.

    Two columns alone are a letterhead or a signature more often than a table.
    """
    if words.wide_rows >= _FEWEST_TABLE_ROWS or words.aligned_rows > _FEWEST_TABLE_ROWS:
        return True
    return words.table_rows >= _FEWEST_TABLE_ROWS and not words.tables and has_rules(page)


def _scan(
    page: pdfium.PdfPage,
    number: int,
    *,
    name: str,
    known: Mapping[int, str],
    page_done: PageDone | None,
) -> str:
    if number in known:
        return known[number]
    if not can_read_scans():
        raise refused("no_ocr", name=name)
    try:
        text = read_scanned_page(page, number)
    except (RuntimeError, pytesseract.TesseractError) as problem:
        raise refused("ocr_failed", name=name, page=number) from problem
    if page_done:
        page_done(number, text)
    return text


def _lines(read: _Read, warnings: list[Finding]) -> Iterator[Line]:
    """Paragraphs in order; printed pages are put together across their ends."""
    printed_pages = [page for page in read.pages.values() if isinstance(page, list)]
    running = running_lines(printed_pages)
    left_out = [line for page in printed_pages for line in page if id(line) in running]
    if left_out:
        facts = {"count": len(left_out)}
        warnings.append(Finding("running_heads", excerpt=left_out[0].text, facts=facts))
    held: list[Printed] = []
    at = 0
    for number, page in read.pages.items():
        if isinstance(page, list):
            held += [line for line in page if id(line) not in running]
            continue
        for line in (*_join(held, at, warnings), *_scanned_lines(page, number)):
            at += 1
            yield line
        held = []
    yield from _join(held, at, warnings)


def _tables_joined(held: list[Printed], warnings: list[Finding]) -> Iterator[Printed]:
    """Tables that go on at the top of the next page as one, heads that are repeated left out."""
    pages = heads = ends_on = 0
    last: Printed | None = None
    for line in held:
        above = last.table if last else None
        if above and line.table and line.page == ends_on + 1 and above.goes_on_in(line.table):
            heads += above.take_on(line.table)
            pages += 1
            ends_on = line.page
            continue
        if last:
            yield last
        last, ends_on = line, line.page
    if last:
        yield last
    if pages:
        warnings.append(Finding("tables_across_pages", facts={"count": pages}))
    if heads:
        warnings.append(Finding("repeated_table_heads", facts={"count": heads}))


def _join(held: list[Printed], at: int, warnings: list[Finding]) -> Iterator[Line]:
    held = list(_tables_joined(held, warnings))
    for order, (line, is_cut) in enumerate(paragraphs(held), start=at):
        if is_cut:
            warnings.append(Finding("hyphen_at_line_end", order, line.text[:160]))
        yield line


def _scanned_lines(text: str, number: int) -> list[Line]:
    return [Line(text=part, page=number) for part in text.split("\n")]


def _warnings(document: pdfium.PdfDocument, read: _Read) -> Iterator[Finding]:
    if read.scanned:
        yield Finding("read_by_ocr", facts={"count": read.scanned})
    if read.scan_layers:
        yield Finding("text_layer_of_scan", facts={"count": read.scan_layers})
    if read.unruled:
        words = next(iter(read.unruled.values()))
        facts = {"count": len(read.unruled), "pages": ", ".join(map(str, read.unruled))}
        yield Finding("tables_as_lines", excerpt=words[:160], facts=facts)
    inside = document.count_attachments()
    if inside:
        yield Finding("files_inside", facts={"count": inside})
    scripts = pdfium_c.FPDFDoc_GetJavaScriptActionCount(document)
    if scripts > 0:
        yield Finding("active_content", facts={"count": scripts})
