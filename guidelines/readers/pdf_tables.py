"""Tables of a PDF with the words in their cells, put together across pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from guidelines.readers.layout import is_layout
from guidelines.readers.pdf_rules import RuledGrid
from guidelines.recognition.parsed import Cell, Table

# What begins a line of its own inside a cell.
_OPENING = re.compile(r"(?:\d{1,3}[.)]\s|[a-zđ]{1,2}\)\s|[-–+•]\s)")
_ENDS = (".", ";", ":")
_SOFT_HYPHENS = ("\ufffe", "\x02", "\u00ad")
# How far a column's edge may lie from that of the page before, in points.
_SAME_COLUMN = 4.0


@dataclass
class Filled:
    """One cell: the words of its lines joined, as the paragraphs of a page are."""

    columns: int
    rows: int
    text: str = ""
    is_bold: bool = True

    def add(self, words: str, *, is_bold: bool) -> None:
        words = words.strip()
        if not words:
            return
        self.is_bold = is_bold and (self.is_bold or not self.text)
        if not self.text:
            self.text = words
        elif self.text.endswith(_SOFT_HYPHENS):
            self.text = f"{self.text[:-1]}-{words}"
        elif _OPENING.match(words) and self.text.endswith(_ENDS):
            self.text += "\n" + words
        else:
            self.text += " " + words


@dataclass
class PdfTable:
    """Rows of cells; None where a cell from above reaches into the row."""

    xs: tuple[float, ...]
    rows: list[list[Filled | None]]
    heads: int = 0
    cells: list[Filled] = field(default_factory=list)

    @classmethod
    def of(cls, grid: RuledGrid) -> PdfTable:
        """An empty table; `cells` are in the order of the grid's areas."""
        rows: list[list[Filled | None]] = [[] for _row in grid.ys[1:]]
        cells = []
        for area in sorted(grid.areas, key=lambda area: area.column):
            cell = Filled(area.columns, area.rows)
            for at in range(area.rows):
                rows[area.row + at].append(None if at else cell)
            cells.append((area, cell))
        by_area = dict(cells)
        return cls(grid.xs, rows, cells=[by_area[area] for area in grid.areas])

    @property
    def is_table(self) -> bool:
        """False for frames around few words, and for what only places text on the page."""
        rows = [[cell.text for cell in row if cell] for row in self.rows]
        filled = sum(bool(text) for row in rows for text in row)
        return filled > 1 and not is_layout(rows)

    @property
    def text(self) -> str:
        """The characters of the table: cells by tabs, rows by newlines."""
        return "\n".join("\t".join(cell.text if cell else "" for cell in row) for row in self.rows)

    def as_table(self) -> Table:
        """Rows that the next page repeats are heads, else a first row all in bold."""
        heads = self.heads
        said = [cell for cell in self.rows[0] if cell and cell.text]
        if not heads and len(self.rows) > 1 and said and all(cell.is_bold for cell in said):
            heads = 1
        for at, row in enumerate(self.rows[:heads]):
            heads = max([heads, *(at + cell.rows for cell in row if cell)])
        rows = tuple(
            tuple(
                Cell(cell.text, colspan=cell.columns, rowspan=cell.rows, is_header=at < heads)
                for cell in row
                if cell
            )
            for at, row in enumerate(self.rows)
        )
        return Table(rows=rows, header_rows=min(heads, len(rows)))

    def goes_on_in(self, other: PdfTable) -> bool:
        """True where the table of the next page has the same columns."""
        if len(self.xs) != len(other.xs):
            return False
        edges = zip(self.xs, other.xs, strict=True)
        return all(abs(one - own) <= _SAME_COLUMN for one, own in edges)

    def take_on(self, other: PdfTable) -> int:
        """Put the rows of the next page below; returns how many repeated heads were left out."""
        repeated = _alike(self.rows, other.rows)
        if any(
            cell and cell.rows > repeated - at
            for at, row in enumerate(other.rows[:repeated])
            for cell in row
        ):
            repeated = 0
        self.heads = max(self.heads, repeated)
        self.rows += other.rows[repeated:]
        return repeated


def _alike(rows: Sequence[list[Filled | None]], others: Sequence[list[Filled | None]]) -> int:
    """How many rows both begin with, words and spans alike; a table of heads alone has none."""
    count = 0
    for row, other in zip(rows, others, strict=False):
        if row != other or not any(cell and cell.text for cell in row):
            break
        count += 1
    return count if count < len(rows) else 0
