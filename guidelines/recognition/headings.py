"""Which rows open a provision. One row in, one label out, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guidelines.recognition.rows import Row
from guidelines.recognition.translated import opening_of

_ROMAN = r"[IVXLC]+"
_ORDINAL = r"thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
_ARTICLE = re.compile(r"(Điều\s*(\d{1,4}[a-zđ]{0,2})(?:\[\d{1,3}\])?)(?![\w])\s*(.*)$", re.I | re.S)
_GROUP = re.compile(
    rf"((Phần|Chương|Mục|Tiểu\s+mục|Nhóm)\s+(?:số\s+)?({_ORDINAL}|{_ROMAN}|\d{{1,3}}[a-zđ]?|[A-Z])\b)"
    r"\s*(.*)$",
    re.I | re.S,
)
_CLAUSE = re.compile(r"((\d{1,3}[a-zđ]{0,2}(?:\d)?)\s*([.)/]|[-–](?=\s)))(?!\d)\s*(.*)$", re.S)
_DECIMAL = re.compile(r"((\d{1,3}(?:\.\d{1,2}){1,4})([.)]?))(?!\d)\s*(.*)$", re.S)
_POINT = re.compile(r"(([a-zđăâêôơư]{1,2}\d?)\s*([.)/]|-(?=\s)))\s*(.*)$", re.S)
_SECTION = re.compile(rf"(({_ROMAN}|[A-Z])\s*([.)/–-]))\s*(.*)$", re.S)
_GROUP_KINDS = {
    "phần": "part",
    "chương": "chapter",
    "mục": "section",
    "tiểu mục": "subsection",
    "nhóm": "section",
}
_NAMES_A_DOCUMENT = re.compile(
    r"(?:Bộ luật|Luật|Nghị định|Nghị quyết|Thông tư|Quyết định|Pháp lệnh|Hiến pháp|Chỉ thị|"
    r"Quy chế|Quy định|Điều lệ|Hiệp định)\s+(?:này|số\s|trên|nêu|năm\s+\d|\d)",
)
# A chapter spoken of in a sentence, not a chapter's name.
_SPEAKS_OF = re.compile(r"[.;:,]$|\b(?:này|của|quy định tại|nêu tại)\b|^(?:Luật|Nghị định)\b")
# Words after which a figure or a letter goes on with a sentence that a line end has cut.
CUTS_REFERENCE = re.compile(
    r"\bĐiều$|(?:(?:tại|theo|các|và|hoặc|của|từ|đến|trừ|này)|[,;(])\s*(?:điểm|khoản|mục)$"
)
AWAITS_NUMBER = re.compile(
    rf"{CUTS_REFERENCE.pattern}|(?:khoản \d+\w?|điểm [a-zđ]\d?|Điều \d+\w?)$"
    r"|(?:\s(?:tại|của|và|các|hoặc|theo)|[,(])$",
)


@dataclass(frozen=True)
class Label:
    """A row's opening: what it opens, how it is written, where label and rest lie in the row.

    `style` tells kinds of numbering apart ("1.", "1)", "a)", "I.", "A.", "dieu", "chuong"…).
    `end` is None for a label that the file computes.
    """

    kind: str
    number: str
    style: str
    text: str
    end: int | None
    rest: int
    is_sure: bool = True


def label_of_row(row: Row, *, before: str) -> Label | None:
    """The label a row opens with; `before` is the text of the row above."""
    if row.table or row.is_furniture or row.is_quoted:
        return None
    if row.number:
        found = _find(f"{row.number} {row.text}".rstrip(), row, before)
        if found and found.rest >= len(row.number):
            shown = row.number if found.text[-1:] in ".)/" else row.number.rstrip(".: ")
            return Label(found.kind, found.number, found.style, shown, None, 0)
    return _find(row.text, row, before) if row.text else None


def resembles_article(text: str) -> bool:
    """Whether a row without a label begins like one: "Điều 8 và Điều 10 của Luật này"."""
    return bool(re.match(r"(?:Điều|ĐIỀU)\s*\d", text))


def _find(text: str, row: Row, before: str) -> Label | None:
    return (
        _article(text, before)
        or _translated(text)
        or _group(text, row)
        or _numbered(text)
        or _section(text, row)
        or _point(text)
    )


def _label(found: re.Match[str], kind: str, number: str, style: str, *, sure: bool = True) -> Label:
    last = found.lastindex or 0
    return Label(kind, number, style, found[1].strip(), found.end(1), found.start(last), sure)


def _article(text: str, before: str) -> Label | None:
    found = _ARTICLE.match(text)
    if not found or not (text.startswith(("Điều", "ĐIỀU"))):
        return None
    rest = found[3]
    bare = rest.lstrip(".:–- \t")
    number = found[2].lower()
    if AWAITS_NUMBER.search(before) and rest[:1] != ".":
        return None
    start = found.start(3) + len(rest) - len(bare)
    label = Label("article", number, "dieu", found[1].strip(), found.end(1), start)
    if not rest or rest[0] in ".:–-":
        return None if AWAITS_NUMBER.search(before) and not bare else label
    if not rest[0].isupper() or _NAMES_A_DOCUMENT.match(rest):
        return None
    return Label(label.kind, number, "dieu", label.text, label.end, start, is_sure=False)


def _translated(text: str) -> Label | None:
    found = opening_of(text)
    if found is None:
        return None
    label = text[: found.end].strip()
    return Label(found.kind, found.number, found.style, label, found.end, found.rest)


def _group(text: str, row: Row) -> Label | None:
    found = _GROUP.match(text)
    if not found or not text[0].isupper():
        return None
    rest, word = found[4], " ".join(found[2].lower().split())
    bare = rest.lstrip(".:–- \t")
    is_heading = not rest or rest[0] in ".:–-" or rest.upper() == rest
    if not is_heading and (not rest[:1].isupper() or _SPEAKS_OF.search(rest)):
        return None
    sure = is_heading or row.is_bold or row.is_centred
    if word == "nhóm" and not (text[:4].isupper() or row.is_bold):
        return None
    if word == "mục" and found[3].isalpha() and not found[3].isupper():
        return None
    start = found.start(4) + len(rest) - len(bare)
    kind = _GROUP_KINDS[word]
    return Label(kind, found[3], word, found[1].strip(), found.end(1), start, sure)


def _numbered(text: str) -> Label | None:
    found = _DECIMAL.match(text)
    if found and "." in found[2] and _opens_words(found[4]):
        return _label(found, "clause", found[2], f"{found[2].count('.')}.1", sure=False)
    found = _CLAUSE.match(text)
    if found and _opens_words(found[4]) and (found[3] != "/" or text[found.end(1)] == " "):
        return _label(found, "clause", found[2], f"1{found[3]}")
    return None


def _opens_words(rest: str) -> bool:
    return bool(rest) and (rest[0].isalpha() or rest[0] in "“\"(‘'[<≥≤")


def _section(text: str, row: Row) -> Label | None:
    found = _SECTION.match(text)
    if not found or not found[4] or not found[4][0].isalnum():
        return None
    if found[3] in "–-" and not (row.is_upper or row.is_bold):
        return None
    style = "A" if len(found[2]) == 1 and found[2] not in "IVX" else "I"
    return _label(found, "section", found[2], f"{style}{found[3]}")


def _point(text: str) -> Label | None:
    found = _POINT.match(text)
    if not found or not found[4] or (found[3] != ")" and text[found.end(1)] != " "):
        return None
    return _label(found, "point", found[2], f"a{found[3]}", sure=found[3] == ")")
