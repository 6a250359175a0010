"""Paragraphs, lists and tables of a sanitised page, in the order in which they are shown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from guidelines.readers.layout import is_layout
from guidelines.readers.word.numerals import letters, roman
from guidelines.recognition.parsed import Cell, Line, Table

_INLINE = {"a", "b", "em", "font", "i", "s", "small", "span", "strong", "sub", "sup", "u"}
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
# White space that a browser folds into one blank; the no-break space is a letter of the text.
_SPACES = re.compile(r"[ \t\n\r\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
_HEAVY = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
_LARGEST_SPAN = 100


@dataclass(frozen=True)
class Look:
    """How the text at hand is shown."""

    is_bold: bool = False
    is_centred: bool = False
    is_kept: bool = False  # blanks and line ends as they stand, as in <pre>


class Blocks:
    """Collects lines while walking the tree; `counts` are the findings by code."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._lines: list[Line] = []
        self._pieces: list[tuple[str, Look]] = []
        self._number = ""

    def read(self, root: HtmlElement) -> list[Line]:
        self._walk(root, Look())
        self._end()
        return self._lines

    def _walk(self, element: HtmlElement, look: Look) -> None:
        self._say(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, look)
            self._say(child.tail, look)

    def _child(self, child: HtmlElement, look: Look) -> None:
        style = child.get("style", "")
        if child.get("hidden") is not None or _HIDDEN.search(style):
            if child.text_content().strip():
                self.counts["hidden_text"] += 1
        elif child.tag == "br":
            self._break()
        elif child.tag == "table":
            self._table(child, look)
        else:
            inner = _look(child, look)
            if child.tag in _INLINE:
                self._walk(child, inner)
            else:
                self._end()
                self._begin(child)
                self._walk(child, inner)
                self._end()

    def _say(self, text: str | None, look: Look) -> None:
        for at, part in enumerate(text.split("\n") if text and look.is_kept else [text]):
            if at:
                self._break()
            if part:
                self._pieces.append((part, look))

    def _begin(self, block: HtmlElement) -> None:
        if block.tag == "li":
            self._number = _list_number(block)

    def _break(self) -> None:
        """A soft line break begins a line; an empty one stays an empty line."""
        if not self._flush():
            self._lines.append(Line(text=""))

    def _end(self) -> None:
        self._flush()

    def _flush(self) -> bool:
        pieces, self._pieces = self._pieces, []
        is_kept = any(look.is_kept for _text, look in pieces)
        text = "".join(text for text, _look in pieces)
        text = text if is_kept else _SPACES.sub(" ", text).strip(" ")
        if not text:
            return False
        said = [look for piece, look in pieces if piece.strip()]
        self._lines.append(
            Line(
                text=text,
                number=self._number,
                is_bold=bool(said) and all(look.is_bold for look in said),
                is_centred=bool(said) and all(look.is_centred for look in said),
            )
        )
        self._number = ""
        return True

    def _table(self, element: HtmlElement, look: Look) -> None:
        self._end()
        rows = [
            [(cell, self._cell(cell, look)) for cell in row if cell.tag in ("td", "th")]
            for row in _rows(element)
        ]
        rows = [row for row in rows if row]
        texts = [[_text(lines) for _element, lines in row] for row in rows]
        if not rows:
            return
        if is_layout(texts):
            self._lines.extend(line for row in rows for _element, lines in row for line in lines)
            return
        if any(line.table for row in rows for _element, lines in row for line in lines):
            self.counts["nested_tables"] += 1
        self._lines.append(
            Line(text="\n".join("\t".join(row) for row in texts), table=_as_table(element, rows))
        )

    def _cell(self, cell: HtmlElement, look: Look) -> list[Line]:
        inner = Blocks()
        inner._walk(cell, _look(cell, look))
        inner._end()
        self.counts.update(inner.counts)
        return inner._lines


def _as_table(element: HtmlElement, rows: list[list[tuple[HtmlElement, list[Line]]]]) -> Table:
    heads = 0
    for row in rows:
        if not all(_is_head(cell, lines) for cell, lines in row):
            break
        heads += 1
    for at, row in enumerate(rows[:heads]):
        heads = max([heads, *(at + _span(cell, "rowspan") for cell, _lines in row)])
    heads = 0 if heads >= len(rows) else heads
    cells = tuple(
        tuple(
            Cell(
                text=_text(lines),
                colspan=_span(cell, "colspan"),
                rowspan=_span(cell, "rowspan"),
                is_header=at < heads or cell.tag == "th",
            )
            for cell, lines in row
        )
        for at, row in enumerate(rows)
    )
    caption = element.find("caption")
    title = "" if caption is None else _SPACES.sub(" ", caption.text_content()).strip()
    return Table(rows=cells, header_rows=heads, caption=title)


def _is_head(cell: HtmlElement, lines: list[Line]) -> bool:
    parent = cell.getparent().getparent()
    if cell.tag == "th" or (parent is not None and parent.tag == "thead"):
        return True
    return bool(lines) and all(line.is_bold for line in lines if line.text)


def _rows(table: HtmlElement) -> list[HtmlElement]:
    """The rows of this table, not those of tables inside its cells."""
    found = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found.extend(row for row in child if row.tag == "tr")
    return found


def _text(lines: list[Line]) -> str:
    return "\n".join(f"{line.number} {line.text}".strip() for line in lines)


def _span(cell: HtmlElement, name: str) -> int:
    said = (cell.get(name) or "").strip()
    return min(max(int(said), 1), _LARGEST_SPAN) if said.isdecimal() else 1


def _look(element: HtmlElement, look: Look) -> Look:
    style = element.get("style", "")
    if element.tag in _BOLD or _HEAVY.search(style):
        look = replace(look, is_bold=True)
    align = (element.get("align") or "").lower()
    if element.tag == "center" or align == "center" or _CENTRED.search(style):
        look = replace(look, is_centred=True)
    elif align or "text-align" in style:
        look = replace(look, is_centred=False)
    return replace(look, is_kept=True) if element.tag == "pre" else look


def _list_number(item: HtmlElement) -> str:
    """The number a browser draws before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "•" if parent is not None and parent.tag == "ul" else ""
    count = _integer(parent.get("start"), 1) - 1
    for other in parent:
        if other.tag == "li":
            count = _integer(other.get("value"), count + 1)
        if other is item:
            break
    form = parent.get("type", "1")
    written = {"a": letters, "i": roman}.get(form.lower(), str)(count)
    return f"{written.upper() if form in 'AI' else written}."


def _integer(said: str | None, default: int) -> int:
    said = (said or "").strip()
    return int(said) if said.lstrip("-").isdecimal() and len(said) < 6 else default
