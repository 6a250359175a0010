"""Inside a unit: which clause became which, and what went from one unit to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidelines.redline.matching import UnitPair, match_branches
from guidelines.redline.nodes import Branch, Node
from guidelines.redline.rewording import LONG_ENOUGH, link_reworded
from guidelines.redline.tables import diff_tables
from guidelines.redline.words import diff, word_tokens


@dataclass(eq=False)
class Compared:
    """A provision in both texts or in one; `elsewhere` is where its words stand in the other.

    `reworded` compares the two where it was moved with other words; the older one bears it too.
    """

    older: Branch | None
    newer: Branch | None
    below: list[Compared] = field(default_factory=list)
    elsewhere: Branch | None = None
    reworded: Compared | None = None

    @property
    def is_single(self) -> bool:
        return self.older is None or self.newer is None

    @property
    def branch(self) -> Branch:
        found = self.newer or self.older
        assert found is not None
        return found

    def walk(self) -> Iterator[Compared]:
        yield self
        for row in self.below:
            yield from row.walk()


def compare_pair(pair: UnitPair) -> Compared:
    """The two sides of a unit, down to the last point."""
    return _compare(
        pair.older.branch if pair.older else None, pair.newer.branch if pair.newer else None
    )


def _compare(one: Branch | None, other: Branch | None) -> Compared:
    old = one.branches if one else ()
    new = other.branches if other else ()
    if one and other and one.digest == other.digest:
        return Compared(one, other, [_compare(*same) for same in zip(old, new, strict=True)])
    matched = {
        id(after): before for before, after in match_branches(old, new, have_one_parent=True)
    }
    kept = {id(before) for before in matched.values()}
    gone = [branch for branch in old if id(branch) not in kept]
    compared = Compared(one, other)
    for branch in new:
        before = matched.get(id(branch))
        while gone and before is not None and gone[0].order < before.order:
            compared.below.append(_compare(gone.pop(0), None))
        compared.below.append(_compare(before, branch))
    compared.below += [_compare(branch, None) for branch in gone]
    return compared


def link_moved(compared: Sequence[Compared]) -> None:
    """Find what left one place and stands in another, word for word or reworded."""
    _link_same(compared)
    link_reworded(compared, _compare)


def _link_same(compared: Sequence[Compared]) -> None:
    left: dict[bytes, list[Compared]] = defaultdict(list)
    come: dict[bytes, list[Compared]] = defaultdict(list)
    for top in compared:
        for row in top.walk():
            if row.is_single and len(word_tokens(row.branch.node.words)) >= LONG_ENOUGH:
                (come if row.older is None else left)[row.branch.digest].append(row)
    for digest, rows in left.items():
        others = come.get(digest, [])
        if len(rows) == 1 and len(others) == 1:
            rows[0].elsewhere, others[0].elsewhere = others[0].newer, rows[0].older


def matched_branches(compared: Compared) -> Iterator[tuple[Branch, Branch]]:
    """Older and newer provision, wherever one carries on the other."""
    for row in compared.walk():
        if row.older and row.newer:
            yield row.older, row.newer
        elif row.newer and row.reworded:
            yield from matched_branches(row.reworded)
        elif row.newer and row.elsewhere:
            yield from zip(row.elsewhere.walk(), row.newer.walk(), strict=False)


def flat_rows(
    compared: Compared, *, depth: int = 0, is_carried: bool = False
) -> list[dict[str, Any]]:
    """Rows for the page and the store, each with its depth below the unit.

    `state`: "=" the same, "n" another number, "~" other words, "+" new, "-" gone, "here" and
    "away" the same words in another place (`other` is its path there), with `is_reworded` like words.
    """
    if compared.reworded and compared.newer and compared.elsewhere:
        rows = flat_rows(compared.reworded, depth=depth)
        rows[0] |= {"state": "here", "other": compared.elsewhere.node.path, "is_reworded": True}
        return rows
    row = _row(compared, depth, is_carried)
    carried = is_carried or row["state"] in ("here", "away")
    rows = [row]
    for below in compared.below:
        rows += flat_rows(below, depth=depth + 1, is_carried=carried)
    return rows


def _row(compared: Compared, depth: int, is_carried: bool) -> dict[str, Any]:
    old = compared.older.node if compared.older else None
    new = compared.newer.node if compared.newer else None
    node = compared.branch.node
    state = _state(compared, old, new, is_carried)
    is_marked = state in ("~", "+", "-")
    row: dict[str, Any] = {
        "kind": node.kind,
        "depth": depth,
        "state": state,
        "path": node.path,
        "label": diff(old.label if old else "", new.label if new else "")
        if state in ("n", "~", "+", "-")
        else _kept(node.label),
    }
    if state in ("here", "away") and compared.elsewhere:
        row["other"] = compared.elsewhere.node.path
        row["is_reworded"] = compared.reworded is not None
    if node.heading or (old and old.heading):
        row["heading"] = _runs(old, new, "heading") if is_marked else _kept(node.heading)
    if node.table or (old and old.table):
        before, after = (old.table if old else None), (new.table if new else None)
        shown = (before, after) if is_marked else (node.table, node.table)
        row["table"] = diff_tables(*shown)
    elif node.text or (old and old.text):
        row["text"] = _runs(old, new, "text") if is_marked else _kept(node.text)
    return row


def _state(compared: Compared, old: Node | None, new: Node | None, is_carried: bool) -> str:
    if is_carried:
        return "="
    if compared.elsewhere:
        return "here" if old is None else "away"
    if old is None:
        return "+"
    if new is None:
        return "-"
    if old.words != new.words:
        return "~"
    return "=" if old.label == new.label else "n"


def _runs(old: Node | None, new: Node | None, name: str) -> list[list[str]]:
    return diff(getattr(old, name) if old else "", getattr(new, name) if new else "")


def _kept(words: str) -> list[list[str]]:
    return [["=", words]] if words else []
