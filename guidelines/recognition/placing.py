"""Below which open provisions a new one belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guidelines.recognition.headings import Label
from guidelines.recognition.node import Node

_GROUPS = ("attached", "annex", "part", "chapter", "section", "subsection")
_FIGURES = ("1.", "1)", "1/")
_RANK = {"part": 1, "chapter": 2, "section": 3, "subsection": 4}


def sibling_of(open_nodes: Sequence[Node], label: Label) -> Node | None:
    found = [node for node in open_nodes if node.style == label.style]
    return found[-1] if found else None


def in_the_style_of(open_nodes: Sequence[Node], label: Label) -> Label:
    """ "2)" after "1." goes on with it: marks of one list are sometimes mixed."""
    if label.style not in _FIGURES or sibling_of(open_nodes, label) or not label.number.isdigit():
        return label
    before = str(int(label.number) - 1)
    for node in reversed(open_nodes):
        if node.style in _FIGURES and node.number == before:
            return replace(label, style=node.style)
    return label


def place_for(open_nodes: Sequence[Node], label: Label) -> list[Node]:
    """The nodes that stay open above the new one."""
    if label.kind == "article":
        return [n for n in open_nodes if n.kind in _GROUPS and not n.is_in_article]
    if label.kind in ("part", "chapter", "subsection") or label.style == "mục":
        rank = _RANK[label.kind]
        return [
            n
            for n in open_nodes
            if n.kind in ("attached", "annex") or (_RANK.get(n.kind, 9) < rank)
        ]
    sibling = sibling_of(open_nodes, label)
    if sibling:
        return list(open_nodes[: open_nodes.index(sibling)])
    if label.kind == "section":
        return [n for n in open_nodes if n.kind not in ("clause", "point", "paragraph")]
    if label.kind == "clause" and label.style == "1.":
        return [n for n in open_nodes if n.kind != "point" and n.style[1:] != ".1"]
    if label.kind == "clause" and label.style.endswith(".1"):
        return _above_decimal(open_nodes, label.number)
    return list(open_nodes)


def _above_decimal(open_nodes: Sequence[Node], number: str) -> list[Node]:
    prefix = number.rpartition(".")[0]
    kept = [i for i, n in enumerate(open_nodes) if n.kind == "clause" and n.number == prefix]
    if kept:
        return list(open_nodes[: kept[-1] + 1])
    return [n for n in open_nodes if n.kind not in ("clause", "point")]
