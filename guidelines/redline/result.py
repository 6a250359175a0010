"""The whole comparison as plain data: stored once, read by the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from guidelines.redline.matching import UnitPair, match_units
from guidelines.redline.nodes import Node, units_of
from guidelines.redline.rows import (
    Compared,
    compare_pair,
    flat_rows,
    link_moved,
    matched_branches,
)

# Raise it when the same two texts would be compared otherwise: older results are then made anew.
METHOD = 2


def compare_texts(older: Sequence[Node], newer: Sequence[Node]) -> dict[str, Any]:
    """`{"counts": {state: n}, "blocks": [...]}`.

    A block is a unit with its rows, or a run of units folded away: unchanged ones, or ones of
    which only the numbers changed. Blocks stand in the order of the newer text.
    """
    pairs, compared = _compared(older, newer)
    counts: Counter[str] = Counter()
    blocks: list[dict[str, Any]] = []
    for pair, tree in zip(pairs, compared, strict=True):
        states = _states(pair, tree)
        unit = pair.newer or pair.older
        assert unit is not None
        if not unit.is_group:
            counts[states[0]] += 1
        if states in (["unchanged"], ["renumbered"]):
            _fold(blocks, pair, states[0])
        else:
            blocks.append(_block(pair, tree, states, pairs))
    return {"counts": dict(counts), "blocks": blocks}


def assign_lineage(older: Sequence[Node], newer: Sequence[Node]) -> dict[str, Any]:
    """The lineage of each newer provision (by path) that carries on an older one.

    `older` nodes bear their `lineage`. What is new, or split off, is not in the answer.
    """
    _pairs, compared = _compared(older, newer)
    return {
        other.node.path: one.node.lineage
        for tree in compared
        for one, other in matched_branches(tree)
    }


def _compared(
    older: Sequence[Node], newer: Sequence[Node]
) -> tuple[list[UnitPair], list[Compared]]:
    pairs = match_units(units_of(older), units_of(newer))
    compared = [compare_pair(pair) for pair in pairs]
    link_moved(compared)
    return pairs, compared


def _states(pair: UnitPair, tree: Compared) -> list[str]:
    """What became of a unit, the weightiest first; never empty."""
    if pair.older is None:
        return ["split"] if pair.split_from else ["inserted"]
    if pair.newer is None:
        return ["merged"] if pair.merged_into else ["deleted"]
    states = []
    if not pair.has_same_words or (
        pair.older.is_group and pair.older.node.number != pair.newer.node.number
    ):
        states.append("changed")
    if pair.is_moved:
        states.append("moved")
    if pair.is_renumbered:
        states.append("renumbered")
    return states or ["unchanged"]


def _fold(blocks: list[dict[str, Any]], pair: UnitPair, state: str) -> None:
    """Add a unit to the run before it; unchanged headings of chapters are no part of a run."""
    assert pair.older is not None
    assert pair.newer is not None
    if pair.newer.is_group:
        return
    last = blocks[-1] if blocks and blocks[-1]["type"] == "fold" else None
    if last is None or last["state"] != state:
        last = {"type": "fold", "state": state, "articles": 0, "others": 0}
        last["old_first"], last["new_first"] = pair.older.node.path, pair.newer.node.path
        blocks.append(last)
    last["articles" if pair.newer.node.kind == "article" else "others"] += 1
    last["old_last"], last["new_last"] = pair.older.node.path, pair.newer.node.path


def _block(
    pair: UnitPair, tree: Compared, states: list[str], pairs: Sequence[UnitPair]
) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "unit", "states": states}
    for name, unit in (("old", pair.older), ("new", pair.newer)):
        if unit:
            node = unit.node
            block[name] = {
                "path": node.path,
                "kind": node.kind,
                "label": node.label,
                "heading": node.heading,
            }
    if pair.split_from:
        block["split_from"] = pair.split_from.node.path
    if pair.merged_into:
        block["merged_into"] = pair.merged_into.node.path
    block["split_into"] = [
        p.newer.node.path for p in pairs if p.newer and pair.older and p.split_from is pair.older
    ]
    block["merged_from"] = [
        p.older.node.path for p in pairs if p.older and pair.newer and p.merged_into is pair.newer
    ]
    if "changed" in states or tree.is_single:
        block["rows"] = flat_rows(tree)
    return block
