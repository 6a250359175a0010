"""Printed lines put together to paragraphs by where they stand on the page.

PDF and scans know lines, not paragraphs. A line goes on in the next one when it is full and the
next neither is indented, nor stands apart, nor begins with a label after the end of a sentence.
Lengths are in the units of the page (points or pixels); `top` grows downwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guidelines.readers.pdf_tables import PdfTable
from guidelines.recognition.parsed import Line

# What may stand before a wide blank without beginning a column.
LABEL = re.compile(r"^(?:Điều\s*\d+\w?\.?|\d+(?:\.\d+)*[.)]?|[a-zđ]{1,2}\)|[-–+•])$")
# A blank wider than this many times the size of the letters parts two columns.
COLUMN_GAP = 1.8
_OPENING = re.compile(
    r"(?:Điều\s*\d|Chương\s|Mục\s|Phần\s|PHỤ LỤC|Phụ lục|\d{1,3}\w?[.)]\s|[a-zđ]{1,2}\)\s|[-–+•]\s)"
)
_ENDS = (".", ";", ":", "!", "?", "/.", "”")
_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*/\s*\d{1,4})?$", re.I)
_EDGE = 0.1
_SOFT_HYPHENS = "\ufffe\x02\u00ad"


@dataclass
class Printed:
    """One printed line with its box; `page_width` and `page_height` measure its page."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    page_width: float
    page_height: float
    is_bold: bool = False
    # One of several columns on one line: never joined to a line above or below.
    is_column: bool = False
    # A ruled table in place of a line; `text` is then empty.
    table: PdfTable | None = None

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


@dataclass(frozen=True)
class Column:
    """Where most full lines begin and end."""

    left: float
    right: float
    step: float

    @property
    def width(self) -> float:
        return self.right - self.left


def running_lines(pages: Sequence[Sequence[Printed]]) -> set[int]:
    """The `id` of every head, foot and page number: at the edge, and repeated or only a number."""
    edges = [line for page in pages for line in _edge_lines(page)]
    seen = Counter(_masked(line) for line in edges)
    most = max(3, len(pages) // 3)
    return {
        id(line)
        for line in edges
        if _PAGE_NUMBER.match(line.text.strip()) or seen[_masked(line)] >= most
    }


def paragraphs(printed: Sequence[Printed]) -> Iterator[tuple[Line, bool]]:
    """Lines as paragraphs, each with whether a hyphen stood at the end of a printed line in it."""
    worded = [line for line in printed if line.table is None]
    column = _column(worded) if worded else Column(0.0, 1.0, 0.0)
    held: list[Printed] = []
    for line in printed:
        if line.table is not None:
            if held:
                yield _paragraph(held, column)
            held = []
            table = line.table.as_table()
            yield Line(text=line.table.text, page=line.page, table=table), False
            continue
        if held and not _continues(held[-1], line, column, first=held[0]):
            yield _paragraph(held, column)
            held = []
        held.append(line)
    if held:
        yield _paragraph(held, column)


def _paragraph(held: list[Printed], column: Column) -> tuple[Line, bool]:
    text, is_cut = held[0].text.rstrip(), False
    for line in held[1:]:
        if text.endswith(tuple(_SOFT_HYPHENS)):
            text, is_cut = text[:-1] + "-" + line.text.strip(), True
        else:
            text += " " + line.text.strip()
    text = text.translate(dict.fromkeys(map(ord, "\ufffe\x02"), "-")).strip()
    return Line(
        text=text,
        page=held[0].page,
        is_bold=all(line.is_bold for line in held),
        is_centred=all(_is_centred(line, column) for line in held),
    ), is_cut


def _continues(above: Printed, line: Printed, column: Column, *, first: Printed) -> bool:
    """Whether `line` goes on with the sentence of `above`."""
    if above.is_column or line.is_column or above.is_bold != line.is_bold:
        return False
    if _is_centred(line, column) or _is_centred(above, column):
        return False
    if above.right < column.right - 0.12 * column.width or _opens(above, line):
        return False
    if line.page == above.page and line.top - above.bottom > 0.8 * line.height + column.step:
        return False
    indent = 0.5 * line.height
    if abs(line.left - above.left) <= indent and above is not first:
        return True
    if line.left <= first.left + indent:
        return line.left <= column.left + indent or not _ends(above)
    # A hanging label: the lines below stand behind it.
    return above is first and bool(_OPENING.match(first.text)) and not _ends(above)


def _ends(line: Printed) -> bool:
    return line.text.rstrip().endswith(_ENDS)


def _opens(above: Printed, line: Printed) -> bool:
    """A label after the end of a sentence opens a paragraph, "Điều 5 của Luật này" does not."""
    return bool(_OPENING.match(line.text.lstrip())) and above.text.rstrip().endswith((*_ENDS, ","))


def _column(printed: Sequence[Printed]) -> Column:
    widest = max(line.right - line.left for line in printed)
    full = [line for line in printed if line.right - line.left > 0.7 * widest]
    lefts = sorted(line.left for line in full)
    rights = sorted(line.right for line in full)
    gaps = [
        below.top - above.bottom
        for above, below in pairwise(printed)
        if above.page == below.page and 0 <= below.top - above.bottom < 3 * below.height
    ]
    step = sorted(gaps)[len(gaps) // 4] if gaps else 0.0
    return Column(left=lefts[len(lefts) // 20], right=rights[int(len(rights) * 0.8)], step=step)


def _is_centred(line: Printed, column: Column) -> bool:
    slack = 0.05 * column.width
    before, after = line.left - column.left, column.right - line.right
    return min(before, after) > slack and abs(before - after) < slack


def _edge_lines(page: Sequence[Printed]) -> list[Printed]:
    at_edge = [
        line
        for line in page
        if line.table is None
        and (line.bottom < _EDGE * line.page_height or line.top > (1 - _EDGE) * line.page_height)
    ]
    return at_edge if len(at_edge) < len(page) else []


def _masked(line: Printed) -> str:
    side = "head" if line.top < line.page_height / 2 else "foot"
    return side + re.sub(r"\d+", "#", line.text.strip())
