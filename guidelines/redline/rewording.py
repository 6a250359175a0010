"""Clauses and points that were moved and reworded at once: paired by the words they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from guidelines.redline.matching import shares
from guidelines.redline.nodes import Branch
from guidelines.redline.words import word_tokens

if TYPE_CHECKING:
    from guidelines.redline.rows import Compared

# Share of common pairs of words from which a provision elsewhere is the same one reworded.
_ALIKE = 0.5
# Words from which a wording in two places is one provision that went elsewhere.
LONG_ENOUGH = 6
# Pairs of words looked at on either side: what two wholly different texts may cost.
_MOST_SHINGLES = 60_000


def link_reworded(
    compared: Sequence[Compared], compare: Callable[[Branch, Branch], Compared]
) -> None:
    """Pair what is left on either side, the outermost first, then the likest."""
    above = {id(below): row for top in compared for row in top.walk() for below in row.below}
    left = _candidates(compared, above, is_new=False)
    come = _candidates(compared, above, is_new=True)
    if not left or not come:
        return
    old, new = ({id(row.branch): row for row in rows} for rows in (left, come))
    found = [
        (old[id(one)], new[id(other)], share)
        for one, other, share in shares([r.branch for r in left], [r.branch for r in come])
        if share >= _ALIKE
    ]
    found.sort(key=lambda pair: (_depth(pair[1], above), -pair[2], pair[1].branch.order))
    rows = {id(row.branch): row for top in compared for row in top.walk() if row.is_single}
    taken: set[int] = set()
    for before, after, _share in found:
        if not _is_free(before, above, taken) or not _is_free(after, above, taken):
            continue
        taken |= {id(before), id(after)}
        _forget_inside(before, after, rows)
        before.elsewhere, after.elsewhere = after.newer, before.older
        before.reworded = after.reworded = compare(before.branch, after.branch)


def _candidates(
    compared: Sequence[Compared], above: dict[int, Compared], *, is_new: bool
) -> list[Compared]:
    """What stands below a unit in one text alone and has no counterpart, as far as the cost goes."""
    found = []
    seen = 0
    for top in compared:
        for row in top.walk():
            if row is top or not row.is_single or (row.older is None) != is_new:
                continue
            if any(around.elsewhere for around in (row, *_around(row, above))):
                continue
            if len(word_tokens(row.branch.node.words)) < LONG_ENOUGH:
                continue
            seen += len(row.branch.shingles)
            if seen > _MOST_SHINGLES:
                return found
            found.append(row)
    return found


def _around(row: Compared, above: dict[int, Compared]) -> Iterable[Compared]:
    while id(row) in above:
        row = above[id(row)]
        yield row


def _depth(row: Compared, above: dict[int, Compared]) -> int:
    return sum(1 for _around_it in _around(row, above))


def _is_free(row: Compared, above: dict[int, Compared], taken: set[int]) -> bool:
    """Neither it, nor what holds it, nor what it holds is paired."""
    near = [*row.walk(), *_around(row, above)]
    return not any(id(one) in taken for one in near)


def _forget_inside(before: Compared, after: Compared, rows: dict[int, Compared]) -> None:
    """Parts that stand in both word for word move along with the whole: no move of their own."""
    inside = {id(row) for row in after.walk()}
    for row in before.walk():
        other = rows.get(id(row.elsewhere)) if row.elsewhere else None
        if other is not None and id(other) in inside:
            row.elsewhere = other.elsewhere = None
