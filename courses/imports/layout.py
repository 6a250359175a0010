"""Where the people stand on a sheet: its headings, its rows, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from courses.imports.grid import MOST_ROWS, Cell, Sheet, letter
from courses.imports.problems import Problem
from courses.imports.words import REQUIRED, column_of, is_side_sheet

HEADING_ROWS = 20
LEAST_HEADINGS = 2


@dataclass
class Line:
    """One row that may name a person: its cells by the column of the list."""

    sheet: str
    row: int
    cells: dict[str, tuple[str, Cell]]

    def problem(self, name: str, rule: str, /, **facts: object) -> Problem:
        column, cell = self.cells.get(name, ("", Cell("")))
        return Problem(self.sheet, self.row, column, cell.text, rule, name, facts)

    def text(self, name: str) -> str:
        """The cell's text in one line, or nothing where it holds no text."""
        cell = self.cells.get(name, ("", Cell("")))[1]
        return " ".join(cell.text.split()) if cell.kind == "text" else ""


@dataclass
class Layout:
    """All lines of a file with what is wrong about its form."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def lay_out(sheets: list[Sheet]) -> Layout:
    """Find the people of all sheets; sheets that only explain the template are passed over."""
    found = Layout()
    for sheet in sheets:
        if is_side_sheet(sheet.name) or not (sheet.cells or sheet.is_cut):
            continue
        if sheet.is_hidden:
            found.problems.append(_of_sheet(sheet, "hidden_sheet"))
            continue
        _read_sheet(sheet, found)
    if len(found.lines) > MOST_ROWS and not any(sheet.is_cut for sheet in sheets):
        last = found.lines[MOST_ROWS]
        found.problems.append(
            Problem(last.sheet, last.row, "", "", "too_many_rows", facts={"most": MOST_ROWS})
        )
    if not found.lines and not found.problems:
        name = sheets[0].name if sheets else ""
        found.problems.append(Problem(name, None, "", "", "no_people"))
    return found


def _of_sheet(sheet: Sheet, rule: str, **facts: object) -> Problem:
    return Problem(sheet.name, None, "", "", rule, facts=facts)


def _read_sheet(sheet: Sheet, found: Layout) -> None:
    if sheet.is_cut:
        found.problems.append(_of_sheet(sheet, "too_many_rows", most=MOST_ROWS))
    heading_row, columns = _headings(sheet)
    if heading_row is None:
        found.problems.append(_of_sheet(sheet, "no_heading"))
        return
    named = _name_columns(sheet, heading_row, columns, found)
    for reference, row, column in sheet.merged:
        if row >= heading_row:
            text = sheet.cells.get((row, column), Cell("")).text
            found.problems.append(
                Problem(
                    sheet.name, row, letter(column), text, "merged",
                    named.get(column, ""), {"cells": reference},
                )
            )  # fmt: skip
    for row, cells in sheet.rows():
        if row > heading_row:
            _read_row(sheet, row, cells, named, found)


def _headings(sheet: Sheet) -> tuple[int | None, dict[int, Cell]]:
    """The first row in which at least two headings of the template stand."""
    for row, cells in sheet.rows():
        if row > HEADING_ROWS:
            break
        known = {column_of(cell.text) for cell in cells.values()} - {None}
        if len(known) >= LEAST_HEADINGS:
            return row, cells
    return None, {}


def _name_columns(
    sheet: Sheet, heading_row: int, headings: dict[int, Cell], found: Layout
) -> dict[int, str]:
    """Column number → column of the list; what does not fit is noted."""
    named: dict[int, str] = {}
    for column in _used_columns(sheet, heading_row):
        text = headings[column].text if column in headings else ""
        name = column_of(text)
        where = (sheet.name, heading_row, letter(column), text)
        if column in sheet.hidden_columns:
            found.problems.append(Problem(*where, "hidden_column", name or ""))
        if name is None:
            found.problems.append(Problem(*where, "column_unknown"))
        elif name in named.values():
            found.problems.append(Problem(*where, "column_twice", name, {"column": name}))
        else:
            named[column] = name
    for name in REQUIRED:
        if name not in named.values():
            found.problems.append(
                Problem(sheet.name, heading_row, "", "", "column_missing", name, {"column": name})
            )
    return named


def _used_columns(sheet: Sheet, heading_row: int) -> list[int]:
    return sorted({column for row, column in sheet.cells if row >= heading_row})


def _read_row(
    sheet: Sheet, row: int, cells: dict[int, Cell], named: dict[int, str], found: Layout
) -> None:
    known = {name: (letter(col), cells[col]) for col, name in named.items() if col in cells}
    line = Line(sheet.name, row, known)
    found.problems += _formulas(line, cells, named)
    if not set(known) - {"ordinal"}:
        return
    if row in sheet.hidden_rows:
        found.problems.append(
            Problem(sheet.name, row, "", line.text("full_name"), "hidden_row")
        )  # fmt: skip
    # Empty cells are named by their column, too.
    for column, name in named.items():
        line.cells.setdefault(name, (letter(column), Cell("")))
    found.lines.append(line)


def _formulas(line: Line, cells: dict[int, Cell], named: dict[int, str]) -> Iterator[Problem]:
    """Formulas in any cell, of columns that are not read as well."""
    for column, cell in cells.items():
        if cell.is_formula:
            where = (line.sheet, line.row, letter(column), cell.text)
            yield Problem(*where, "formula", named.get(column, ""))
