"""Citations in Vietnamese legal text: where they stand and what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from guidelines.choices import ProvisionKind
from guidelines.recognition import naming, paths
from guidelines.recognition.naming import Named
from guidelines.recognition.official import Reference, official, read
from guidelines.recognition.ranges import is_range

__all__ = ["Found", "Reference", "find", "official", "read", "split_body"]

# Units from the smallest to the largest; articles run through a body, so what is above an article
# is no part of its path.
UNITS = {
    "điểm": ProvisionKind.POINT,
    "khoản": ProvisionKind.CLAUSE,
    "điều": ProvisionKind.ARTICLE,
    "tiểu mục": ProvisionKind.SUBSECTION,
    "mục": ProvisionKind.SECTION,
    "chương": ProvisionKind.CHAPTER,
    "phần": ProvisionKind.PART,
    "phụ lục": ProvisionKind.ANNEX,
}
LEVELS = list(UNITS.values())
POINT, CLAUSE, ARTICLE, ANNEX = 0, 1, 2, 7
_WORDS = naming.either_case(UNITS)
_NUMBERS = {
    POINT: r"(?:[a-zđăâêôơư]{1,2}|\d{1,2}(?:\.\d{1,2})*)",
    CLAUSE: r"\d{1,3}[a-zđ]?",
    ARTICLE: r"\d{1,4}[a-zđ]?",
    ANNEX: r"(?:số\s)?(?:[IVXLC]{1,7}|\d{1,3}|[A-Z])",
}
_ROMAN_OR_FIGURE = r"(?:[IVXLC]{1,7}|\d{1,3}|[A-Z])"
_END = r"(?![\w/]|\.\d|,\d|\s?%|\s(?:tỷ|triệu|nghìn|đồng|USD|tháng|năm|ngày|người|lần)\b)"
_NUMBER_AT = {level: re.compile(pattern + _END) for level, pattern in _NUMBERS.items()}
_NUMBER_ABOVE = re.compile(_ROMAN_OR_FIGURE + _END)
_UNIT = re.compile(rf"(?P<unit>{_WORDS})\s")
_THIS = re.compile(rf"(?P<unit>{_WORDS})\snày\b")
_COMMA = re.compile(r"\s?[,;]\s(?:và\s|hoặc\s|các\s)?")
_AND = re.compile(r"\s(?:và|hoặc|hay)\s(?:các\s|từ\s)?")
_TO = re.compile(r"\s(?:đến|tới)\s(?:hết\s)?")
_FROM = re.compile(r"từ\s")
_OF = re.compile(r"\s(?:(?:của|thuộc|tại|trong)\s)?")
_TO_DOCUMENT = re.compile(r",?\s(?:(?:của|thuộc|tại|trong|ban hành kèm theo|kèm theo)\s)?")
_CUE = re.compile(r"(?:tại|theo|định|của|nêu|trừ|thuộc|các|từ|và|hoặc|,|;)\s(?:các\s)?$")
_FOLLOWS = re.compile(
    rf"\s?(?:[,;.):]|$|\n)|\s(?:và|hoặc|hay|đến|của|thuộc|tại|này|{_WORDS}|{'|'.join(naming.KINDS)})\b"
)
_START = re.compile(
    rf"(?<![\w/.-])(?:(?P<unit>{_WORDS})\s(?=[\wĐđ])|(?:{'|'.join(naming.KINDS)}|{naming.BODIES})\s"
    rf"|(?:TCVN|QCVN|TCXDVN)\s|(?:số\s)?\d{{1,5}}[a-zđ]?(?:/\d{{4}})?\s?[/-]\s?[A-ZĐ])",
    re.IGNORECASE,
)
_segment = lru_cache(maxsize=4096)(paths.segment)
# Texts that are no documents of a library: their provisions are not those of the text itself.
_FOREIGN = re.compile(
    r"\s(?:của|trong|tại)\s[^.,;:()\n]{1,40}?\snày\b"
    r"|\s(?:của\s)?(?:Hiến pháp|Hiệp định|Công ước|Pháp lệnh|[Hh]ợp đồng|Điều lệ|Nghị định thư)\b"
)
_BODY_SEGMENT = re.compile(r"(?:kem-theo|phu-luc)(?:-[^.]+)?")


@dataclass(frozen=True)
class Found:
    """One citation at [start, end). `path` is "" for a document as a whole.

    `until` is the path of the last provision where the words name a range: “Điều 5 đến Điều 8”.
    `in_heading` says which words of a provision `start` and `end` count in.
    `is_bare` tells a provision without any text named beside it: it is read as one of the same
    text, which a text that amends another may not mean.
    """

    start: int
    end: int
    quoted: str
    is_relative: bool
    kind: str = ""
    number: str = ""
    issued_on: date | None = None
    path: str = ""
    name: str = ""
    is_bare: bool = False
    until: str = ""
    in_heading: bool = False


@dataclass
class _Leaf:
    """One cited provision while it is read: numbers by level, from `start` to `end`.

    `ends_range` where “đến” stands before it.
    """

    start: int
    end: int
    numbers: dict[int, str] = field(default_factory=dict)
    ends_range: bool = False

    @property
    def top(self) -> int:
        return max(self.numbers)


def find(
    text: str,
    *,
    here_path: str = "",
    document_kind: str = "",
    names: dict[str, str] | None = None,
) -> list[Found]:
    """The citations of a text, in order and not overlapping.

    `here_path` is the path of the provision that holds the text, `document_kind` the kind of its
    document, `names` the numbers of laws that the document names in full elsewhere.
    """
    return list(_all(text.replace("Ð", "Đ"), here_path, document_kind, names or {}))


def _all(text: str, here: str, kind: str, names: dict[str, str]) -> Iterator[Found]:
    at = 0
    while start := _START.search(text, at):
        at = start.end()
        if start["unit"]:
            leaves, end = _chain(text, start.start())
            found = _cited(text, leaves, end, here, kind, names) if leaves else []
        else:
            found = _whole_text(text, start.start(), here, names)
        for citation in found:
            yield citation
            at = max(at, citation.end)


def _whole_text(text: str, at: int, here: str, names: dict[str, str]) -> list[Found]:
    """A text cited as a whole; "Nghị định này" alone says nothing new and is left out."""
    named = naming.named_at(text, at, names=names)
    if named is None or (not named.number and not (named.is_this and named.nth)):
        return []
    return [_found(text, at, named.end, named, _body_prefix(named, here))]


def _chain(text: str, at: int) -> tuple[list[_Leaf], int]:
    """The provisions listed from `at` on, smallest first, and where the list ends."""
    leaves: list[_Leaf] = []
    level, separator, end = -1, "", at
    position = at
    while True:
        start = position
        unit = _UNIT.match(text, position)
        if unit:
            level, position = _level(unit["unit"]), _end_of(_FROM, text, unit.end())
        elif level < 0 or not separator:
            break
        number = _number(text, position, level, is_listed=not unit)
        if number is None:
            break
        _add(leaves, level, number[0], start, number[1], separator)
        position = end = number[1]
        step = _step(text, position)
        if step is None:
            break
        separator, position = step
    return leaves, end


def _step(text: str, at: int) -> tuple[str, int] | None:
    """What joins two provisions: a comma, "và", "đến", or "của" before the larger one."""
    for separator, pattern in ((",", _COMMA), ("và", _AND), ("đến", _TO), ("", _OF)):
        found = pattern.match(text, at)
        if found:
            return separator, found.end()
    return None


def _number(text: str, at: int, level: int, *, is_listed: bool) -> tuple[str, int] | None:
    """The number at a place; one without its unit counts only where a list goes on after it."""
    pattern = _NUMBER_AT.get(level, _NUMBER_ABOVE)
    found = pattern.match(text, at)
    if not found or (is_listed and not _FOLLOWS.match(text, found.end())):
        return None
    return found[0].removeprefix("số "), found.end()


def _add(
    leaves: list[_Leaf], level: int, number: str, start: int, end: int, separator: str
) -> None:
    """Either the larger unit that holds the last provision, or the next provision of the list."""
    last = leaves[-1] if leaves else None
    holds = last is not None and level > last.top and separator not in ("và", "đến")
    if holds:
        last.numbers[level] = number
        last.end = end
    else:
        leaves.append(_Leaf(start, end, {level: number}, separator == "đến"))


def _level(word: str) -> int:
    return LEVELS.index(UNITS[" ".join(word.lower().split())])


def _cited(
    text: str, leaves: list[_Leaf], end: int, here: str, kind: str, names: dict[str, str]
) -> list[Found]:
    """The citations of one list, with the text or provision that its last words name."""
    this = _THIS.match(text, _end_of(_OF, text, end))
    if this:
        leaves[-1].end = this.end()
        return _of_this(text, leaves, _level(this["unit"]), here)
    named = _named_after(text, end, names)
    if named is None:
        return _bare(text, leaves, here)
    leaves[-1].end = named.end
    if named.is_this:
        prefix = _prefix_of_this(named, here, kind)
        named = replace(named, kind=named.kind if named.kind != kind else "")
    else:
        prefix = _body_prefix(named, here)
    return _finish(text, leaves, named, prefix)


def _named_after(text: str, end: int, names: dict[str, str]) -> Named | None:
    link = _TO_DOCUMENT.match(text, end)
    if not link:
        return None
    named = naming.named_at(text, link.end(), names=names)
    if named is None and "kèm theo" in link[0]:
        return naming.named_at(text, link.end() - len("kèm theo "), names=names)
    return named


def _end_of(pattern: re.Pattern, text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _of_this(text: str, leaves: list[_Leaf], level: int, here: str) -> list[Found]:
    """ "khoản 1 Điều này": the rest of the path is that of the provision which holds the words."""
    prefix, rest = split_body(here)
    if level == ANNEX:
        return _finish(text, leaves, Named(0, 0, is_this=True), prefix)
    kept = _up_to(rest, LEVELS[level])
    if kept is None or leaves[-1].top >= level:
        return []
    base = ".".join(part for part in (prefix, *kept) if part)
    return _finish(text, leaves, Named(0, 0, is_this=True), base)


def _bare(text: str, leaves: list[_Leaf], here: str) -> list[Found]:
    """Provisions without a text beside them are of the same text, where the words can mean it."""
    top = leaves[-1].top
    first = leaves[0].start
    if _FOREIGN.match(text, leaves[-1].end):
        return []
    is_cued = _CUE.search(text, max(0, first - 12), first) is not None
    prefix, rest = split_body(here)
    if top == POINT or (top > ARTICLE and not (is_cued or top == ANNEX)):
        return []
    if top == CLAUSE:
        kept = _up_to(rest, ProvisionKind.ARTICLE)
        if kept is None or not is_cued:
            return []
        prefix = ".".join(part for part in (prefix, *kept) if part)
    words = text[leaves[-1].start : leaves[-1].end]
    if top == ARTICLE and "Điều" not in words and not is_cued:
        return []
    if top == ANNEX:
        prefix = ""
    found = _finish(text, leaves, Named(0, 0, is_this=True), prefix)
    return [replace(citation, is_bare=True) for citation in found]


def _finish(text: str, leaves: list[_Leaf], named: Named, prefix: str) -> list[Found]:
    """Fill each provision's larger units from the ones after it, and write the paths."""
    found: list[Found] = []
    outer: dict[int, str] = {}
    for leaf in reversed(leaves):
        top = leaf.top
        outer = {**{level: n for level, n in outer.items() if level > top}, **leaf.numbers}
        path = _path(outer, prefix)
        found.append(_found(text, leaf.start, leaf.end, named, path))
    return _with_ranges(text, leaves, found[::-1])


