"""Ranges that texts cite and that are not whole: which provisions inside them no text holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from guidelines.choices import CitationState, DocumentState
from guidelines.models import Citation, Provision, Version
from guidelines.recognition.ranges import members

MOST = 500


def ranges_with_gaps(*, on: date | None = None) -> list[tuple[Citation, list[str]]]:
    """Citations of ranges, each with the paths inside it that the text cited does not hold.

    A range within a document is held against the text that names it, any other against the text
    shown for the day (today unless told); where the library has none, nothing is said. Four queries.
    """
    ranges = Citation.objects.filter(state=CitationState.RESOLVED).exclude(until_path="")
    ranges = ranges.exclude(provision__version__state=DocumentState.WITHDRAWN)
    related = ("provision__words", "provision__version__document", "target")
    rows = list(ranges.select_related(*related).order_by("pk")[:MOST])
    texts = _texts_cited(rows, on or timezone.localdate())
    wanted = {row.pk: members(row.target_path, row.until_path) for row in rows}
    paths = {path for found in wanted.values() for path in found}
    held = set(
        Provision.objects.filter(version__in=set(texts.values()), path__in=paths).values_list(
            "version_id", "path"
        )
    )
    gaps: list[tuple[Citation, list[str]]] = []
    for row in rows:
        text = texts.get(row.pk)
        missing = [path for path in wanted[row.pk] if text and (text, path) not in held]
        if missing:
            gaps.append((row, missing))
    return gaps


def _texts_cited(rows: list[Citation], on: date) -> dict[Any, int]:
    """The text that each range is held against, by citation."""
    others = {row.target_id for row in rows if not row.is_relative}
    shown = Version.objects.filter(document__in=others).shown_on(on)
    by_document = dict(shown.values_list("document_id", "pk"))
    texts = {
        row.pk: row.provision.version_id if row.is_relative else by_document.get(row.target_id)
        for row in rows
    }
    return {pk: text for pk, text in texts.items() if text}
