"""The lines of a reading as rows: where each stands in the file, what is page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from guidelines.recognition.normalise import clean, raw_place
from guidelines.recognition.parsed import Normalisation, Reading, Table

_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*/\s*\d{1,4})?$", re.I)
_OPENS = re.compile(
    r"(?:Điều|Chương|Mục|Phần|Phụ lục)\s*[\dIVX]|\d+[a-zđ]?[.)]|[IVX]+\.|[a-zđ]\)", re.I
)
_WRAPPED = ("application/pdf", "text/plain")

# Characters of a full line at the least: a file of short lines is not one of cut lines.
_NARROWEST = 50


@dataclass
class Row:
    """One line of characters; `text` is cleaned and trimmed, `start` counted in the source."""

    line: int
    start: int
    raw: str
    text: str
    trimmed: int
    changes: list[Normalisation]
    number: str = ""
    page: int | None = None
    table: Table | None = None
    is_bold: bool = False
    is_centred: bool = False
    is_same_line: bool = False
    is_furniture: bool = False
    is_quoted: bool = False
    end: int = field(init=False)

    def __post_init__(self) -> None:
        self.end = self.start + len(self.raw)

    def place(self, index: int) -> int | None:
        """Where the character at `index` of `text` stands in the file."""
        inside = raw_place(self.changes, index + self.trimmed)
        return None if inside is None else self.start + inside

    @property
    def is_upper(self) -> bool:
        """Whether the row is set in capitals (figures and marks do not count)."""
        return self.text.upper() == self.text and any(c.isalpha() for c in self.text)


@dataclass(frozen=True)
class Layout:
    """How the file breaks its lines: whether at a width, and which."""

    is_wrapped: bool
    width: int


def rows_of(reading: Reading) -> list[Row]:
    """Each line of the file, soft line breaks splitting it, with page furniture marked."""
    rows: list[Row] = []
    start = 0
    for index, line in enumerate(reading.lines):
        parts = [line.text] if line.table else line.text.split("\n")
        for order, raw in enumerate(parts):
            text, changes = clean(raw)
            rows.append(
                Row(
                    line=index,
                    start=start,
                    raw=raw,
                    text=text.strip(),
                    trimmed=len(text) - len(text.lstrip()),
                    changes=changes,
                    number=line.number.strip() if order == 0 else "",
                    page=line.page,
                    table=line.table,
                    is_bold=line.is_bold,
                    is_centred=line.is_centred,
                    is_same_line=order > 0,
                )
            )
            start += len(raw) + 1
    _mark_furniture(rows)
    return rows


def layout_of(reading: Reading, rows: Sequence[Row]) -> Layout:
    """The usual length of a full line; only PDF and text files break lines at a width."""
    lengths = sorted(len(row.text) for row in rows if row.text and not row.table)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    return Layout(is_wrapped=reading.media_type in _WRAPPED, width=max(width, _NARROWEST))


def _mark_furniture(rows: Sequence[Row]) -> None:
    """Page numbers, and head and foot lines repeated on a third of the pages, three at least."""
    pages: dict[int, list[Row]] = {}
    for row in rows:
        if row.page is not None and row.text and not row.table:
            pages.setdefault(row.page, []).append(row)
    edges = [(page[0], page[1:2], page[-1], page[-2:-1]) for page in pages.values() if page]
    seen = Counter(key for first, _a, last, _b in edges for key in {_masked(first), _masked(last)})
    often = max(3, len(pages) // 3)
    for first, second, last, before in edges:
        for row in (first, last):
            is_head = seen[_masked(row)] >= often and not _OPENS.match(row.text)
            row.is_furniture = bool(_PAGE_NUMBER.match(row.text)) or is_head
        for edge, inner in ((first, second), (last, before)):
            if edge.is_furniture and inner and _PAGE_NUMBER.match(inner[0].text):
                inner[0].is_furniture = True


def _masked(row: Row) -> str:
    return re.sub(r"\d+", "#", row.text)
