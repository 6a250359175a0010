"""Tables of Word as tables: merged cells, heads, numbering inside cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from guidelines.readers.word.xml import W, integer, is_on, value
from guidelines.recognition.parsed import Cell, Line, Table

_AROUND = {W + tag for tag in ("sdt", "sdtContent", "customXml", "ins")}
ReadBlocks = Callable[[etree._Element], list[Line]]


@dataclass
class GridCell:
    """A cell on the grid: `column` counts from 0, `continues` when merged into the one above."""

    column: int
    span: int
    lines: list[Line]
    continues: bool = False
    rows: int = 1

    @property
    def source(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def shown(self) -> str:
        return "\n".join(f"{line.number} {line.text}".strip() for line in self.lines)

    @property
    def is_bold(self) -> bool:
        said = [line for line in self.lines if line.text.strip()]
        return bool(said) and all(line.is_bold for line in said)


@dataclass
class Grid:
    """The rows of a table; `heads` counts the leading rows marked to repeat on each page."""

    rows: list[list[GridCell]] = field(default_factory=list)
    heads: int = 0


def read_grid(element: etree._Element, read_blocks: ReadBlocks) -> Grid:
    """Read a `w:tbl`; rows deleted under tracked changes are left out."""
    grid = Grid()
    for row in _children(element, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        if grid.heads == len(grid.rows) and is_on(properties, "tblHeader"):
            grid.heads += 1
        grid.rows.append(_row(row, properties, read_blocks))
    _merge(grid.rows)
    return grid


def as_table(grid: Grid) -> Table:
    """The table; a first row all in bold is a head even where Word was not told so."""
    heads = grid.heads
    if not heads and len(grid.rows) > 1 and all(cell.is_bold for cell in grid.rows[0]):
        heads = 1
    for at, row in enumerate(grid.rows[:heads]):
        heads = max([heads, *(at + cell.rows for cell in row if not cell.continues)])
    rows = tuple(
        tuple(
            Cell(cell.shown, colspan=cell.span, rowspan=cell.rows, is_header=at < heads)
            for cell in row
            if not cell.continues
        )
        for at, row in enumerate(grid.rows)
    )
    return Table(rows=rows, header_rows=heads)


def as_text(grid: Grid) -> str:
    """The characters of the table: cells by tabs, rows by newlines."""
    return "\n".join("\t".join(cell.source for cell in row) for row in grid.rows)


def as_lines(grid: Grid) -> list[Line]:
    return [line for row in grid.rows for cell in row for line in cell.lines]


def _row(
    row: etree._Element, properties: etree._Element | None, read_blocks: ReadBlocks
) -> list[GridCell]:
    column = integer(value(properties, "gridBefore"), 0) or 0
    cells = [GridCell(0, column, [])] if column else []
    for element in _children(row, W + "tc"):
        own = element.find(W + "tcPr")
        span = max(integer(value(own, "gridSpan"), 1) or 1, 1)
        merge = None if own is None else own.find(W + "vMerge")
        continues = merge is not None and merge.get(W + "val", "continue") == "continue"
        cells.append(GridCell(column, span, read_blocks(element), continues))
        column += span
    return cells


def _merge(rows: list[list[GridCell]]) -> None:
    """Count for each cell how many rows below continue it; text left in them moves up."""
    open_cells: dict[int, GridCell] = {}
    for row in rows:
        for cell in row:
            above = open_cells.get(cell.column)
            if cell.continues and above is not None and above.span == cell.span:
                above.rows += 1
                above.lines += [line for line in cell.lines if line.text.strip()]
                cell.lines = []
            else:
                cell.continues = False
                open_cells[cell.column] = cell


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells, also those wrapped in content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _children(child, tag)
