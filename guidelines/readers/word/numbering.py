"""Automatic numbering: the labels Word draws before paragraphs and does not store as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from guidelines.readers.word import numerals
from guidelines.readers.word.styles import Style, Styles
from guidelines.readers.word.xml import MC, W, integer, is_on, value

_PLACE = re.compile(r"%([1-9])")
# Bullets drawn from symbol fonts have code points of a private area.
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Level:
    """One level of a list. `restarts_after` counts levels from 1, 0 is never, None the usual."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    listed: str = ""
    style: str = ""
    restarts_after: int | None = None
    is_legal: bool = False
    is_hidden: bool = False


@dataclass
class NumberedList:
    """A `w:num`: levels of its abstract list with its own overrides."""

    abstract: str
    levels: dict[int, Level]
    overridden: set[int] = field(default_factory=set)


class Numbering:
    """Counts as Word counts: lists of one abstract list share their counters."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._lists = self._read_lists(root)
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        self.unknown_formats: set[str] = set()

    def label(self, properties: etree._Element | None, style: Style) -> str:
        """The label of the next paragraph, "" where it has none; counts it."""
        num_id, level = self._place(properties, style)
        numbered = self._lists.get(num_id)
        if numbered is None or level not in numbered.levels:
            return ""
        counters = self._counters.setdefault(numbered.abstract, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for overridden in numbered.overridden:
                _forget(counters, lambda at, first=overridden: at >= first)
        before = counters.get(level, numbered.levels[level].start - 1)
        counters[level] = before + 1
        _forget(counters, lambda at: at > level and _restarts(numbered.levels.get(at), level))
        return self._written(numbered, level, counters)

    def _place(self, properties: etree._Element | None, style: Style) -> tuple[str, int]:
        """List and level of a paragraph: its own word first, then its style's."""
        own = value(properties, "numPr", "numId")
        num_id = style.num_id if own is None else own
        level = integer(value(properties, "numPr", "ilvl"))
        if level is None and own is None:
            level = style.level
            if level is None and num_id in self._lists:
                levels = self._lists[num_id].levels
                level = next((at for at in levels if levels[at].style == style.key), None)
        return num_id, level or 0

    def _written(self, numbered: NumberedList, level: int, counters: dict[int, int]) -> str:
        shown = numbered.levels[level]
        if shown.is_hidden:
            return ""
        if shown.number_format == "bullet":
            return _PRIVATE.sub("•", shown.text).strip()

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            above = numbered.levels.get(at, Level())
            count = counters.get(at, above.start)
            form = "decimal" if shown.is_legal else above.number_format
            if not numerals.knows(form, above.listed):
                self.unknown_formats.add(form)
            return numerals.written(count, form, above.listed)

        return _PLACE.sub(number, shown.text).strip()

    def _read_lists(self, root: etree._Element | None) -> dict[str, NumberedList]:
        lists = {}
        for num_id, element in _by_id(root, "num", "numId").items():
            abstract = value(element, "abstractNumId") or ""
            levels = self._levels_of(abstract, seen=set())
            overridden = set()
            for override in element.findall(W + "lvlOverride"):
                at = integer(override.get(W + "ilvl"), 0) or 0
                own = override.find(W + "lvl")
                if own is not None:
                    levels[at] = _level(own)
                start = integer(value(override, "startOverride"))
                if start is not None:
                    levels[at] = replace(levels.get(at, Level()), start=start)
                    overridden.add(at)
            lists[num_id] = NumberedList(abstract, levels, overridden)
        return lists

    def _levels_of(self, abstract: str, *, seen: set[str]) -> dict[int, Level]:
        """The levels of an abstract list; one that only names a list style borrows its levels."""
        element = self._abstract.get(abstract)
        if element is None or abstract in seen:
            return {}
        link = value(element, "numStyleLink")
        if link:
            for key, other in self._abstract.items():
                if value(other, "styleLink") == link:
                    return self._levels_of(key, seen=seen | {abstract})
        found = element.findall(W + "lvl")
        return {integer(lvl.get(W + "ilvl"), 0) or 0: _level(lvl) for lvl in found}


def _by_id(root: etree._Element | None, tag: str, key: str) -> dict[str, etree._Element]:
    found = [] if root is None else root.findall(W + tag)
    return {element.get(W + key, ""): element for element in found}


def _level(element: etree._Element) -> Level:
    form = element.find(W + "numFmt")
    if form is None:
        # Word writes a custom format as an alternative for readers that know it.
        form = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    return Level(
        start=integer(value(element, "start"), 0) or 0,
        number_format="decimal" if form is None else form.get(W + "val", "decimal"),
        listed="" if form is None else form.get(W + "format", ""),
        text=value(element, "lvlText") or "",
        style=value(element, "pStyle") or "",
        restarts_after=integer(value(element, "lvlRestart")),
        is_legal=bool(is_on(element, "isLgl")),
        is_hidden=bool(is_on(element.find(W + "rPr"), "vanish")),
    )


def _restarts(deeper: Level | None, used: int) -> bool:
    """Whether a deeper level begins again after a paragraph of the level `used` (from 0)."""
    if deeper is None or deeper.restarts_after is None:
        return True
    return used < deeper.restarts_after


def _forget(counters: dict[int, int], condition) -> None:
    for at in [at for at in counters if condition(at)]:
        del counters[at]
