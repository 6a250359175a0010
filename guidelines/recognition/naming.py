"""How Vietnamese texts name other texts: kind, number, day, name of a law, "này"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

KINDS = {
    "Bộ luật": "luat",
    "Luật": "luat",
    "Nghị quyết liên tịch": "nghi-quyet",
    "Nghị quyết": "nghi-quyet",
    "Nghị định": "nghi-dinh",
    "Quyết định": "quyet-dinh",
    "Thông tư liên tịch": "thong-tu",
    "Thông tư": "thong-tu",
    "Chỉ thị": "chi-thi",
    "Kết luận": "ket-luan",
    "Thông báo": "thong-bao",
    "Kế hoạch": "ke-hoach",
    "Công văn": "cong-van",
    "Báo cáo": "bao-cao",
    "Hướng dẫn": "huong-dan",
}
# Kinds whose number may be shortened to its figures: "Quyết định 950", "Nghị định 269/2025".
SHORTENED = "Nghị quyết|Nghị định|Quyết định|Thông tư|Chỉ thị|Kết luận"
# Texts that a decision or circular brings with it.
BODIES = (
    "Quy chế|Quy định|Quy trình|Quy hoạch|Đề án|Chương trình|Kế hoạch|Chiến lược|Điều lệ|Danh mục"
    "|Phương án|Nội quy|Khung|Bộ tiêu chí|Định mức|Hướng dẫn|Văn bản"
)
# The first letters of a number's symbol tell its kind; QH is a law or a resolution.
SYMBOLS = {
    "QĐ": "quyet-dinh",
    "NĐ": "nghi-dinh",
    "TT": "thong-tu",
    "TTLT": "thong-tu",
    "NQ": "nghi-quyet",
    "CT": "chi-thi",
    "KL": "ket-luan",
    "TB": "thong-bao",
    "KH": "ke-hoach",
    "BC": "bao-cao",
    "HD": "huong-dan",
}
_UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠ-Ỹ"


def either_case(words: Iterable[str]) -> str:
    """A pattern of these words, the first letter large or small, over any white space."""
    return "|".join(
        f"[{word[0].upper()}{word[0].lower()}]{word[1:]}".replace(" ", r"\s") for word in words
    )


_KIND = either_case(KINDS)
_BODY = either_case(BODIES.split("|"))
_SYMBOL = r"[A-ZĐ][A-Za-zĐđ0-9]*(?:[-/&][A-ZĐ][A-Za-zĐđ0-9]*)*"
NUMBER = rf"\d{{1,5}}[a-zđ]?(?:/\d{{4}})?\s?[/-]\s?{_SYMBOL}"
STANDARD = r"(?:TCVN|QCVN|TCXDVN)(?:\s(?:ISO|IEC)(?:/(?:IEC|TS|TR))?)?\s?\d+(?:-\d+)?(?::\d{4})?(?:/[A-ZĐ]+)?"
_DAY = (
    r"ngày\s+(?P<{0}day>\d{{1,2}})\s?(?:/|-|\.|\s?tháng\s)\s?(?P<{0}month>\d{{1,2}})"
    r"\s?(?:/|-|\.|\s?năm\s)\s?(?P<{0}year>\d{{4}})"
)
_ISSUED = rf"(?:,?\s+(?:ban\shành\s)?{_DAY.format('')})?"
# A law's name may hold "của Luật X"; another "Luật" after "và" begins another name.
_LAW_NAME = rf"(?:(?!(?<!của\s)(?:{'|'.join(KINDS)})\s)[^.;:()\d\n]){{1,160}}?"

FULL = re.compile(
    rf"(?P<kind>{_KIND})\s(?:(?P<name>(?<=[Ll]uật\s){_LAW_NAME})\s|của\s[^.;:()\d\n]{{1,60}}?\s)?"
    rf"(?:số[:\s]\s?)?(?P<number>{NUMBER}){_ISSUED}"
)
SHORT = re.compile(
    rf"(?P<kind>{SHORTENED})\s(?:số\s)?(?P<number>\d{{1,5}}(?:/\d{{4}})?)(?![\d/:%–-]|\s?(?:tỷ|triệu|đồng)){_ISSUED}"
)
# A form has a number too ("Mẫu số 01/TT-LLTP"), and is no document.
LONE = re.compile(rf"(?<![Mm]ẫu\s)(?<!biểu\s)(?:số\s)?(?P<number>(?<![\w/.-]){NUMBER}){_ISSUED}")
NORM = re.compile(rf"(?P<number>(?<!\w){STANDARD}){_ISSUED}")
_BROUGHT = r"(?:\s(?:được\s)?(?:ban\shành\s)?kèm\stheo)"
THIS_BROUGHT = re.compile(
    rf"(?P<body>{_BODY})(?:\s[^.;:()\n]{{1,150}}?)?{_BROUGHT}\s(?P<kind>{_KIND})\snày\b"
)
BROUGHT = re.compile(
    rf"(?P<body>{_BODY})(?:\s[^.;:()\d\n]{{1,150}}?)?{_BROUGHT}(?P<nth>\s\d+)?\s(?={_KIND})"
)
THIS = re.compile(rf"(?P<kind>{_KIND}|{_BODY})\snày\b")
NAMED_LAW = re.compile(
    rf"(?P<name>(?:Luật sửa đổi, bổ sung một số điều của )?(?:Bộ luật|Luật)\s[{_UPPER}]\w*(?:\s(?!và\b|hoặc\b|quy\b|thì\b|là\b|được\b)\w+){{0,7}})"
)
LAW_WITH_NUMBER = re.compile(
    rf"(?P<name>(?:Bộ luật|Luật)\s{_LAW_NAME})\s(?:số\s)?(?P<number>{NUMBER})"
)


@dataclass(frozen=True)
class Named:
    """A text as the words at [start, end) name it. `nth` counts the texts it brings with it."""

    start: int
    end: int
    kind: str = ""
    number: str = ""
    issued_on: date | None = None
    name: str = ""
    is_this: bool = False
    body: str = ""
    nth: int = 0


def named_at(text: str, at: int, *, names: dict[str, str] | None = None) -> Named | None:
    """The text named in the words that begin exactly at `at`, or None.

    `names` maps the names of laws to the numbers that this very text gave them elsewhere.
    """
    found = THIS_BROUGHT.match(text, at)
    if found:
        kind = kind_of(found["kind"])
        return Named(at, found.end(), kind, is_this=True, body=found["body"], nth=1)
    brought = BROUGHT.match(text, at)
    if brought:
        outer = named_at(text, brought.end(), names=names)
        if outer and outer.number:
            nth = int(brought["nth"]) if brought["nth"] else 1
            return replace(outer, start=at, body=brought["body"], nth=nth)
    this = THIS.match(text, at)
    if this:
        return _this(this, at)
    return numbered_at(text, at) or _law_by_name(text, at, names or {})


def _this(found: re.Match, at: int) -> Named:
    """ "Nghị định này" is the document; "Quy chế này" the text it brought with it."""
    word = found["kind"]
    kind = kind_of(word)
    is_body = re.fullmatch(_BODY, word) is not None
    return Named(at, found.end(), kind, is_this=True, body=word if is_body else "")


def numbered_at(text: str, at: int) -> Named | None:
    """A text named by its number, with or without kind and day."""
    for pattern in (FULL, SHORT, NORM, LONE):
        found = pattern.match(text, at)
        named = _numbered(found, pattern) if found else None
        if named:
            return named
    return None


def _numbered(found: re.Match, pattern: re.Pattern) -> Named | None:
    number = re.sub(r"\s?([/-])\s?", r"\1", found["number"])
    given = found.groupdict()
    if pattern is NORM:
        kind = kind_of_standard(found["number"])
        return Named(found.start(), found.end(), kind, found["number"], day_of(given))
    if given.get("kind"):
        kind = kind_of(given["kind"])
    else:
        kind = kind_of_number(number)
        if not kind and not re.search(r"QH\d", number) and not found[0].startswith("số"):
            return None
    name = given.get("name")
    return Named(
        found.start(),
        found.end(),
        kind,
        number,
        issued_on=day_of(given),
        name=f"{given['kind']} {name}" if name else "",
    )


def _law_by_name(text: str, at: int, names: dict[str, str]) -> Named | None:
    """A law by name alone: its number only where the same text gives it."""
    for name in sorted(names, key=len, reverse=True):
        if text.startswith(name, at) and not text[at + len(name) : at + len(name) + 1].isalpha():
            return Named(at, at + len(name), "luat", names[name], name=name)
    found = NAMED_LAW.match(text, at)
    return Named(at, found.end(), "luat", name=found["name"]) if found else None


def law_names(text: str) -> dict[str, str]:
    """Names of laws that stand beside their numbers: {"Luật Dữ liệu": "60/2024/QH15"}."""
    return {found["name"]: found["number"] for found in LAW_WITH_NUMBER.finditer(text)}


def kind_of(word: str) -> str:
    """The document kind of a word, "" for words that are no kind: "Nghị định" → nghi-dinh."""
    word = " ".join(word.split())
    return KINDS.get(word[:1].upper() + word[1:], "")


def kind_of_number(number: str) -> str:
    """The kind that the symbol of a number tells: 950/QĐ-TTg → quyet-dinh; "" where it does not."""
    found = re.match(r"\d+[a-zđ]?(?:/\d{4})?[/-]([A-ZĐ]+)(?![a-zđ])", number)
    return SYMBOLS.get(found[1], "") if found else ""


def bears_kind(number: str) -> bool:
    """Standards and technical regulations carry their kind in the number."""
    return re.fullmatch(STANDARD, number) is not None


def kind_of_standard(number: str) -> str:
    return "quy-chuan" if number.startswith("QCVN") else "tieu-chuan"


def official_day(day: date) -> str:
    """01/8/2018: days below 10 and months 1 and 2 take a zero (Decree 30/2020, annex I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def day_of(given: dict[str, str | None]) -> date | None:
    """The day that the groups `day`, `month` and `year` of a match give, None where they give none."""
    if not given.get("day"):
        return None
    try:
        return date(int(given["year"] or 0), int(given["month"] or 0), int(given["day"] or 0))
    except ValueError:
        return None
