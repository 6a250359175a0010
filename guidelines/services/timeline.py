"""Stored timelines: `StatusSpan` rows follow `legal.timeline`, which stays the only rule.

The database drops the spans of a document with every change they depend on (migration 0005), so
what is stored is right or absent; here it is put back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from guidelines.choices import TOUCHING_VERBS
from guidelines.legal import timeline
from guidelines.models import Document, Effect, StatusSpan

CHUNK = 2000
Row = tuple[Any, Any, str]


@dataclass
class Drift:
    """What an audit of the stored timelines found: documents checked, without spans, with wrong ones."""

    checked: int = 0
    missing: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)


@transaction.atomic
def rebuild_spans(*, document: Document) -> None:
    """Store the timeline of the document and of every document it touches."""
    touched = Effect.objects.filter(acting=document, verb__in=TOUCHING_VERBS)
    targets = touched.exclude(target=None).values_list("target_id", flat=True)
    _rebuild([document.pk, *targets])


@transaction.atomic
def rebuild_missing() -> int:
    """Store the timelines that a change has dropped; returns how many."""
    ids = list(Document.objects.without_spans().order_by().values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        _rebuild(ids[start : start + CHUNK])
    return len(ids)


@transaction.atomic
def rebuild_all() -> Drift:
    """Check every stored timeline against the rules, put right what differs, and say what did."""
    drift = Drift()
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        _rebuild(ids[start : start + CHUNK], drift)
    return drift


def _rebuild(ids: Iterable[int], drift: Drift | None = None) -> None:
    """Four queries for any number of documents; rows that are right already stay untouched."""
    drift = drift or Drift()
    locked = Document.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update()
    held = list(locked.values_list("pk", flat=True))
    stored: dict[int, list[Row]] = {pk: [] for pk in held}
    spans = StatusSpan.objects.filter(document__in=held).order_by("document", "pk")
    for pk, *row in spans.values_list("document_id", "from_day", "until_day", "status"):
        stored[pk].append(tuple(row))
    fresh, wrong = [], []
    for document in Document.objects.filter(pk__in=held).with_dates_and_effects():
        rows = [(span.from_day, span.until_day, span.status.value) for span in timeline(document)]
        drift.checked += 1
        if set(rows) == set(stored[document.pk]):
            continue
        (wrong if stored[document.pk] else drift.missing).append(document.pk)
        fresh += [
            StatusSpan(document_id=document.pk, from_day=first, until_day=until, status=status)
            for first, until, status in rows
        ]
    drift.wrong += wrong
    StatusSpan.objects.filter(document__in=wrong).delete()
    StatusSpan.objects.bulk_create(fresh, batch_size=5000)
