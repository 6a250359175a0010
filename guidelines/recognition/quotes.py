"""Quoted text of amending documents: what stands inside “…” is no provision of this document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guidelines.recognition.parsed import Finding
from guidelines.recognition.rows import Row

_OPENS_STRUCTURE = re.compile(
    r"[“\"]\s*(?:Điều\s*\d|Chương\s+[IVX\d]|Mục\s+[IVX\d]|Phần\s|Phụ lục|\d{1,3}[a-zđ]?[.)]"
    r"|[a-zđ]{1,2}[.)]|[IVX]+\.)",
    re.I,
)
_AMENDS = re.compile(r"(?:như sau|sau đây)\s*:?\s*(?:[“\"].*)?$|^[“\"]", re.I)
_ENDS = re.compile(r"[”\"][\s.;,)]*$")


def mark_quoted(rows: Sequence[Row]) -> list[Finding]:
    """Mark the rows that continue a quotation; say where one is never closed."""
    findings = []
    at = 0
    while at < len(rows):
        if _opens(rows[at]):
            last = _closing_row(rows, at)
            if last is None:
                findings.append(Finding("quote_not_closed", rows[at].line, rows[at].text[:120]))
            else:
                for row in rows[at + 1 : last + 1]:
                    row.is_quoted = True
                if rows[at].text[0] in '“"':
                    rows[at].is_quoted = True
                at = last
        at += 1
    return findings


def _opens(row: Row) -> bool:
    text = row.text
    if not text or row.table or (not _OPENS_STRUCTURE.search(text) and not _AMENDS.search(text)):
        return False
    if "“" in text:
        return _depth(text) > 0 or (text[0] == "“" and bool(_OPENS_STRUCTURE.match(text)))
    return text.count('"') % 2 == 1


def _depth(text: str) -> int:
    return text.count("“") - text.count("”")


def _closing_row(rows: Sequence[Row], first: int) -> int | None:
    """The row where the quotation opened in `first` ends."""
    if "“" not in rows[first].text:
        return next((i for i in range(first + 1, len(rows)) if '"' in rows[i].text), None)
    depth = 0
    for index in range(first, len(rows)):
        depth += _depth(rows[index].text)
        if depth <= 0:
            return index
    reopened = range(first, len(rows))
    return next((i for i in reopened if _ENDS.search(rows[i].text)), None)
