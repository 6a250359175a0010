"""Tables for spreadsheets: CSV and XLSX with a dictionary; cells defused against formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext, gettext_lazy

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
EMPTY_MEANS = gettext_lazy("Empty: no information yet. Never zero.")
ALWAYS = gettext_lazy("Never empty.")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column: its stable name, what it means, its unit and what an empty cell means."""

    name: str
    meaning: Any
    unit: Any = ""
    empty: Any = EMPTY_MEANS


def defuse(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


def as_csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read the accents."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([defuse(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str) -> bytes:
    """Two sheets: the rows under `title` (31 characters at most) and the dictionary of columns."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(title[:31])
        sheet.write_row(0, 0, [column.name for column in columns], bold)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [defuse(cell) for cell in row])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, 0, len(columns) - 1)
        sheet.set_column(0, len(columns) - 1, 22)
        _dictionary(book.add_worksheet(gettext("Dictionary")), columns, bold)
    return out.getvalue()


def _dictionary(sheet: Any, columns: Sequence[Column], bold: Any) -> None:
    heads = [
        gettext("Column"),
        gettext("Meaning"),
        gettext("Unit of measure"),
        gettext("Empty cell"),
    ]
    sheet.write_row(0, 0, heads, bold)
    for number, column in enumerate(columns, start=1):
        cells = (column.name, column.meaning, column.unit, column.empty)
        sheet.write_row(number, 0, [str(cell) for cell in cells])
    sheet.set_column(0, 3, 44)
