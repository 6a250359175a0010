"""How translations number provisions: “Article 5”, “Clause 2”, “Point a”, “제5조 제2항”.

The numbers are those of the Vietnamese text, so the paths come out the same. A line that only speaks
of a provision opens none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from guidelines.recognition.parsed import ParsedProvision

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBER = r"(?P<number>\d{1,4}[a-zđ]?)"
_GROUP_NUMBER = r"(?P<number>(?-i:[IVXLC]+|[A-Z])|\d{1,3})"
_MARK = r"\s*[.:)–-]"
_AFTER = rf"(?:{_MARK}|\s*$|\s+(?=(?-i:[A-ZĐ(“\"])))"
_ENGLISH = (
    ("article", "dieu", re.compile(rf"(?P<label>article\s+{_NUMBER}){_AFTER}", re.I)),
    ("part", "phần", re.compile(rf"(?P<label>part\s+{_GROUP_NUMBER})(?:{_MARK}|\s*$)", re.I)),
    ("chapter", "chương", re.compile(rf"(?P<label>chapter\s+{_GROUP_NUMBER}){_AFTER}", re.I)),
    ("section", "mục", re.compile(rf"(?P<label>section\s+{_GROUP_NUMBER})(?:{_MARK}|\s*$)", re.I)),
    ("clause", "1.", re.compile(rf"(?P<label>clause\s+{_NUMBER}){_MARK}", re.I)),
    ("point", "a)", re.compile(rf"(?P<label>point\s+(?P<number>[a-zđ]{{1,2}})){_MARK}", re.I)),
)
_NOT_ON = r"(?![가-힣\d])"
_KOREAN = (
    ("article", "dieu", "조", r"(?:의\s*\d+)?"),
    ("part", "phần", "편", ""),
    ("chapter", "chương", "장", ""),
    ("section", "mục", "절", ""),
    ("clause", "1.", "항", ""),
)
_KOREAN_LABELS = tuple(
    (
        kind,
        style,
        re.compile(rf"(?P<label>제\s*(?P<number>\d{{1,4}})\s*{word}(?P<more>{more})){_NOT_ON}"),
    )
    for kind, style, word, more in _KOREAN
)
_KOREAN_POINT = re.compile(r"(?P<label>제?\s*(?P<number>[a-zđ])\s*호)(?![가-힣])")
_CIRCLED_CLAUSE = re.compile(rf"(?P<label>[{_CIRCLED}])")
# “제5조 제2항에 따라”: a reference, not a heading.
_GOES_ON = re.compile(r"\s*제\s*\d+\s*(?:조|항|호|목|장|절)")


class Opening(NamedTuple):
    """What a line opens: label to `end`, the words from `rest`."""

    kind: str
    number: str
    style: str
    end: int
    rest: int


def opening_of(text: str) -> Opening | None:
    """The provision a line of a translation opens, if its label is one of those above."""
    if text[:1] in "AaPpCcSs":
        return _first(text, _ENGLISH)
    if text[:1] == "제":
        found = _first(text, _KOREAN_LABELS)
        if found and not _GOES_ON.match(text, found.end):
            return found
    if text[:1] in _CIRCLED and text:
        return Opening("clause", str(_CIRCLED.index(text[0]) + 1), "1.", 1, _rest(text, 1))
    found = _KOREAN_POINT.match(text)
    return _opening("point", "a)", text, found) if found else None


def _first(text: str, patterns: Iterable[tuple[str, str, re.Pattern[str]]]) -> Opening | None:
    for kind, style, pattern in patterns:
        if found := pattern.match(text):
            return _opening(kind, style, text, found)
    return None


def _opening(kind: str, style: str, text: str, found: re.Match[str]) -> Opening:
    number = found["number"]
    if found.groupdict().get("more"):
        # 제5조의2 has no number of its own in Vietnamese: kept as written, so that it matches none.
        number += re.sub(r"\D", "-", found["more"].replace(" ", "")).replace("--", "-")
    number = number if kind in ("part", "chapter", "section") else number.lower()
    return Opening(kind, number, style, found.end("label"), _rest(text, found.end("label")))


def _rest(text: str, end: int) -> int:
    bare = text[end:].lstrip(".:)–- \t")
    return len(text) - len(bare)


def language_of(provisions: Iterable[ParsedProvision]) -> str:
    """The language whose numbering the articles bear: "en", "ko", or "" for any other."""
    for row in provisions:
        if row.kind == "article":
            first = row.label[:1]
            return {"A": "en", "a": "en", "제": "ko"}.get(first, "")
    return ""
