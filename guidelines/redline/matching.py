"""Which provision of one text is which of the other: by words, heading, path and place."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidelines.redline.nodes import Branch, Unit

# Share of common pairs of words from which two wordings are one provision, …
ALIKE = 0.45
# … and from which they are one when the path is the same too.
ALIKE_AT_THE_SAME_PATH = 0.2
# Share of a provision's words that has to come from another one for a split or a merger.
CONTAINED = 0.6
# By so many of its rarest pairs of words a provision is looked for, among so many at the most.
_RAREST = 40
_MOST_LIKELY = 8


@dataclass(eq=False)
class UnitPair:
    """A unit in both texts (or in one of them), and what became of it."""

    older: Unit | None
    newer: Unit | None
    is_moved: bool = False
    split_from: Unit | None = None
    merged_into: Unit | None = None

    @property
    def is_renumbered(self) -> bool:
        if self.older is None or self.newer is None or self.older.is_group:
            return False
        return self.older.node.number != self.newer.node.number

    @property
    def has_same_words(self) -> bool:
        if self.older is None or self.newer is None:
            return False
        return self.older.branch.digest == self.newer.branch.digest


@dataclass
class _Open:
    """Branches still to be matched, and the pairs found."""

    older: list[Branch]
    newer: list[Branch]
    pairs: list[tuple[Branch, Branch]] = field(default_factory=list)

    def take(self, one: Branch, other: Branch) -> None:
        self.older.remove(one)
        self.newer.remove(other)
        self.pairs.append((one, other))


def match_units(older: Sequence[Unit], newer: Sequence[Unit]) -> list[UnitPair]:
    """Pairs in the order of the newer text, each deleted unit where it stood."""
    pairs: list[UnitPair] = []
    for is_group in (True, False):
        pairs += _match_kind(
            [unit for unit in older if unit.is_group == is_group],
            [unit for unit in newer if unit.is_group == is_group],
        )
    _mark_moved(pairs)
    _mark_split_and_merged(pairs)
    return _in_order(pairs)


def _match_kind(older: list[Unit], newer: list[Unit]) -> list[UnitPair]:
    old = {id(unit.branch): unit for unit in older}
    new = {id(unit.branch): unit for unit in newer}
    matched = match_branches(
        [u.branch for u in older], [u.branch for u in newer], have_one_parent=False
    )
    pairs = [UnitPair(old.pop(id(one)), new.pop(id(other))) for one, other in matched]
    pairs += [UnitPair(unit, None) for unit in old.values()]
    return pairs + [UnitPair(None, unit) for unit in new.values()]


def match_branches(
    older: Sequence[Branch], newer: Sequence[Branch], *, have_one_parent: bool
) -> list[tuple[Branch, Branch]]:
    """Provisions of one level: the same words first, then like words, then the same path.

    Below one parent the same number is enough at last.
    """
    left = _Open(list(older), list(newer))
    _take_equal(left, lambda b: (b.node.kind, b.node.path, b.digest))
    _take_equal(left, lambda b: (b.node.kind, b.node.number, b.digest))
    _take_equal(left, lambda b: (b.node.kind, b.digest) if b.has_words else None)
    _take_alike(left)
    _take_equal(left, lambda b: (b.node.kind, b.node.path))
    if have_one_parent:
        _take_equal(left, lambda b: (b.node.kind, b.node.number) if b.node.number else None)
    return left.pairs


def _take_equal(left: _Open, key: Callable[[Branch], Any]) -> None:
    """Pair what has the same key, in order of appearance; None has no key."""
    waiting: dict[Any, list[Branch]] = defaultdict(list)
    for branch in left.older:
        if key(branch) is not None:
            waiting[key(branch)].append(branch)
    for branch in list(left.newer):
        if waiting.get(key(branch)):
            left.take(waiting[key(branch)].pop(0), branch)


def _take_alike(left: _Open) -> None:
    """Pair what shares most of its words, the likest first."""
    scored = []
    for one, other, share in shares(left.older, left.newer):
        same_path = one.node.path == other.node.path
        same_heading = bool(one.node.heading) and one.node.heading == other.node.heading
        least = ALIKE_AT_THE_SAME_PATH if same_path or same_heading else ALIKE
        if share >= least:
            score = share + 0.1 * same_path + 0.4 * same_heading
            scored.append(
                (-score, abs(one.order - other.order), one.order, other.order, one, other)
            )
    scored.sort(key=lambda row: row[:4])
    taken: set[int] = set()
    for *_key, one, other in scored:
        if id(one) not in taken and id(other) not in taken:
            taken |= {id(one), id(other)}
            left.take(one, other)


def shares(
    older: Sequence[Branch], newer: Sequence[Branch]
) -> Iterable[tuple[Branch, Branch, float]]:
    """Pairs that may be one, and the share of their common words (twice these through all)."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    headed: dict[str, list[int]] = defaultdict(list)
    for index, branch in enumerate(older):
        for shingle in branch.shingles:
            holders[shingle].append(index)
        if branch.node.heading:
            headed[branch.node.heading].append(index)
    for other in newer:
        likely = _likely(other, holders) | set(headed.get(other.node.heading, [])[:_MOST_LIKELY])
        for index in likely:
            one = older[index]
            if one.node.kind == other.node.kind:
                common = len(one.shingles & other.shingles)
                yield one, other, 2 * common / (len(one.shingles) + len(other.shingles) or 1)


