"""Heading or first words? Decided when a provision is complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guidelines.recognition.headings import AWAITS_NUMBER
from guidelines.recognition.node import Node
from guidelines.recognition.normalise import Piece

_LONGEST = 250
_LONGEST_OF_CLAUSE = 150


def settle_headings(nodes: Sequence[Node], source: str) -> None:
    """Turn an article's "heading" that is a sentence into text, a clause's title into heading."""
    for order, node in enumerate(nodes):
        if node.kind == "article":
            _settle_article(node, source)
        elif node.kind == "clause" and _is_title(node, source):
            has_more = len(_of(node, "text")) > 1 or node.has_children
            following = nodes[order + 1] if order + 1 < len(nodes) else None
            if has_more or (following and following.parent is node):
                _turn_first(node)


def _settle_article(node: Node, source: str) -> None:
    pieces = _of(node, "heading")
    words = " ".join(source[piece.start : piece.end].strip() for piece in pieces)
    if words and (words[-1] in ".;:/" or len(words) > _LONGEST):
        node.pieces = [
            replace(piece, role="text") if piece.role == "heading" else piece
            for piece in node.pieces
        ]


def _is_title(node: Node, source: str) -> bool:
    pieces = _of(node, "text")
    if not pieces or (len(pieces) > 1 and pieces[1].joins):
        return False
    words = source[pieces[0].start : pieces[0].end].strip()
    if AWAITS_NUMBER.search(words):
        return False
    return len(words) <= _LONGEST_OF_CLAUSE and words[-1:] not in (
        ".",
        ";",
        ":",
        ",",
        "/",
        "”",
        '"',
    )


def _of(node: Node, role: str) -> list[Piece]:
    return [piece for piece in node.pieces if piece.role == role]


def _turn_first(node: Node) -> None:
    for index, piece in enumerate(node.pieces):
        if piece.role == "text":
            node.pieces[index] = replace(piece, role="heading")
            return
