"""What is missing, doubled or out of order among numbered provisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guidelines.recognition.ordering import LETTERS, USUAL_LETTERS, rank
from guidelines.recognition.parsed import Finding, ParsedProvision
from guidelines.recognition.paths import label_of, plain_number, split_segment, words_of

_COUNTED = ("part", "chapter", "section", "subsection", "article", "clause", "point", "annex")
_LISTED_ONE_BY_ONE = 30


def find_gaps(provisions: Sequence[ParsedProvision]) -> list[Finding]:
    """Findings in the order of the text; numbers run per parent, articles per body."""
    families: dict[tuple[str, str], list[ParsedProvision]] = {}
    for provision in provisions:
        if provision.kind in _COUNTED and provision.number:
            above = _body(provision.path) if provision.kind == "article" else provision.parent
            families.setdefault((provision.kind, above), []).append(provision)
    found = [gap for (kind, above), family in families.items() for gap in _of(kind, above, family)]
    return sorted(found, key=lambda finding: finding.line or 0)


def _body(path: str) -> str:
    first = path.split(".")[0]
    return first if split_segment(first)[0] in ("attached", "annex") else ""


def _of(kind: str, above: str, family: Sequence[ParsedProvision]) -> Iterable[Finding]:
    seen: dict[tuple[int, ...], ParsedProvision] = {}
    highest: tuple[int, ...] = ()
    runs_on = kind in ("chapter", "section", "subsection") and rank(kind, family[0].number) != (1,)
    for provision in family:
        now = rank(kind, provision.number)
        if now in seen:
            yield _finding("duplicate_number", kind, provision.number, above, provision)
        elif highest and now < highest:
            yield _finding("number_out_of_order", kind, provision.number, above, provision)
        seen.setdefault(now, provision)
        highest = max(highest, now)
    before: tuple[int, ...] = ()
    ordered = sorted(seen)
    for now in ordered:
        if before or not runs_on:
            yield from _missing(kind, above, before, now, seen[now])
        before = now


def _missing(
    kind: str, above: str, before: tuple[int, ...], now: tuple[int, ...], at: ParsedProvision
) -> Iterable[Finding]:
    numbers = list(_between(kind, at.number, before, now))
    if len(numbers) > _LISTED_ONE_BY_ONE:
        facts = {"first": _place(kind, numbers[0], above), "last": _place(kind, numbers[-1], above)}
        yield Finding("missing_range", at.line, at.source[:120].strip(), facts)
        return
    for number in numbers:
        yield _finding("missing_number", kind, number, above, at)


def _between(
    kind: str, number: str, before: tuple[int, ...], now: tuple[int, ...]
) -> Iterable[str]:
    plain = plain_number(kind, number)
    if kind == "point" and not plain[0].isdigit():
        yield from _letters_between(before, now)
        return
    if "." in plain:
        prefix = plain.rpartition(".")[0]
        start = before[-1] if before and before[:-1] == now[:-1] else 0
        yield from (f"{prefix}.{figure}" for figure in range(start + 1, now[-1]))
        return
    if not plain[0].isdigit():
        yield from _letters_between((1, *before, 0) if before else (), (1, *now, 0))
        return
    start = before[0] if before else 0
    yield from (str(figure) for figure in range(start + 1, now[0]))
    if len(now) > 1 and start < now[0]:
        yield str(now[0])


def _letters_between(before: tuple[int, ...], now: tuple[int, ...]) -> Iterable[str]:
    """The letters of Vietnamese between two single letters (`ordering.rank` of points)."""
    start = before[1] if before else 0
    if now[0] == 1 and now[-1] == 0 and before[:1] in ((), (1,)):
        yield from (letter for letter in LETTERS[start : now[1] - 1] if letter in USUAL_LETTERS)


def _finding(code: str, kind: str, number: str, above: str, at: ParsedProvision) -> Finding:
    facts = {"place": _place(kind, number, above), "kind": kind, "number": number}
    return Finding(code, at.line, at.source[:120].strip(), facts)


def _place(kind: str, number: str, above: str) -> str:
    own = label_of(kind, number)
    return f"{own} {words_of(above)}".strip() if above else own