def _likely(branch: Branch, holders: dict[tuple[str, ...], list[int]]) -> set[int]:
    """The few that share most of the branch's rarest pairs of words."""
    known = [holders[shingle] for shingle in branch.shingles if shingle in holders]
    known.sort(key=len)
    seen = Counter(index for found in known[:_RAREST] for index in found)
    return {index for index, _count in seen.most_common(_MOST_LIKELY)}


def _mark_moved(pairs: Sequence[UnitPair]) -> None:
    """Moved: out of the order that most others kept, or into another chapter."""
    both = [pair for pair in pairs if pair.older and pair.newer]
    groups = {p.older.node.path: p.newer.node.path for p in both if p.older and p.newer}
    groups[""] = ""
    for is_group in (True, False):
        kept = [p for p in both if p.newer and p.newer.is_group == is_group]
        kept.sort(key=lambda p: p.newer.branch.order if p.newer else 0)
        staying = longest_rise([p.older.branch.order for p in kept if p.older])
        for index, pair in enumerate(kept):
            if pair.older and pair.newer:
                home = groups.get(pair.older.group)
                pair.is_moved = index not in staying or (
                    home is not None and home != pair.newer.group
                )


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """Indexes of a longest strictly rising run (patience sorting, n log n)."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(tops, number)
        before.append(last[place - 1] if place else -1)
        tops[place : place + 1] = [number]
        last[place : place + 1] = [index]
    found: set[int] = set()
    at = last[-1] if last else -1
    while at >= 0:
        found.add(at)
        at = before[at]
    return found


def _mark_split_and_merged(pairs: Sequence[UnitPair]) -> None:
    """Where an unmatched unit's words come from, or went."""
    both = [p for p in pairs if p.older and p.newer and not p.has_same_words]
    for pair in pairs:
        if pair.older is None and pair.newer and not pair.newer.is_group:
            pair.split_from = _source(
                pair.newer, [(p.older, p.newer) for p in both if p.older and p.newer]
            )
        elif pair.newer is None and pair.older and not pair.older.is_group:
            pair.merged_into = _source(
                pair.older, [(p.newer, p.older) for p in both if p.older and p.newer]
            )


def _source(unit: Unit, candidates: Iterable[tuple[Unit, Unit]]) -> Unit | None:
    """The unit whose words, lost to its own successor, make up most of this one."""
    own = frozenset().union(*(b.shingles for b in unit.branch.branches)) or unit.branch.shingles
    best, found = CONTAINED, None
    for here, successor in candidates:
        if here.is_group:
            continue
        share = len(own & here.branch.shingles - successor.branch.shingles) / max(len(own), 1)
        if share >= best:
            best, found = share, here
    return found


def _in_order(pairs: Sequence[UnitPair]) -> list[UnitPair]:
    """The newer text's order; what was deleted follows what it followed in the older text."""
    newer = sorted((p for p in pairs if p.newer), key=lambda p: _order(p.newer))
    deleted = sorted((p for p in pairs if not p.newer), key=lambda p: _order(p.older))
    staying = {_order(p.older): p for p in newer if p.older and not p.is_moved}
    following: dict[int, list[UnitPair]] = defaultdict(list)
    for pair in deleted:
        before = [order for order in staying if order < _order(pair.older)]
        following[id(staying[max(before)]) if before else 0].append(pair)
    placed = list(following[0])
    for pair in newer:
        placed += [pair, *following[id(pair)]]
    return placed


def _order(unit: Unit | None) -> int:
    return unit.branch.order if unit else -1
