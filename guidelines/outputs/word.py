"""DOCX in the layout of Decree 30/2020/NĐ-CP, annex I: A4, margins 20/20/30/20 mm, 13 pt."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document as new_file
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from guidelines.outputs.sheet import Block, Sheet

FACE = "Times New Roman"
CENTRED = ("attached", "annex", "part", "chapter", "section", "subsection")
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# A fixed moment inside the file: the same sheet gives the same bytes.
MADE = datetime(2000, 1, 1, tzinfo=UTC)


def make_docx(sheet: Sheet) -> bytes:
    """The sheet as an editable file with real headings and tables."""
    book = new_file()
    _set_page(book, sheet)
    _head(book, sheet)
    for block in sheet.blocks:
        _block(book, block)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out)


def _timeless(packed: io.BytesIO) -> bytes:
    """The same package without the hour at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, MADE.timetuple()[:6])
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, old.read(entry))
    return out.getvalue()


def _set_page(book: Any, sheet: Sheet) -> None:
    page = book.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = page.right_margin = Mm(20)
    page.left_margin = Mm(30)
    for name in ("Normal", *(f"Heading {level}" for level in range(1, 7))):
        style = book.styles[name]
        style.font.name, style.font.size = FACE, Pt(13)
        style.font.color.rgb = None
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    properties = book.core_properties
    properties.title = f"{sheet.kind} {sheet.number}: {sheet.title}"
    properties.author, properties.language = sheet.issuer, sheet.language
    properties.created = properties.modified = MADE


def _head(book: Any, sheet: Sheet) -> None:
    table = book.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _centre(left.paragraphs[0], f"{sheet.issuer.upper()}\nSố: {sheet.number}")
    _centre(right.paragraphs[0], f"{COUNTRY}\n{MOTTO}", bold=True)
    _centre(book.add_heading("", level=1), sheet.kind.upper(), bold=True)
    _centre(book.add_paragraph(), sheet.title, bold=True)
    if sheet.is_part:
        _centre(book.add_paragraph(), f"({sheet.words['extract']})")
    words = sheet.words
    notes = [
        f"{words['as_of']} {sheet.as_of}: {sheet.status}. {sheet.status_sentence}",
        f"{words['text_of']}: {sheet.text_of}",
        f"{words['address']}: {sheet.address}",
        *sheet.notes,
    ]
    if sheet.source_sha256:
        notes.append(f"{words['source']}: {sheet.source_name} (SHA-256 {sheet.source_sha256})")
    for note in notes:
        book.add_paragraph().add_run(note).font.size = Pt(10)


def _block(book: Any, block: Block) -> None:
    mark = f" ({block.mark})" if block.mark else ""
    if block.kind == "table" and block.table:
        _table(book, block.table)
        return
    lines = [line for line in block.text.split("\n") if line.strip()]
    if block.level:
        title = ". ".join(part for part in (block.label, block.heading) if part)
        if block.kind in CENTRED:
            title = "\n".join(part for part in (block.label, block.heading) if part)
        heading = book.add_heading("", level=min(block.level, 6))
        if block.kind in CENTRED:
            _centre(heading, title + mark, bold=True)
        else:
            heading.add_run(title + mark).bold = True
    else:
        first = " ".join(part for part in (block.label, block.heading, *lines[:1]) if part)
        _justified(book, first + mark)
        lines = lines[1:]
    for line in lines:
        _justified(book, line)


def _justified(book: Any, text: str) -> None:
    paragraph = book.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.space_after = Pt(6)


def _centre(paragraph: Any, text: str, *, bold: bool = False) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _table(book: Any, data: dict[str, Any]) -> None:
    """Cells in their places; a spanning cell takes those it covers."""
    places = _places(data["rows"])
    width = max(column + cell["colspan"] for _row, column, cell in places)
    table = book.add_table(rows=len(data["rows"]), cols=width)
    table.style = "Table Grid"
    for row, column, cell in places:
        last = min(row + cell["rowspan"], len(data["rows"])) - 1
        target = table.cell(row, column)
        if (last, cell["colspan"]) != (row, 1):
            target = target.merge(table.cell(last, column + cell["colspan"] - 1))
        target.text = ""
        target.paragraphs[0].add_run(cell["text"]).bold = cell["is_header"]
    for row in table.rows[: data["header_rows"]]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _places(rows: list[list[dict[str, Any]]]) -> list[tuple[int, int, dict[str, Any]]]:
    """(row, column, cell) of each cell, columns counted with the spans above and before it."""
    taken: set[tuple[int, int]] = set()
    places = []
    for number, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (number, column) in taken:
                column += 1
            places.append((number, column, cell))
            for down in range(cell["rowspan"]):
                taken |= {(number + down, column + right) for right in range(cell["colspan"])}
            column += cell["colspan"]
    return places
