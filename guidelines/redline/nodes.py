"""Provisions as redlines see them, and the units in which readers are told of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from guidelines.recognition.parsed import ParsedProvision
from guidelines.redline.words import word_tokens

_GROUPS = ("attached", "annex", "part", "chapter", "section", "subsection")


@dataclass(frozen=True)
class Node:
    """One provision. `parent` is a path; `table` holds `rows` of cells as stored."""

    path: str
    kind: str
    number: str = ""
    label: str = ""
    heading: str = ""
    text: str = ""
    parent: str = ""
    table: dict[str, Any] | None = field(default=None, compare=False)
    lineage: Any = field(default=None, compare=False)

    @classmethod
    def of_parsed(cls, given: ParsedProvision) -> Node:
        table = None
        if given.table:
            rows = [[vars(cell) for cell in cells] for cells in given.table.rows]
            table = {"rows": rows, "header_rows": given.table.header_rows}
            table["caption"] = given.table.caption
        return cls(
            path=given.path,
            kind=given.kind,
            number=given.number,
            label=given.label,
            heading=given.heading,
            text=given.text,
            parent=given.parent,
            table=table,
        )

    @cached_property
    def words(self) -> str:
        """All words of its own, without the label."""
        cells = [cell["text"] for row in self.table["rows"] for cell in row] if self.table else []
        return "\n".join([self.heading, *(cells or [self.text])])


@dataclass(frozen=True, eq=False)
class Branch:
    """A provision with all below it, and what it is compared by."""

    node: Node
    branches: tuple[Branch, ...]
    order: int

    @cached_property
    def digest(self) -> bytes:
        """The same for the same words and the same numbers below; its own number apart."""
        hashed = blake2b(self.node.words.encode(), digest_size=12)
        for below in self.branches:
            hashed.update(f"\x1f{below.node.kind}\x1f{below.node.number}\x1f".encode())
            hashed.update(below.digest)
        return hashed.digest()

    @cached_property
    def has_words(self) -> bool:
        """Whether anything is said here, apart from labels."""
        return bool(self.node.words.strip()) or any(below.has_words for below in self.branches)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Pairs of neighbouring words, of this provision and of all below."""
        tokens = word_tokens(self.node.words)
        own = frozenset(pairwise(tokens)) or frozenset((t,) for t in tokens)
        return own.union(*(below.shingles for below in self.branches))

    def walk(self) -> list[Branch]:
        return [self, *(found for below in self.branches for found in below.walk())]


@dataclass(frozen=True, eq=False)
class Unit:
    """What a reader is told of: an article, or what stands in an article's place.

    A group (chapter, annex …) is a unit of its own heading; what it holds are other units.
    """

    branch: Branch
    group: str
    is_group: bool

    @property
    def node(self) -> Node:
        return self.branch.node


def units_of(nodes: Sequence[Node]) -> list[Unit]:
    """The units in the order of the text; every provision belongs to exactly one."""
    children: dict[str, list[int]] = {}
    known = {node.path for node in nodes}
    for order, node in enumerate(nodes):
        above = node.parent if node.parent in known else ""
        children.setdefault(above, []).append(order)

    def branch(order: int) -> Branch:
        below = tuple(branch(child) for child in children.get(nodes[order].path, ()))
        return Branch(nodes[order], below, order)

    units: list[Unit] = []

    def add(order: int, group: str) -> None:
        node = nodes[order]
        if node.kind in _GROUPS:
            units.append(Unit(Branch(node, (), order), group, True))
            for child in children.get(node.path, ()):
                add(child, node.path)
        else:
            units.append(Unit(branch(order), group, False))

    for order in children.get("", ()):
        add(order, "")
    return units
