"""Tables compared row by row and cell by cell."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from guidelines.redline.words import KEPT, PUT, TAKEN, diff

Rows = list[list[dict[str, Any]]]


def diff_tables(older: dict[str, Any] | None, newer: dict[str, Any] | None) -> dict[str, Any]:
    """`{"header_rows", "rows": [{"state", "cells": [{"runs", "colspan", "rowspan", "is_header"}]}]}`.

    A row's state is "=" (both texts hold it, its cells may differ), "-" or "+".
    """
    old: Rows = older["rows"] if older else []
    new: Rows = newer["rows"] if newer else []
    matcher = SequenceMatcher(None, [_key(row) for row in old], [_key(row) for row in new], False)
    rows: list[dict[str, Any]] = []
    for op, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        before, after = old[from_old:to_old], new[from_new:to_new]
        pairs = zip(before, after, strict=True) if op == "equal" else _aligned(before, after)
        rows += [_row(*pair) for pair in pairs]
    shown = newer or older or {}
    return {
        "rows": rows,
        "header_rows": shown.get("header_rows", 0),
        "caption": shown.get("caption", ""),
    }


def _aligned(before: Rows, after: Rows) -> list[tuple[Any, Any]]:
    """Rows of which half the cells agree side by side, in order; the others alone."""
    pairs: list[tuple[Any, Any]] = []
    left = list(before)
    for row in after:
        at = next((i for i, old in enumerate(left) if _agree(old, row)), None)
        if at is None:
            pairs.append((None, row))
            continue
        pairs += [(old, None) for old in left[:at]]
        pairs.append((left[at], row))
        left = left[at + 1 :]
    return pairs + [(old, None) for old in left]


def _agree(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    same = sum(a["text"] == b["text"] != "" for a, b in zip(one, other, strict=False))
    return same * 2 >= min(len(one), len(other)) > 0


def _key(row: list[dict[str, Any]]) -> str:
    return "\x1f".join(cell["text"] for cell in row)


def _row(old: list[dict[str, Any]] | None, new: list[dict[str, Any]] | None) -> dict[str, Any]:
    if old is None or new is None:
        kind = PUT if old is None else TAKEN
        cells = [_cell(cell, [[kind, cell["text"]]]) for cell in (new or old or [])]
        return {"state": kind, "cells": cells}
    cells = []
    for at in range(max(len(old), len(new))):
        before = old[at] if at < len(old) else None
        after = new[at] if at < len(new) else None
        runs = diff(before["text"] if before else "", after["text"] if after else "")
        cells.append(_cell(after or before or {}, runs))
    return {"state": KEPT, "cells": cells}


def _cell(cell: dict[str, Any], runs: list[list[str]]) -> dict[str, Any]:
    return {
        "runs": runs,
        "colspan": cell.get("colspan", 1),
        "rowspan": cell.get("rowspan", 1),
        "is_header": cell.get("is_header", False),
    }
