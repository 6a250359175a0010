"""Rows into a tree of nodes: what each row opens, or whose words it continues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from guidelines.recognition import bodies, ordering
from guidelines.recognition.headings import Label, label_of_row, resembles_article
from guidelines.recognition.normalise import Piece
from guidelines.recognition.parsed import Finding, Table
from guidelines.recognition.paths import again, provision_path
from guidelines.recognition.rows import Layout, Row

_GROUPS = ("attached", "annex", "part", "chapter", "section", "subsection")
_FIGURES = ("1.", "1)", "1/")
_RANK = {"part": 1, "chapter": 2, "section": 3, "subsection": 4}
_CAPITAL_HEADINGS = ("part", "chapter", "section", "subsection", "attached", "annex")


@dataclass
class Node:
    """One provision in the making. `pieces` count in the file; `row` is where it begins."""

    kind: str
    number: str
    path: str
    parent: Node | None
    row: int
    style: str = ""
    label: str = ""
    pieces: list[Piece] = field(default_factory=list)
    table: Table | None = None
    body: str = ""
    is_in_article: bool = False
    has_children: bool = False

    @property
    def depth(self) -> int:
        return 0 if self.parent is None else self.parent.depth + 1


class Builder:
    """Reads the rows once, top to bottom."""

    def __init__(self, rows: Sequence[Row], layout: Layout) -> None:
        self.rows, self.layout = rows, layout
        self.nodes: list[Node] = []
        self.open: list[Node] = []
        self.last: Node | None = None
        self.body = ""
        self.phase = "preamble"
        self.title_ends = -1
        self.paths: dict[str, int] = {}
        self.findings: list[Finding] = []
        self.duplicates: list[tuple[Node, str]] = []
        self.starts = bodies.marker_starts(rows)
        self.above: Row | None = None
        self.last_article: dict[str, str] = {}
        self.leaves: Counter[tuple[str, str]] = Counter()
        self.has_articles = any(_opens_article(row) for row in rows)

    def build(self) -> list[Node]:
        for index, row in enumerate(self.rows):
            if row.is_furniture:
                self.findings.append(Finding("page_furniture", row.line, row.text[:120]))
            elif row.text or row.number:
                self._take(index, row)
                self.above = row
        if not self.nodes and self.rows and self.rows[-1].end:
            self._add(Node("preamble", "", "mo-dau", None, 0))
        return self.nodes

    def _take(self, index: int, row: Row) -> None:
        is_title = index < self.title_ends and not row.number
        if is_title:
            self._continue(index, row)
            return
        if self._starts_body(index, row):
            return
        if self.phase == "closing":
            self._continue(index, row)
        elif self.phase == "body" and not self.body and bodies.opens_closing(row):
            self._add(Node("closing", "", "ket-thuc", None, index))
            self.phase = "closing"
            self._words(row, "text", 0)
        elif not self._opens_provision(index, row):
            self._plain(index, row)

    def _starts_body(self, index: int, row: Row) -> bool:
        if self.phase == "preamble" and not self.body:
            return False
        start = bodies.annex_start(row, index)
        if start is None and self._starts_attached(index, row):
            start = bodies.Start("attached", index)
        if start is None:
            return False
        self.open, self.phase = [], "body"
        number = start.number or ("" if start.kind == "annex" else self._count("attached"))
        path = self._unique(provision_path(body="", parent="", kind=start.kind, number=number))
        self.body = path
        self.title_ends = bodies.title_end(self.rows, index)
        node = Node(start.kind, number, path, None, index, body=path)
        self._add(node, opens=True)
        if start.kind == "annex":
            self._label(node, row, start.label_end)
        if row.text[start.rest :] and not bodies.is_marker(row):
            self._words(row, "heading", start.rest)
        elif bodies.is_marker(row):
            self._words(row, "text", 0)
        return True

    def _starts_attached(self, index: int, row: Row) -> bool:
        if index in self.starts:
            return self.last is None or self.last.kind != "annex" or not self._is_fresh()
        return self.phase == "closing" and bodies.attached_title(row)

    def _is_fresh(self) -> bool:
        """Whether the body open now has only its title so far."""
        return len(self.open) == 1 and not self.open[0].has_children

    def _count(self, kind: str) -> str:
        return str(1 + sum(node.kind == kind for node in self.nodes))

    def _opens_provision(self, index: int, row: Row) -> bool:
        label = label_of_row(row, before=self._before(row))
        if label is None:
            if resembles_article(row.text) and not row.is_quoted:
                self.findings.append(Finding("looks_like_heading", row.line, row.text[:120]))
            return False
        if self.phase == "preamble" and self.has_articles and not self._leaves_preamble(label):
            return False
        if self.phase == "preamble" and label.kind == "point":
            return False
        label = self._in_the_style_of(label)
        place = self._place_for(label)
        reason = ordering.refusal(
            label,
            sibling=self._sibling(label),
            above=self.above,
            last_article=self.last_article.get(self.body, ""),
            open_numbers=[node.number for node in self.open],
            layout=self.layout,
        )
        if reason:
            self.findings.append(Finding(reason, row.line, row.text[:120]))
            return False
        self._open(index, row, label, place)
        return True

    def _leaves_preamble(self, label: Label) -> bool:
        """Before the first article only a part, a chapter or a section in words can open."""
        return label.kind == "article" or label.style in ("phần", "chương", "mục")

    def _before(self, row: Row) -> str:
        """The row above where a line break may have cut a sentence, else nothing."""
        is_cut = self.layout.is_wrapped or row.is_same_line
        return self.above.text if self.above and is_cut else ""

    def _sibling(self, label: Label) -> Node | None:
        found = [node for node in self.open if node.style == label.style]
        return found[-1] if found else None

    def _in_the_style_of(self, label: Label) -> Label:
        """ "2)" after "1." goes on with it: marks of one list are sometimes mixed."""
        if label.style not in _FIGURES or self._sibling(label) or not label.number.isdigit():
            return label
        before = str(int(label.number) - 1)
        for node in reversed(self.open):
            if node.style in _FIGURES and node.number == before:
                return replace(label, style=node.style)
        return label

    def _place_for(self, label: Label) -> list[Node]:
        """The nodes that stay open above the new one."""
        if label.kind == "article":
            return [n for n in self.open if n.kind in _GROUPS and not n.is_in_article]
        if label.kind in ("part", "chapter", "subsection") or label.style == "mục":
            rank = _RANK[label.kind]
            return [
                n
                for n in self.open
                if n.kind in ("attached", "annex") or (_RANK.get(n.kind, 9) < rank)
            ]
        sibling = self._sibling(label)
        if sibling:
            return self.open[: self.open.index(sibling)]
        if label.kind == "section":
            return [n for n in self.open if n.kind not in ("clause", "point", "paragraph")]
        if label.kind == "clause" and label.style == "1.":
            return [n for n in self.open if n.kind != "point" and n.style[1:] != ".1"]
        if label.kind == "clause" and label.style.endswith(".1"):
            return self._above_decimal(label.number)
        return list(self.open)

    def _above_decimal(self, number: str) -> list[Node]:
        prefix = number.rpartition(".")[0]
        kept = [i for i, n in enumerate(self.open) if n.kind == "clause" and n.number == prefix]
        if kept:
            return self.open[: kept[-1] + 1]
        return [n for n in self.open if n.kind not in ("clause", "point")]

    def _open(self, index: int, row: Row, label: Label, place: list[Node]) -> None:
        self.phase = "body"
        self.open = place
        parent = place[-1] if place else None
        kind = label.kind
        if kind == "clause" and label.style in ("1)", "1/") and parent is not None:
            kind = "point" if parent.kind in ("clause", "point") else kind
        path = provision_path(
            body=self.body, parent=parent.path if parent else "", kind=kind, number=label.number
        )
        node = Node(kind, label.number, "", parent, index, style=label.style, body=self.body)
        node.path = self._unique(path, node)
        node.is_in_article = kind == "article" or bool(parent and parent.is_in_article)
        if kind == "article":
            self.last_article[self.body] = label.number
        self._add(node, opens=True)
        if label.end is None:
            node.pieces.append(Piece("label", row.start, row.start, prefix=label.text))
        else:
            self._label(node, row, label.end)
        if row.text[label.rest :]:
            role = "heading" if kind in ("article", *_CAPITAL_HEADINGS) else "text"
            self._words(row, role, label.rest)

    def _label(self, node: Node, row: Row, end: int) -> None:
        """The label's words; "Điều15" is shown as "Điều 15"."""
        glued = re.match(r"[^\W\d]{3,}(?=\d)", row.text[:end])
        cuts = [0, glued.end(), end] if glued else [0, end]
        places = [row.place(cut) for cut in cuts]
        for start, stop in pairwise(places):
            if start is not None and stop is not None:
                node.pieces.append(Piece("label", start, stop))

    def _plain(self, index: int, row: Row) -> None:
        if row.table and self.phase == "body":
            self._table(index, row)
        elif self.last is None:
            self._add(Node("preamble", "", "mo-dau", None, index), opens=False)
            self._words(row, "text", 0)
        elif self.last.kind == "table":
            parent = self.open[-1] if self.open else None
            self._add(self._numbered_node("paragraph", parent, index))
            self._words(row, "text", 0)
        else:
            self._continue(index, row)

    def _table(self, index: int, row: Row) -> None:
        parent = self.open[-1] if self.open else None
        node = self._numbered_node("table", parent, index)
        node.table = row.table
        self._add(node)
        self._words(row, "text", 0)

    def _numbered_node(self, kind: str, parent: Node | None, index: int) -> Node:
        above = parent.path if parent else self.body
        self.leaves[kind, above] += 1
        number = str(self.leaves[kind, above])
        path = provision_path(body=self.body, parent=above, kind=kind, number=number)
        return Node(kind, number, self._unique(path), parent, index, body=self.body)

    def _continue(self, index: int, row: Row) -> None:
        node = self.last
        assert node is not None
        role = "heading" if index < self.title_ends else self._role(node, row)
        joins = role == "heading" and node.kind in _CAPITAL_HEADINGS
        self._words(row, role, 0, joins=joins or self._joins(row))

    def _role(self, node: Node, row: Row) -> str:
        """Whether a row without a label still belongs to the heading."""
        roles = [piece.role for piece in node.pieces]
        if "text" in roles or row.is_quoted or bodies.is_marker(row):
            return "text"
        if node.kind in _CAPITAL_HEADINGS:
            if "heading" not in roles and node.kind not in ("attached", "annex"):
                return "heading"
            return "heading" if row.is_upper or row.is_centred or row.is_bold else "text"
        if node.kind == "article":
            if "heading" not in roles:
                return "heading"
            return "heading" if self._joins(row) else "text"
        return "text"

    def _joins(self, row: Row) -> bool:
        """Whether the row goes on with the paragraph of the row above."""
        above = self.above
        if above is None or above.table or row.table or row.number or bodies.is_marker(row):
            return False
        return ordering.goes_on(above, row, self.layout)

    def _words(self, row: Row, role: str, first: int, *, joins: bool = False) -> None:
        assert self.last is not None
        start, end = row.place(first), row.place(len(row.text))
        prefix = f"{row.number} " if row.number and not self._is_label(row) else ""
        if start is not None and end is not None and end > start:
            self.last.pieces.append(Piece(role, start, end, joins, prefix))

    def _is_label(self, row: Row) -> bool:
        pieces = self.last.pieces if self.last else []
        return any(p.role == "label" and p.prefix and p.start == row.start for p in pieces)

    def _add(self, node: Node, *, opens: bool = False) -> None:
        self.nodes.append(node)
        self.last = node
        if node.parent:
            node.parent.has_children = True
        if opens:
            self.open.append(node)
        else:
            self.paths.setdefault(node.path, 1)

    def _unique(self, path: str, node: Node | None = None) -> str:
        times = self.paths.get(path, 0) + 1
        self.paths[path] = times
        if times == 1:
            return path
        if node:
            self.duplicates.append((node, path))
        return self._unique(again(path, times))


def _opens_article(row: Row) -> bool:
    label = label_of_row(row, before="")
    return label is not None and label.kind == "article" and label.is_sure
