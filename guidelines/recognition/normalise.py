"""The only differences allowed between a file's characters and what is shown; all reversible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guidelines.recognition.parsed import Normalisation, ParsedProvision

_LETTERS = {"\u00d0": "\u0110", "\u0189": "\u0110", "\u00f0": "\u0111"}
_ODD_SPACE = "\t\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f"
_MARKS = "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_DIRTY = re.compile(
    rf"(?P<letter>[\u00d0\u0189\u00f0])(?![{_MARKS}])"
    rf"|(?P<spaces>[ {_ODD_SPACE}](?:[{_HIDDEN}]*[ {_ODD_SPACE}])+|[{_ODD_SPACE}])"
    rf"|(?P<hidden>[{_HIDDEN}]+)"
    rf"|(?P<accents>[^\s{_MARKS}][{_MARKS}]+)"
)
_SUSPECT = re.compile(f"  |[{''.join(_LETTERS)}{_ODD_SPACE}{_HIDDEN}{_MARKS}]")
_WORDS_LEFT_OUT = re.compile(rf"[^\s.:)/–—{_HIDDEN}-]")


@dataclass(frozen=True)
class Piece:
    """A stretch of a provision's source that is shown: its role, its place, how it joins.

    `prefix` is a label computed by the file (automatic numbering) that stands in no character.
    `joins` says that the line end before it is shown as a space.
    """

    role: str
    start: int
    end: int
    joins: bool = False
    prefix: str = ""


def clean(raw: str, *, offset: int = 0) -> tuple[str, list[Normalisation]]:
    """The characters as shown, and each change with its place counted from `offset`."""
    if not _SUSPECT.search(raw) and unicodedata.is_normalized("NFC", raw):
        return raw, []
    changes = []
    for found in _DIRTY.finditer(raw):
        rule, was = str(found.lastgroup), found.group()
        now = _now(rule, was)
        if now != was:
            changes.append(Normalisation(_RULES[rule], found.start(), was, now))
    shown = apply(raw, changes)
    if not unicodedata.is_normalized("NFC", shown):
        shown = unicodedata.normalize("NFC", shown)
        changes = [Normalisation("composed_accents", 0, raw, shown)]
    if offset:
        changes = [Normalisation(c.rule, c.at + offset, c.was, c.now) for c in changes]
    return shown, changes


_RULES = {
    "letter": "letter_d",
    "spaces": "odd_spaces",
    "hidden": "hidden_characters",
    "accents": "composed_accents",
}


def _now(rule: str, was: str) -> str:
    if rule == "letter":
        return _LETTERS[was]
    if rule == "spaces":
        return " "
    if rule == "hidden":
        return ""
    return unicodedata.normalize("NFC", "".join(_LETTERS.get(c, c) for c in was))


def apply(source: str, changes: Iterable[Normalisation]) -> str:
    """The source with each change made."""
    parts, at = [], 0
    for change in changes:
        parts += [source[at : change.at], change.now]
        at = change.at + len(change.was)
    return "".join([*parts, source[at:]])


def revert(shown: str, changes: Iterable[Normalisation]) -> str:
    """The source that `apply` was given; ValueError when the two do not belong together."""
    parts, at, grown = [], 0, 0
    for change in changes:
        here = change.at + grown
        end = here + len(change.now)
        if shown[here:end] != change.now:
            raise ValueError(f"{change.rule} at {change.at}: {change.now!r} is not there")
        parts += [shown[at:here], change.was]
        at = end
        grown += len(change.now) - len(change.was)
    return "".join([*parts, shown[at:]])


def raw_place(changes: Sequence[Normalisation], place: int) -> int | None:
    """Where the character at `place` of the cleaned text stands in the raw text."""
    grown = 0
    for change in changes:
        here = change.at + grown
        if place <= here:
            break
        if place < here + len(change.now):
            return None
        grown += len(change.now) - len(change.was)
    return place - grown


def after_label(kind: str, label: str) -> str:
    """What stands between a label and what follows it, in the form that is shown."""
    if kind == "article":
        return ". "
    return " " if label[-1:] in ".):/" else "\n"


def shown(*, kind: str, label: str, heading: str, text: str) -> str:
    """Label, heading and text as one string: the source with all normalisations made."""
    rest = "\n".join(part for part in (heading, text) if part)
    if label and rest:
        return f"{label}{after_label(kind, label)}{rest}\n"
    return f"{label}{rest}\n"


def restore(provision: ParsedProvision) -> str:
    """The exact characters of the file, from what is shown and the listed normalisations."""
    return revert(
        shown(
            kind=provision.kind,
            label=provision.label,
            heading=provision.heading,
            text=provision.text,
        ),
        provision.normalisations,
    )


@dataclass(frozen=True)
class Composed:
    label: str
    heading: str
    text: str
    changes: tuple[Normalisation, ...]


def compose(source: str, pieces: Sequence[Piece], *, kind: str, offset: int = 0) -> Composed:
    """Label, heading and text of a provision from its pieces, listing each difference.

    The places of the pieces count from `offset` before the source's first character.
    """
    pieces = [replace(p, start=p.start - offset, end=p.end - offset) for p in pieces]
    words = {"label": "", "heading": "", "text": ""}
    changes: list[Normalisation] = []
    at, before = 0, ""
    for piece in pieces:
        cleaned, inside = clean(source[piece.start : piece.end], offset=piece.start)
        between = _between(before, piece, kind=kind, label=words["label"])
        _list_gap(changes, source[at : piece.start], at, between, piece)
        changes += inside
        if words[piece.role]:
            words[piece.role] += between
        words[piece.role] += piece.prefix + cleaned
        at, before = piece.end, piece.role
    tail = source[at:]
    if tail != "\n":
        changes.append(Normalisation(_gap_rule(tail, "\n"), at, tail, "\n"))
    return Composed(words["label"], words["heading"], words["text"], tuple(changes))


def _between(before: str, piece: Piece, *, kind: str, label: str) -> str:
    if not before:
        return ""
    if before == "label":
        return " " if piece.role == "label" else after_label(kind, label)
    return " " if piece.joins and before == piece.role else "\n"


def _list_gap(changes: list[Normalisation], was: str, at: int, between: str, piece: Piece) -> None:
    now = between + piece.prefix
    if was != now:
        rule = "automatic_number" if piece.prefix else _gap_rule(was, between)
        changes.append(Normalisation(rule, at, was, now))


def _gap_rule(was: str, now: str) -> str:
    if _WORDS_LEFT_OUT.search(was):
        return "page_mark"
    if now == " " and was == "\n":
        return "joined_lines"
    if (
        (now in (". ", " ") and not was)
        or now == ". "
        or (now in (" ", "\n") and was.strip() and "\n" not in was)
    ):
        return "label_mark"
    return "empty_lines"
