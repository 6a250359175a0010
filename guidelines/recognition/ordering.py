"""Numbers in their order: which number can follow which, and which row can open at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from guidelines.recognition.headings import AWAITS_NUMBER, CUTS_REFERENCE, Label
from guidelines.recognition.paths import plain_number
from guidelines.recognition.rows import Layout, Row

# The order of points in Vietnamese texts; f, j, w and z stand where a text uses them.
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
USUAL_LETTERS = "abcdđeghiklmnopqrstuvxy"
_FURTHEST = 5
_ENDS_PARAGRAPH = re.compile(r"[.;:!?”\"/]\s*$")
_OPENS_ITEM = re.compile(r"^[-+•*–—▪◦]")


class Numbered(Protocol):
    number: str


def rank(kind: str, number: str) -> tuple[int, ...]:
    """A key that sorts numbers as texts do: 70 < 70a < 70b < 71; d < đ < e; 1.2 < 1.10."""
    number = plain_number(kind, number)
    if kind == "point" and not number[:1].isdigit():
        letters = [LETTERS.find(letter) + 1 for letter in number if letter in LETTERS]
        figures = int("".join(filter(str.isdigit, number)) or 0)
        return (len(letters), *letters, figures)
    figures = [int(part) for part in re.findall(r"\d+", number)]
    letters = [LETTERS.find(letter) + 1 for letter in number if letter in LETTERS]
    return (*figures, *letters)


def refusal(
    label: Label,
    *,
    sibling: Numbered | None,
    above: Row | None,
    last_article: str,
    last_group: str,
    open_numbers: Sequence[str],
    layout: Layout,
) -> str:
    """Why a row that looks like a heading is none: a finding's code, or ""."""
    before = above.text if above else ""
    if label.end is None:
        return ""
    if layout.is_wrapped and CUTS_REFERENCE.search(before):
        return "looks_like_heading"
    if label.kind == "article":
        return _article(label, last_article, before, layout)
    if label.style in ("phần", "chương", "mục", "tiểu mục"):
        return "" if label.is_sure else _group(label, last_group)
    if label.kind == "clause" and "." in label.number:
        return _decimal(label, sibling, open_numbers)
    return _sequence(label, sibling)


def _article(label: Label, last: str, before: str, layout: Layout) -> str:
    now = rank("article", label.number)
    follows = now[0] in (rank("article", last)[0], rank("article", last)[0] + 1) if last else True
    if label.is_sure:
        is_cut = layout.is_wrapped and before and not _ENDS_PARAGRAPH.search(before)
        is_cut = is_cut and len(before) > 0.8 * layout.width
        return "looks_like_heading" if is_cut and not follows else ""
    if not last:
        return "" if now[0] == 1 else "looks_like_heading"
    return "" if follows and now > rank("article", last) else "looks_like_heading"


def follows(number: str, last: str) -> bool:
    """Whether an article's number goes on from the last one: 5 or 4a after 4."""
    if not last:
        return False
    now, then = rank("article", number), rank("article", last)
    return now > then and now[0] <= then[0] + 1


def _group(label: Label, last: str) -> str:
    """A chapter whose name stands on its line in small letters is one where its number follows."""
    now = rank(label.kind, label.number)
    follows = rank(label.kind, last)[:1] if last else (0,)
    return "" if now and follows and now[0] == follows[0] + 1 else "looks_like_heading"


def _decimal(label: Label, sibling: Numbered | None, open_numbers: Sequence[str]) -> str:
    prefix, _, last = label.number.rpartition(".")
    if sibling and sibling.number.rpartition(".")[0] == prefix:
        previous = int(sibling.number.rpartition(".")[2])
        return "" if previous < int(last) <= previous + 3 else "looks_like_heading"
    figures = [plain_number("section", number) for number in open_numbers]
    is_first = prefix in figures and int(last) <= 2
    return "" if is_first else "looks_like_heading"


def _sequence(label: Label, sibling: Numbered | None) -> str:
    now = rank(label.kind, label.number)
    if sibling is None:
        if label.kind == "point":
            return "" if label.number[0] in ("abc" if label.is_sure else "a") else "unlikely_number"
        return "" if 1 <= _first(now) <= 3 or label.number == "A" else "unlikely_number"
    then = rank(label.kind, sibling.number)
    if label.kind == "point":
        step = now[-2] - then[-2] if len(now) == len(then) else 1
        return "" if label.is_sure or 0 <= step <= 3 else "unlikely_number"
    step = _first(now) - _first(then)
    return "" if step <= _FURTHEST else "unlikely_number"


def _first(key: tuple[int, ...]) -> int:
    return key[0] if key else 0


def goes_on(above: Row, row: Row, layout: Layout) -> bool:
    """Whether a row goes on with the paragraph above it, which was cut at the line's width."""
    if not (layout.is_wrapped or row.is_same_line) or _OPENS_ITEM.match(row.text):
        return False
    if "\t" in row.raw or "\t" in above.raw:
        return False
    if row.line - above.line > 1 and row.page == above.page:
        return False
    if row.text[0].islower():
        return not above.text.endswith((";", ":"))
    if _ENDS_PARAGRAPH.search(above.text):
        return False
    if AWAITS_NUMBER.search(above.text):
        return True
    return row.text[0] in "(0123456789" or len(above.text) > 0.75 * layout.width