def _with_ranges(text: str, leaves: list[_Leaf], found: list[Found]) -> list[Found]:
    """The ends of a range as one citation; ends that no numbers join stay two."""
    joined: list[Found] = []
    for leaf, one in zip(leaves, found, strict=True):
        first = joined[-1] if joined else None
        if first and leaf.ends_range and not first.until and is_range(first.path, one.path):
            words = text[first.start : one.end]
            joined[-1] = replace(first, end=one.end, quoted=words, until=one.path)
        else:
            joined.append(one)
    return joined


def _found(text: str, start: int, end: int, named: Named, path: str) -> Found:
    return Found(
        start,
        end,
        text[start:end],
        is_relative=named.is_this,
        kind=named.kind,
        number=named.number,
        issued_on=named.issued_on,
        path=path,
        name=named.name,
    )


def _path(numbers: dict[int, str], prefix: str) -> str:
    """The path of a provision: below an article only what it holds, else from the largest down."""
    levels = sorted(numbers, reverse=True)
    if ARTICLE in numbers:
        levels = [level for level in levels if level <= ARTICLE or level == ANNEX]
    parts = [_segment(LEVELS[level], numbers[level]) for level in levels]
    return ".".join(part for part in (prefix, *parts) if part)


def _up_to(rest: list[str], kind: str) -> list[str] | None:
    """The segments up to the one of this kind, None where the path holds none."""
    stem = paths.segment(kind)
    for position, part in enumerate(rest):
        if part.startswith(f"{stem}-"):
            return rest[: position + 1]
    return None


def split_body(path: str) -> tuple[str, list[str]]:
    """The body a path lies in ("" for the main one), and its segments below."""
    parts = path.split(".") if path else []
    count = 0
    while count < len(parts) and _BODY_SEGMENT.fullmatch(parts[count]):
        count += 1
    return ".".join(parts[:count]), parts[count:]


def _body_prefix(named: Named, here: str) -> str:
    """The body meant by "Quy chế ban hành kèm theo …"."""
    return paths.segment(ProvisionKind.ATTACHED, str(named.nth)) if named.nth else ""


def _prefix_of_this(named: Named, here: str, document_kind: str) -> str:
    """ "Nghị định này" is the main body; "Quy chế này" the attached text that holds the words."""
    if named.nth:
        return _body_prefix(named, here)
    if named.body and named.kind != document_kind:
        return split_body(here)[0]
    return ""
