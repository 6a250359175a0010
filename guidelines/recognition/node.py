"""One provision in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from guidelines.recognition.normalise import Piece
from guidelines.recognition.parsed import Table


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
