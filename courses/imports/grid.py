"""A spreadsheet as it was handed in, cell by cell; nothing in it is ever evaluated."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from vkc.core.states import Refusal
from vkc.core.text import nfc
from vkc.core.uploads import MEDIA_TYPES

MOST_ROWS = 5_000
# Room for a title, the heading and blank lines beside the people.
MOST_LINES = MOST_ROWS + 200
MOST_COLUMNS = 60
# A sheet of 5,000 people is 2 MB of XML; a larger one is not opened.
MOST_SHEET_BYTES = 24 * 1024 * 1024
DELIMITERS = ";\t,"


class FileUnreadable(Refusal):
    """The file is no list that can be read; the sentence says why and what to do."""

    code = "file_unreadable"

    def default_message(self) -> str:
        return _("The file cannot be read. Open it, save it again as XLSX and try once more.")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell. `kind`: text, number, date, boolean, formula or error."""

    text: str
    kind: str = "text"

    @property
    def is_formula(self) -> bool:
        """A formula, or text that a spreadsheet would take for one (in a CSV file all are text)."""
        is_typed = self.kind == "text" and self.text.lstrip().startswith(("=", "@", "+"))
        return self.kind == "formula" or is_typed


@dataclass
class Sheet:
    """One sheet: cells by (row, column), both from 1; what is merged or hidden."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    # (reference such as "B4:C4", row and column of its first cell)
    merged: list[tuple[str, int, int]] = field(default_factory=list)
    # Something stands so far down or right that it was not read.
    is_cut: bool = False

    @property
    def last_row(self) -> int:
        return max((row for row, _column in self.cells), default=0)

    @property
    def last_column(self) -> int:
        return max((column for _row, column in self.cells), default=0)

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Rows with something in them, from the top."""
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in self.cells.items():
            found.setdefault(row, {})[column] = cell
        for row in sorted(found):
            yield row, found[row]


def letter(column: int) -> str:
    """1 → A, 27 → AA."""
    return get_column_letter(column)


def read_grid(file: Any, *, media_type: str) -> list[Sheet]:
    """All sheets of an XLSX or CSV file that `vkc.core.uploads.inspect` let pass."""
    file.seek(0)
    content = file.read()
    if media_type == MEDIA_TYPES["csv"]:
        return [_csv_sheet(content)]
    _measure(content)
    try:
        book = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
        return [_sheet(sheet) for sheet in book.worksheets]
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise FileUnreadable from error


def _measure(content: bytes) -> None:
    """The reader needs fifty times the size of a sheet: too large a one is not opened at all."""
    with ZipFile(io.BytesIO(content)) as archive:
        sizes = [entry.file_size for entry in archive.infolist()]
    if max(sizes, default=0) > MOST_SHEET_BYTES:
        sentence = _(
            "The file holds far more than %(most)s people. Delete empty rows below the list and"
            " pictures, or split the list, and try again."
        )
        raise FileUnreadable(sentence % {"most": MOST_ROWS})


def _sheet(sheet: Any) -> Sheet:
    found = Sheet(nfc(sheet.title), is_hidden=sheet.sheet_state != "visible")
    # `iter_rows` makes a cell of every gap: one cell at XFD1048576 would cost all memory.
    for (row, column), cell in sheet._cells.items():
        read = _cell(cell)
        if read is None:
            continue
        if row > MOST_LINES or column > MOST_COLUMNS:
            found.is_cut = True
        else:
            found.cells[row, column] = read
    found.hidden_rows = {row for row, shape in sheet.row_dimensions.items() if shape.hidden}
    for shape in sheet.column_dimensions.values():
        if shape.hidden and shape.min:
            found.hidden_columns.update(range(shape.min, min(shape.max, MOST_COLUMNS) + 1))
    found.merged = [(area.coord, area.min_row, area.min_col) for area in sheet.merged_cells.ranges]
    return found


def _cell(cell: Any) -> Cell | None:
    value, kind = cell.value, cell.data_type
    if value is None or value == "":
        return None
    if kind == "f":
        return Cell(nfc(str(getattr(value, "text", value) or "=")), "formula")
    if kind == "e":
        return Cell(str(value), "error")
    if kind == "b":
        return Cell(str(value).upper(), "boolean")
    if isinstance(value, date | datetime | time):
        return Cell(_date_text(value), "date")
    if isinstance(value, int | float):
        return Cell(f"{value:g}" if isinstance(value, float) else str(value), "number")
    text = nfc(str(value))
    return Cell(text) if text.strip() else None


def _date_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y")
    return value.strftime("%d/%m/%Y" if isinstance(value, date) else "%H:%M")


def _csv_sheet(content: bytes) -> Sheet:
    text = _decoded(content)
    sheet = Sheet("CSV")
    head = text.lstrip("\ufeff").splitlines()[:20]
    delimiter = max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in head))
    try:
        lines = list(
            csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
        )
    except csv.Error as error:
        raise FileUnreadable from error
    for row, line in enumerate(lines[:MOST_LINES], start=1):
        for column, value in enumerate(line[:MOST_COLUMNS], start=1):
            if value.strip():
                sheet.cells[row, column] = Cell(nfc(value))
    sheet.is_cut = any(map(any, lines[MOST_LINES:]))
    return sheet


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        sentence = _(
            "The CSV file is not written in Unicode, so Vietnamese letters would be lost. Save it"
            " as “CSV UTF-8”, or as XLSX, and try again."
        )
        raise FileUnreadable(sentence) from error
