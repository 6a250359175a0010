"""The characters of one paragraph, as a reader of the printed page would see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from guidelines.readers.word.styles import Style, Styles
from guidelines.readers.word.xml import MATH, MC, VML, W, is_on, value

_INSIDE = {
    W + tag for tag in ("hyperlink", "smartTag", "ins", "moveTo", "sdt", "sdtContent", "fldSimple")
} | {W + tag for tag in ("customXml", "dir", "bdo")}
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
_DRAWN = {W + "drawing", W + "pict", W + "object"}
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
# The few signs official texts take from Symbol and Wingdings.
_SYMBOLS = {
    "F0B7": "•", "F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0B0": "°", "F0AE": "→",
    "F0A7": "▪", "F0D8": "➢", "F0FC": "✓", "F06D": "μ", "F061": "α", "F062": "β", "F070": "π",
    "F053": "∑", "F044": "∆", "F057": "Ω", "F0A8": "□", "F0FE": "☑",
}  # fmt: skip


@dataclass
class Seen:
    """What was met and not read as text, counted over the whole document.

    `footnotes` are calls: kind, key, and the line they stand in. `at` is the line being read.
    """

    counts: Counter[str] = field(default_factory=Counter)
    excerpts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    footnotes: list[tuple[str, str, int]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    at: int = 0

    def note(self, code: str, excerpt: str = "") -> None:
        """Count it; the first place and the first words are kept."""
        self.counts[code] += 1
        self.lines.setdefault(code, self.at)
        if excerpt.strip():
            self.excerpts.setdefault(code, excerpt.strip()[:160])


@dataclass(frozen=True)
class Paragraph:
    """The text of a paragraph; soft line breaks are newlines."""

    text: str
    is_bold: bool
    is_centred: bool
    style: Style
    properties: etree._Element | None
    is_joined_to_next: bool


def read_paragraph(element: etree._Element, styles: Styles, seen: Seen) -> Paragraph:
    """Read a `w:p`; text boxes met inside are put into `seen.boxes`."""
    properties = element.find(W + "pPr")
    style = styles.get(value(properties, "pStyle"))
    pieces, visible, bold = [], 0, 0
    for text, is_bold in _pieces(element, style, styles, seen):
        pieces.append(text)
        visible += len(text.strip())
        bold += len(text.strip()) if is_bold else 0
    align = value(properties, "jc")
    mark = None if properties is None else properties.find(W + "rPr")
    is_gone = mark is not None and mark.find(W + "del") is not None
    return Paragraph(
        text="".join(pieces),
        is_bold=0 < visible == bold,
        is_centred=style.is_centred if align is None else align == "center",
        style=style,
        properties=properties,
        is_joined_to_next=is_gone,
    )


def _pieces(
    element: etree._Element, style: Style, styles: Styles, seen: Seen
) -> Iterator[tuple[str, bool]]:
    for child in element:
        tag = child.tag
        if tag == W + "r":
            yield from _run(child, style, styles, seen)
        elif tag in _INSIDE:
            if tag in (W + "ins", W + "moveTo"):
                seen.note("tracked_insertions")
            yield from _pieces(child, style, styles, seen)
        elif tag in (W + "del", W + "moveFrom"):
            seen.note("tracked_deletions", _deleted(child))
        elif tag == MC + "AlternateContent":
            yield from _pieces(_chosen(child), style, styles, seen)
        elif tag in (MATH + "oMath", MATH + "oMathPara"):
            seen.note("formulas")
            yield "".join(child.itertext(MATH + "t")), False


def _run(
    run: etree._Element, style: Style, styles: Styles, seen: Seen
) -> Iterator[tuple[str, bool]]:
    properties = run.find(W + "rPr")
    own = styles.get(value(properties, "rStyle")) if value(properties, "rStyle") else None
    if _switch(properties, "vanish", own and own.is_hidden, style.is_hidden):
        seen.note("hidden_text", "".join(run.itertext(W + "t")))
        return
    bold = _switch(properties, "b", own and own.is_bold, style.is_bold)
    for child in run:
        yield _sign(child, seen), bold


def _switch(properties: etree._Element | None, name: str, *inherited: bool | None) -> bool:
    said = (is_on(properties, name), *inherited)
    return bool(next((answer for answer in said if answer is not None), False))


def _sign(child: etree._Element, seen: Seen) -> str:
    """What one child of a run adds to the text."""
    tag = child.tag
    if tag == W + "t":
        return child.text or ""
    if tag in _SIGNS:
        return _SIGNS[tag]
    if tag == W + "br":
        return "" if child.get(W + "type") in ("page", "column") else "\n"
    if tag == W + "sym":
        return _symbol(child, seen)
    if tag in (W + "footnoteReference", W + "endnoteReference"):
        seen.note("footnotes")
        kind = etree.QName(child).localname.removesuffix("Reference")
        seen.footnotes.append((kind, child.get(W + "id", ""), seen.at))
    elif tag == MC + "AlternateContent":
        chosen = _chosen(child)
        return "".join(_sign(inner, seen) for inner in chosen)
    elif tag in _DRAWN:
        _drawn(child, seen)
    return ""


def _symbol(child: etree._Element, seen: Seen) -> str:
    code = child.get(W + "char", "").upper()
    sign = _SYMBOLS.get(code) or _SYMBOLS.get("F" + code[-3:].zfill(3))
    if sign is None:
        seen.note("unknown_symbols", f"{child.get(W + 'font', '')} {code}")
    return sign or "\ufffd"


def _drawn(child: etree._Element, seen: Seen) -> None:
    """Pictures are counted; the text of boxes is read after the paragraph that holds them."""
    boxes = _outermost_boxes(child)
    seen.boxes.extend(boxes)
    if next(child.iter(_GRAPHIC, VML + "imagedata"), None) is not None:
        seen.note("pictures")


def _outermost_boxes(element: etree._Element) -> list[etree._Element]:
    """Boxes not inside another box; the old-fashioned copy of an alternative is passed over."""
    found = []
    for child in element:
        if child.tag == W + "txbxContent":
            found.append(child)
        elif child.tag == MC + "AlternateContent":
            found.extend(_outermost_boxes(_chosen(child)))
        else:
            found.extend(_outermost_boxes(child))
    return found


def _chosen(alternative: etree._Element) -> etree._Element:
    """Word shows the first choice it knows; every other reader takes the fallback."""
    choice = alternative.find(MC + "Choice")
    return alternative.find(MC + "Fallback") if choice is None else choice


def _deleted(element: etree._Element) -> str:
    return "".join(element.itertext(W + "delText", W + "t"))
