"""Rows into a tree of nodes: what each row opens, or whose words it continues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from guidelines.recognition import bodies, ordering, placing
from guidelines.recognition.headings import Label, label_of_row, resembles_article
from guidelines.recognition.node import Node
from guidelines.recognition.normalise import Piece
from guidelines.recognition.parsed import Finding
from guidelines.recognition.paths import again, provision_path
from guidelines.recognition.rows import Layout, Row

_CAPITAL_HEADINGS = ("part", "chapter", "section", "subsection", "attached", "annex")


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
        self.last_group: dict[tuple[str, str], str] = {}
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
        if self.phase == "closing" and not self._reopens(index, row):
            self._continue(index, row)
        elif self.phase == "body" and not self.body and bodies.opens_closing(row):
            self._add(Node("closing", "", "ket-thuc", None, index))
            self.phase = "closing"
            self._words(row, "text", 0)
        elif not self._opens_provision(index, row):
            self._plain(index, row)

    def _reopens(self, index: int, row: Row) -> bool:
        """An article after the closing: the text goes on, or an attached one has no title."""
        label = label_of_row(row, before="")
        if label is None or not label.is_sure or label.style not in ("dieu", "chương", "phần"):
            return False
        is_next = label.kind == "article" and ordering.follows(
            label.number, self.last_article.get("", "")
        )
        self.phase = "body"
        if not is_next:
            self._begin_body(bodies.Start("attached", index))
        self.findings.append(Finding("goes_on_after_closing", row.line, row.text[:120]))
        return True

    def _starts_body(self, index: int, row: Row) -> bool:
        if self.phase == "preamble" and not self.body:
            return False
        start = bodies.annex_start(row, index)
        if start is None and self._starts_attached(index, row):
            start = bodies.Start("attached", index)
        if start is None:
            return False
        node = self._begin_body(start)
        self.title_ends = bodies.title_end(self.rows, index)
        if start.kind == "annex":
            self._label(node, row, start.label_end)
        if row.text[start.rest :] and not bodies.is_marker(row):
            self._words(row, "heading", start.rest)
        elif bodies.is_marker(row):
            self._words(row, "text", 0)
        return True

    def _begin_body(self, start: bodies.Start) -> Node:
        self.open, self.phase = [], "body"
        number = start.number or ("" if start.kind == "annex" else self._count("attached"))
        path = self._unique(provision_path(body="", parent="", kind=start.kind, number=number))
        self.body = path
        node = Node(start.kind, number, path, None, start.row, body=path)
        self._add(node, opens=True)
        return node

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
        label = placing.in_the_style_of(self.open, label)
        place = placing.place_for(self.open, label)
        reason = ordering.refusal(
            label,
            sibling=placing.sibling_of(self.open, label),
            above=self.above,
            last_article=self.last_article.get(self.body, ""),
            last_group=self.last_group.get((self.body, label.style), ""),
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
        self.last_group[self.body, label.style] = label.number
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
