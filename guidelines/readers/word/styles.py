"""What paragraph styles say: numbering, bold, centring, whether they are of a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from guidelines.readers.word.xml import W, integer, is_on, value

_CONTENTS = re.compile(r"^(toc|mục lục)\s*\d", re.I)


@dataclass(frozen=True)
class Style:
    """A style with what it inherits; `level` is None where the style leaves it to the list."""

    key: str = ""
    num_id: str = ""
    level: int | None = None
    is_bold: bool | None = None
    is_hidden: bool | None = None
    is_centred: bool = False
    is_contents: bool = False


class Styles:
    """The styles of `word/styles.xml` by their key, inheritance worked out once."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(W + "style")
        self._raw = {style.get(W + "styleId", ""): style for style in found}
        self._known: dict[str, Style] = {}
        defaults = (s for s in found if s.get(W + "default") in ("1", "true"))
        paragraphs = (s for s in defaults if s.get(W + "type") == "paragraph")
        self.default = next((s.get(W + "styleId", "") for s in paragraphs), "")

    def get(self, key: str | None) -> Style:
        """The style, the default one where no key is given."""
        key = key or self.default
        if key not in self._known:
            self._known[key] = self._resolve(key, seen=set())
        return self._known[key]

    def _resolve(self, key: str, *, seen: set[str]) -> Style:
        raw = self._raw.get(key)
        if raw is None or key in seen:
            return Style()
        base_key = value(raw, "basedOn")
        base = self._resolve(base_key, seen=seen | {key}) if base_key else Style()
        paragraph, run = raw.find(W + "pPr"), raw.find(W + "rPr")
        num_id = value(paragraph, "numPr", "numId")
        level = integer(value(paragraph, "numPr", "ilvl"))
        bold, hidden, align = is_on(run, "b"), is_on(run, "vanish"), value(paragraph, "jc")
        return Style(
            key=key,
            num_id=base.num_id if num_id is None else num_id,
            level=base.level if level is None else level,
            is_bold=base.is_bold if bold is None else bold,
            is_hidden=base.is_hidden if hidden is None else hidden,
            is_centred=base.is_centred if align is None else align == "center",
            is_contents=bool(_CONTENTS.match(value(raw, "name") or "")),
        )
