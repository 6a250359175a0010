"""Addresses of provisions: `dieu-5.khoan-2.diem-dd` ↔ "điểm đ khoản 2 Điều 5" (ADR 0022)."""

from __future__ import annotations

import re

_SEGMENTS = {
    "preamble": "mo-dau",
    "attached": "kem-theo",
    "annex": "phu-luc",
    "part": "phan",
    "chapter": "chuong",
    "section": "muc",
    "subsection": "tieu-muc",
    "article": "dieu",
    "clause": "khoan",
    "point": "diem",
    "paragraph": "doan",
    "table": "bang",
    "closing": "ket-thuc",
}
_WORDS = {
    "preamble": "phần mở đầu",
    "attached": "văn bản kèm theo",
    "annex": "Phụ lục",
    "part": "Phần",
    "chapter": "Chương",
    "section": "mục",
    "subsection": "tiểu mục",
    "article": "Điều",
    "clause": "khoản",
    "point": "điểm",
    "paragraph": "đoạn",
    "table": "bảng",
    "closing": "phần kết thúc",
}
_ROMAN_KINDS = ("annex", "part", "chapter", "section", "subsection")
_ORDINALS = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]
_SLUG = {"đ": "dd", "ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_UNSLUG = {slug: letter for letter, slug in _SLUG.items()}
_ROMAN = re.compile(r"(?=[ivxlcdm])m*(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$", re.I)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_STEPS = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V")]
_AGAIN = "-lan-"


def figure_of(roman: str) -> int | None:
    """4 from "IV"; None for what is no roman numeral. C, D, L and M alone are letters."""
    if not _ROMAN.match(roman) or roman.upper() in ("C", "D", "L", "M"):
        return None
    values = [_VALUES[letter] for letter in roman.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def roman_of(figure: int) -> str:
    """ "IV" from 4."""
    roman = ""
    for value, letters in [*_STEPS, (4, "IV"), (1, "I")]:
        while figure >= value:
            roman += letters
            figure -= value
    return roman


def plain_number(kind: str, number: str) -> str:
    """The number with roman numerals and ordinal words as figures: "II" → "2"."""
    small = " ".join(number.lower().split())
    if kind in _ROMAN_KINDS:
        figure = figure_of(small)
        if figure:
            return str(figure)
        word = small.removeprefix("thứ ").strip()
        if word in _ORDINALS:
            return str(_ORDINALS.index(word) + 1)
    if small[:1] == "0" and small.isdigit():
        return str(int(small))
    return small


def segment(kind: str, number: str = "") -> str:
    """ "diem-dd" from ("point", "đ"); without a number the kind alone."""
    number = "".join(_SLUG.get(letter, letter) for letter in plain_number(kind, number))
    number = re.sub(r"[^a-z0-9]+", "-", number).strip("-")
    return f"{_SEGMENTS[kind]}-{number}" if number else _SEGMENTS[kind]


def provision_path(*, body: str, parent: str, kind: str, number: str = "") -> str:
    """The address: articles hang on their body, all else on its parent."""
    above = body if kind == "article" else parent
    return f"{above}.{segment(kind, number)}" if above else segment(kind, number)


def again(path: str, times: int) -> str:
    """The address of the n-th provision that bears the same numbers."""
    return f"{path}{_AGAIN}{times}"


def split_segment(given: str) -> tuple[str, str]:
    """("point", "đ") from "diem-dd"; ("", "") for what is no segment."""
    for kind, word in sorted(_SEGMENTS.items(), key=lambda pair: -len(pair[1])):
        if given == word:
            return kind, ""
        if given.startswith(f"{word}-"):
            return kind, _unslug(kind, given.removeprefix(f"{word}-"))
    return "", ""


def _unslug(kind: str, slug: str) -> str:
    if kind == "point":
        for written, letter in _UNSLUG.items():
            slug = re.sub(f"^{written}", letter, slug)
    elif kind == "clause":
        slug = re.sub(r"(?<=\d)-(?=\d)", ".", slug)
    if kind in ("article", "clause"):
        slug = re.sub("dd$", "đ", slug)
    return slug


def label_of(kind: str, number: str) -> str:
    """ "Điều 5", "khoản 2", "điểm đ", "Chương II"."""
    word = _WORDS[kind]
    figure = plain_number(kind, number)
    if not figure or (kind == "attached" and figure == "1"):
        return word
    if kind in ("annex", "part", "chapter") and figure.isdigit():
        figure = roman_of(int(figure))
    return f"{word} {figure}"


def words_of(path: str) -> str:
    """ "điểm đ khoản 2 Điều 5" from "dieu-5.khoan-2.diem-dd"; "" for no path."""
    words: list[str] = []
    above = ""
    for given in path.split("."):
        plain, _, times = given.partition(_AGAIN)
        kind, number = split_segment(plain)
        if not kind:
            return ""
        words.append(_one(kind, number, above) + (f" (lần {times})" if times else ""))
        above = kind
    return " ".join(reversed(words))


def _one(kind: str, number: str, above: str) -> str:
    if kind == "section" and above in ("chapter", "part"):
        return f"Mục {number}"
    if kind == "section" and number.isdigit():
        return f"mục {roman_of(int(number))}"
    if kind == "section":
        return f"mục {number.upper()}"
    return label_of(kind, number)


_READ = re.compile(
    "(?P<word>"
    + "|".join(sorted(_WORDS.values(), key=len, reverse=True))
    + r")(?:\s+(?P<number>thứ\s+\w+|\d[0-9a-zđ.]*|[ivxlc]+\b|[a-zăâđêôơư]{1,2}\d*\b))?"
    r"(?:\s+\(lần (?P<times>\d+)\))?\s*,?\s*",
    re.I,
)


def path_of(words: str) -> str:
    """ "dieu-5.khoan-2.diem-dd" from "điểm đ khoản 2 Điều 5"; "" when it cannot be read."""
    kinds = {word.lower(): kind for kind, word in _WORDS.items()}
    segments, at = [], 0
    words = words.strip()
    while at < len(words):
        found = _READ.match(words, at)
        if not found or found.end() == at:
            return ""
        kind = kinds[found["word"].lower()]
        number = found["number"] or ("1" if kind == "attached" else "")
        one = segment(kind, number.rstrip("."))
        segments.append(again(one, int(found["times"])) if found["times"] else one)
        at = found.end()
    return ".".join(reversed(segments))
