"""The published documents in memory, for lists and facets: one bit per document and value.

A facet count is then the number of bits two integers share, whatever the library's size. Nothing
here is a second truth: triggers of the database stamp every change (`LibraryStamp`), each question
reads the stamp first, and another stamp means another index. Counts are exact on any day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Min, Sum, Window
from django.db.models.functions import RowNumber

from guidelines.choices import LegalStatus
from guidelines.models import Document, LibraryStamp, StatusSpan
from vkc.core.text import fold, slug_text

UNKNOWN_YEAR = "unknown"
DAYS_KEPT = 32
ATTEMPTS = 3
BITS = bytes.maketrans(b"01", b"\0\1")
COLUMNS = ("pk", "kind", "issuer_id", "issued_on", "number_slug", "folded")
ORDERS = {
    "-issued": [F("issued_on").desc(nulls_last=True), "number_slug", "pk"],
    "issued": [F("issued_on").asc(nulls_last=True), "number_slug", "pk"],
    "effective": [F("effective_on").desc(nulls_last=True), "number_slug", "pk"],
    "number": ["number_slug", F("issued_on").desc(nulls_last=True), "pk"],
}
Masks = dict[Any, int]


@dataclass
class LibraryIndex:
    """A state of the library. A mask has bit n set where the n-th document of `pks` is meant."""

    stamp: tuple[Any, ...]
    pks: list[int] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)
    # what words are looked for in: kind, number, title and issuer without marks, and the slug
    texts: list[str] = field(default_factory=list)
    # name of the facet → value → mask
    facets: dict[str, Masks] = field(default_factory=dict)
    # positions of `pks` in each order
    orders: dict[str, list[int]] = field(default_factory=dict)
    # (position, status, first day, day after the last); None is without bound
    spans: list[tuple[int, str, date | None, date | None]] = field(default_factory=list)
    days: dict[date, Masks] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        return (1 << len(self.pks)) - 1

    def statuses(self, on: date) -> Masks:
        """The documents of each legal status that day."""
        if on not in self.days:
            if len(self.days) >= DAYS_KEPT:
                self.days.clear()
            self.days[on] = self._statuses(on)
        return self.days[on]

    def _statuses(self, on: date) -> Masks:
        groups: dict[str, list[int]] = defaultdict(list)
        held = 0
        for at, status, first, until in self.spans:
            if (first is None or first <= on) and (until is None or until > on):
                groups[status].append(at)
                held += 1
        if held < len(self.pks):
            self._rule_on_the_spot(groups, on)
        return {status: self.mask(places) for status, places in groups.items()}

    def _rule_on_the_spot(self, groups: dict[str, list[int]], on: date) -> None:
        """Documents whose stored timeline waits to be rebuilt."""
        places = {pk: at for at, pk in enumerate(self.pks)}
        waiting = Document.objects.published().without_spans().with_legal_status(on=on)
        for pk, status in waiting.order_by().values_list("pk", "status_on_day"):
            if pk in places:
                groups[status].append(places[pk])

    def mask(self, places: Iterable[int]) -> int:
        """The mask with the bits at these positions."""
        bits = bytearray((len(self.pks) + 7) // 8)
        for at in places:
            bits[at >> 3] |= 1 << (at & 7)
        return int.from_bytes(bits, "little")

    def matching(self, text: str) -> int:
        """The rule of `DocumentQuerySet.matching`: every word is in number, title or issuer."""
        words = fold(text).split()[:12]
        if not words:
            return self.everything
        found: Iterable[int] = range(len(self.pks))
        texts = self.texts
        for word in words:
            slug = slug_text(word) or word
            if slug == word:
                found = [at for at in found if word in texts[at]]
            else:
                slugs = self.slugs
                found = [at for at in found if word in texts[at] or slug in slugs[at]]
        return self.mask(found)

    def positions(self, mask: int, *, sort: str, text: str = "") -> list[int]:
        """The positions of a mask in the order asked for; an exact number comes first."""
        order = self.orders[sort]
        if mask != self.everything:
            order = list(compress(order, map(self._bits(mask).__getitem__, order)))
        slug = slug_text(text)
        if not slug:
            return order
        ranks = {at: self._exactness(at, slug) for at in order if self.slugs[at].startswith(slug)}
        return sorted(order, key=lambda at: ranks.get(at, 2)) if ranks else order

    def _bits(self, mask: int) -> bytes:
        """One byte for each document, 1 where the bit is set; one more keeps it a sequence."""
        digits = f"{mask:0{len(self.pks) + 1}b}"
        return digits.encode().translate(BITS)[::-1]

    def _exactness(self, at: int, slug: str) -> int:
        if self.slugs[at] == slug:
            return 0
        return 1 if self.slugs[at].startswith(f"{slug}-") else 2

    def status_at(self, position: int, on: date) -> str:
        bit = 1 << position
        found = (status for status, mask in self.statuses(on).items() if mask & bit)
        return next(found, LegalStatus.UNKNOWN.value)


_held: LibraryIndex | None = None


def current() -> LibraryIndex:
    """The index of the library as it is now: one small query while nothing has changed."""
    global _held
    stamp = read_stamp()
    held = _held
    # What changed while it was being read is read again; a very busy moment gets its newest.
    for _attempt in range(ATTEMPTS):
        if held is not None and held.stamp == stamp:
            break
        held = _held = build(stamp)
        stamp = read_stamp()
    return held


def read_stamp() -> tuple[Any, ...]:
    """Names the state of the library; no other state, past or rolled back, bears the same name."""
    row = LibraryStamp.objects.aggregate(n=Count("pk"), sum=Sum("pk"), a=Min("pk"), z=Max("pk"))
    return (connection.settings_dict["NAME"], *row.values())


def build(stamp: tuple[Any, ...]) -> LibraryIndex:
    """Read all published documents: three queries."""
    index = LibraryIndex(stamp)
    values = _read_documents(index)
    places = {pk: at for at, pk in enumerate(index.pks)}
    topics = Document.topics.through.objects.values_list("document_id", "topic_id")
    for pk, topic in topics.iterator(chunk_size=5000):
        if pk in places:
            values["topic"][topic].append(places[pk])
    index.facets = {
        name: {value: index.mask(found) for value, found in groups.items()}
        for name, groups in values.items()
    }
    index.spans = _spans(places)
    return index


def _read_documents(index: LibraryIndex) -> dict[str, dict[Any, list[int]]]:
    """Fill what stands on the documents' own rows; the positions of each facet's values."""
    names = ("kind", "issuer", "year", "topic")
    values: dict[str, dict[Any, list[int]]] = {name: defaultdict(list) for name in names}
    ranks: dict[str, list[int]] = {name: [] for name in ORDERS}
    rows = Document.objects.published().annotate(**_ranks()).order_by("rank_0")
    columns = rows.values_list(*COLUMNS, *_ranks()).iterator(chunk_size=5000)
    for at, (pk, kind, issuer, issued_on, slug, folded, *in_orders) in enumerate(columns):
        index.pks.append(pk)
        index.slugs.append(slug)
        index.texts.append(f"{folded}\n{slug}")
        values["kind"][kind].append(at)
        values["issuer"][issuer].append(at)
        values["year"][issued_on.year if issued_on else UNKNOWN_YEAR].append(at)
        for name, rank in zip(ORDERS, in_orders, strict=True):
            ranks[name].append(rank)
    for name, found in ranks.items():
        index.orders[name] = sorted(range(len(found)), key=found.__getitem__)
    return values


def _ranks() -> dict[str, Window]:
    """The place of a document in each order: the database sorts, as it does for other lists."""
    return {
        f"rank_{number}": Window(RowNumber(), order_by=order)
        for number, order in enumerate(ORDERS.values())
    }


def _spans(places: dict[int, int]) -> list[tuple[int, str, date | None, date | None]]:
    names = ("document_id", "status", "from_day", "until_day")
    rows = StatusSpan.objects.order_by().values_list(*names).iterator(chunk_size=5000)
    return [(places[pk], status, first, until) for pk, status, first, until in rows if pk in places]
