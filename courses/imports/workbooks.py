"""The workbooks handed out: an empty one to fill in, and the uploaded one with its errors marked."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from courses.imports.grid import Sheet
from courses.imports.problems import Problem
from courses.imports.words import HEADINGS, REQUIRED, heading, sheet_name
from vkc.accounts.models import Agency
from vkc.core.tabular import defuse
from vkc.places.models import Unit

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LONGEST_NOTE = 1_000
LONGEST_CELL = 32_000
TEMPLATE_LINES = 5_000


def template() -> bytes:
    """The workbook to fill in: headings, choices of provinces and agencies, and how to."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E3EEF0", "border": 1})
        sheet = book.add_worksheet(sheet_name("list"))
        for column, name in enumerate(HEADINGS):
            star = " *" if name in REQUIRED else ""
            sheet.write_string(0, column, heading(name) + star, bold)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, len(HEADINGS) - 1, 30)
        sheet.freeze_panes(1, 0)
        _guide(book.add_worksheet(sheet_name("guide")), bold)
        last = _choices(book.add_worksheet(sheet_name("choices")), bold)
        _offer_provinces(sheet, last)
    return out.getvalue()


def _offer_provinces(sheet: Any, last: int) -> None:
    """A list of provinces to choose from; other text is let in and checked on arrival."""
    if last:
        column = list(HEADINGS).index("province")
        source = f"='{sheet_name('choices')}'!$A$2:$A${last + 1}"
        choice = {"validate": "list", "source": source, "error_type": "information"}
        sheet.data_validation(1, column, TEMPLATE_LINES, column, choice)


def _guide(sheet: Any, bold: Any) -> None:
    lines = [
        _("One person a row. Columns with a star must be filled in; a column may be left out."),
        _("Full name: as it shall stand on the certificate."),
        _("E-mail: the person's own address; each address once."),
        _("Agency: as in the sheet of names. Where several provinces have an agency of that name,"
          " fill in the province, too."),
        _("Write text only: no formulas, no merged cells, no hidden rows or columns."),
        _("The order of the rows is the order in which seats are given."),
        _("At most %(most)s people a file.") % {"most": TEMPLATE_LINES},
    ]  # fmt: skip
    sheet.write_string(0, 0, _("How to fill in the list"), bold)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line)
    sheet.set_column(0, 0, 110)


def _choices(sheet: Any, bold: Any) -> int:
    """Provinces in column A, agencies with their provinces beside; returns how many provinces."""
    provinces = list(Unit.objects.current().values_list("name_vi", flat=True))
    agencies = Agency.objects.active().select_related("unit").order_by("unit__sort_key", "name_vi")
    for column, name in ((0, "province"), (2, "agency"), (3, "province")):
        sheet.write_string(0, column, heading(name), bold)
    for row, name in enumerate(provinces, start=1):
        sheet.write_string(row, 0, defuse(name))
    for row, agency in enumerate(agencies, start=1):
        sheet.write_string(row, 2, defuse(agency.name_vi))
        sheet.write_string(row, 3, defuse(agency.unit.name_vi) if agency.unit else "")
    sheet.set_column(0, 3, 36)
    return len(provinces)


def marked(sheets: list[Sheet], problems: list[Problem]) -> bytes:
    """The uploaded cells as text, those with errors coloured and with a note; a list of all first.

    Formulas come back as the text they are, so opening the workbook works nothing out.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E3EEF0", "border": 1})
        red = book.add_format({"bg_color": "#F6D5D5", "border": 1, "border_color": "#A3262A"})
        _list(book.add_worksheet(sheet_name("errors")), problems, bold)
        taken = {sheet_name("errors").lower()}
        for sheet in sheets:
            name = _free_name(sheet.name, taken)
            mine = [problem for problem in problems if problem.sheet == sheet.name]
            _mark(book.add_worksheet(name), sheet, mine, red)
    return out.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    """A name Excel takes: 31 characters, none of []:*?/\\, no apostrophe at its ends, each once."""
    clean = "".join(" " if char in "[]:*?/\\" else char for char in name).strip(" '")[:27]
    found, number = clean or "—", 2
    while found.lower() in taken:
        found, number = f"{clean[:24]} {number}", number + 1
    taken.add(found.lower())
    return found


def _list(sheet: Any, problems: list[Problem], bold: Any) -> None:
    heads = (
        _("Sheet"), _("Row"), _("Cell"), _("Column"), _("Value"), _("What is wrong"),
        _("What to do"),
    )  # fmt: skip
    sheet.write_row(0, 0, [str(head) for head in heads], bold)
    for row, problem in enumerate(problems, start=1):
        cells = (
            problem.sheet, problem.row or "", problem.place, problem.column_name,
            problem.value[:LONGEST_CELL], problem.sentence, problem.remedy,
        )  # fmt: skip
        sheet.write_row(row, 0, [defuse(cell) for cell in cells])
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((14, 6, 7, 16, 30, 60, 60)):
        sheet.set_column(column, column, width)


def _mark(out: Any, sheet: Sheet, problems: list[Problem], red: Any) -> None:
    notes: dict[tuple[int, int], list[str]] = {}
    for problem in problems:
        notes.setdefault(_spot(problem), []).append(f"{problem.sentence} {problem.remedy}")
    for (row, column), cell in sheet.cells.items():
        style = [red] if (row, column) in notes else []
        out.write_string(row - 1, column - 1, defuse(cell.text[:LONGEST_CELL]), *style)
    for (row, column), sentences in notes.items():
        if (row, column) not in sheet.cells:
            out.write_blank(row - 1, column - 1, None, red)
        note = "\n".join(sentences)[:LONGEST_NOTE]
        out.write_comment(row - 1, column - 1, note, {"x_scale": 2.5, "y_scale": 1.5})
    out.set_column(0, max(sheet.last_column - 1, 0), 26)


def _spot(problem: Problem) -> tuple[int, int]:
    """Row and column from 1; what concerns a sheet or a row is noted in its first column."""
    column = 1
    if problem.column:
        column = sum(
            (ord(char) - 64) * 26**power for power, char in enumerate(reversed(problem.column))
        )
    return problem.row or 1, column
