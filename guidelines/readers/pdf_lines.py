"""The printed lines of a PDF page, in reading order, columns told apart."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from guidelines.readers.pdf_rules import RuledGrid, ruled_grids
from guidelines.readers.pdf_tables import PdfTable
from guidelines.readers.visual import COLUMN_GAP, LABEL, Printed

_WORD = re.compile(r"\S+")
_LINE = re.compile(r"[^\r\n]+")
_TABLE_PARTS = 3
_ALIGNED = 3.0
_SHORTLY = 6
_BOLD_WEIGHT = 600


class PageLines:
    """Reads one page. `table_rows` counts lines cut into columns outside of tables, `wide_rows`
    those cut into three or more, `tables` the ruled tables."""

    def __init__(self, page: pdfium.PdfPage, number: int) -> None:
        self._number = number
        self._page = page
        self._width, self._height = page.get_size()
        self._words = page.get_textpage()
        self.table_rows = 0
        self.wide_rows = 0
        self.tables = 0
        self._lefts: list[float] = []

    def close(self) -> None:
        self._words.close()

    @property
    def aligned_rows(self) -> int:
        """The most lines whose second column begins at one place; those of a letterhead do not."""
        near = (sum(abs(one - other) < _ALIGNED for other in self._lefts) for one in self._lefts)
        return max(near, default=0)

    @property
    def letters(self) -> int:
        return self._words.count_chars()

    def lines(self) -> list[Printed]:
        text = self._words.get_text_range()
        if len(text) != self.letters:
            text = "".join(self._letter(at) for at in range(self.letters))
        spans = [found.span() for found in _LINE.finditer(text)]
        grids = ruled_grids(self._page)
        if grids:
            lines = list(self._with_tables(text, spans, grids))
        else:
            lines = [line for start, end in spans for line in self._line(text[start:end], start)]
        self._lefts += _lefts_beside(lines)
        return lines

    def _with_tables(
        self, text: str, spans: list[tuple[int, int]], grids: list[RuledGrid]
    ) -> Iterator[Printed]:
        """Lines outside the tables, and each table where its first word stands."""
        tables = [PdfTable.of(grid) for grid in grids]
        runs = [run for start, end in spans for run in self._runs(text, start, end, grids)]
        for (table, cell), start, end in runs:
            if table >= 0:
                words = text[start:end]
                first = start + len(words) - len(words.lstrip())
                tables[table].cells[cell].add(words, is_bold=self._is_bold(first))
        kept = {at for at, table in enumerate(tables) if table.is_table}
        told: set[int] = set()
        for table, start, end in _outside_joined(runs, kept):
            if table < 0:
                yield from self._line(text[start:end], start)
            elif table not in told:
                told.add(table)
                yield self._table(tables[table], grids[table])
        self.tables = len(told)

    def _runs(
        self, text: str, start: int, end: int, grids: list[RuledGrid]
    ) -> Iterator[tuple[tuple[int, int], int, int]]:
        """Stretches of a line by the table and cell that hold them; (-1, -1) for none."""
        owner, begun = None, start
        for at in range(start, end):
            if text[at].isspace():
                continue
            here = self._owner(at, grids)
            if owner is not None and here != owner:
                yield owner, begun, at
                begun = at
            owner = here
        if owner is not None:
            yield owner, begun, end

    def _owner(self, at: int, grids: list[RuledGrid]) -> tuple[int, int]:
        left, right, bottom, top = self._box(at)
        for number, grid in enumerate(grids):
            cell = grid.area_at((left + right) / 2, (bottom + top) / 2)
            if cell is not None:
                return number, cell
        return -1, -1

    def _table(self, table: PdfTable, grid: RuledGrid) -> Printed:
        return Printed(
            text="",
            page=self._number,
            left=grid.xs[0],
            right=grid.xs[-1],
            top=self._height - grid.ys[0],
            bottom=self._height - grid.ys[-1],
            page_width=self._width,
            page_height=self._height,
            is_column=True,
            table=table,
        )

    def _letter(self, at: int) -> str:
        """One character by its place: pdfium counts letters beyond the first plane twice."""
        code = pdfium_c.FPDFText_GetUnicode(self._words, at)
        return chr(code) if 0 < code < 0xD800 or code > 0xDFFF else "\ufffd"

    def _line(self, text: str, start: int) -> Iterator[Printed]:
        parts = self._parts(text, start)
        self.table_rows += len(parts) > 1
        self.wide_rows += len(parts) >= _TABLE_PARTS
        if len(parts) > 1:
            self._lefts.append(self._box(start + parts[1][0])[0])
        if len(parts) >= _TABLE_PARTS:
            whole = "\t".join(text[first:last] for first, last in parts)
            line = self._printed(whole, start + parts[0][0], start + parts[-1][1])
            yield replace(line, is_column=True)
            return
        for first, last in parts:
            line = self._printed(text[first:last], start + first, start + last)
            yield replace(line, is_column=len(parts) > 1)

    def _parts(self, text: str, start: int) -> list[tuple[int, int]]:
        """Where the line is cut: at blanks too wide for a sentence, but never behind a label."""
        words = list(_WORD.finditer(text))
        if not words:
            return []
        parts = [[words[0].start(), words[0].end()]]
        for before, word in pairwise(words):
            gap = self._box(start + word.start())[0] - self._box(start + before.end() - 1)[1]
            size = pdfium_c.FPDFText_GetFontSize(self._words, start + word.start())
            head = text[parts[-1][0] : before.end()]
            if gap > COLUMN_GAP * max(size, 6.0) and not LABEL.match(head):
                parts.append([word.start(), word.end()])
            else:
                parts[-1][1] = word.end()
        return [(first, last) for first, last in parts]

    def _printed(self, text: str, first: int, end: int) -> Printed:
        left, _right, bottom, top = self._box(first)
        _left, right, low, high = self._box(end - 1)
        return Printed(
            text=text,
            page=self._number,
            left=left,
            right=right,
            top=self._height - max(top, high),
            bottom=self._height - min(bottom, low),
            page_width=self._width,
            page_height=self._height,
            is_bold=self._is_bold(first),
        )

    def _box(self, at: int) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of the letter, loose: the height of its line."""
        box = pdfium_c.FS_RECTF()
        if not pdfium_c.FPDFText_GetLooseCharBox(self._words, at, box):
            return 0.0, 0.0, 0.0, 0.0
        return box.left, box.right, box.bottom, box.top

    def _is_bold(self, at: int) -> bool:
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._words, at, name, 128, flags)
        if b"bold" in name.value.lower():
            return True
        return pdfium_c.FPDFText_GetFontWeight(self._words, at) >= _BOLD_WEIGHT


def _outside_joined(
    runs: list[tuple[tuple[int, int], int, int]], kept: set[int]
) -> Iterator[tuple[int, int, int]]:
    """Stretches by table (-1 for none); what stands in no table that is kept is whole lines again."""
    held: list[int] | None = None
    for (table, _cell), start, end in runs:
        if table in kept:
            if held:
                yield -1, *held
            held = None
            yield table, start, end
        elif held and held[1] == start:
            held[1] = end
        else:
            if held:
                yield -1, *held
            held = [start, end]
    if held:
        yield -1, *held


def _lefts_beside(lines: list[Printed]) -> Iterator[float]:
    """Where those lines begin that stand to the right of one read shortly before them."""
    for at, line in enumerate(lines):
        for before in lines[max(0, at - _SHORTLY) : at]:
            overlap = min(line.bottom, before.bottom) - max(line.top, before.top)
            if line.left > before.right and overlap > 0.5 * line.height and not line.is_column:
                yield line.left
                break
