"""Redlines: made once for two texts and stored."""

from datetime import datetime

from django.db import transaction

from guidelines.choices import DocumentState
from guidelines.exceptions import TextsNotComparable
from guidelines.models import Provision, Redline, Version
from guidelines.redline.nodes import Node
from guidelines.redline.result import METHOD, compare_texts

# Texts whose words a trigger keeps as they are; only of these a result may be stored.
FIXED = (DocumentState.SCHEDULED, DocumentState.PUBLISHED, DocumentState.WITHDRAWN)


def get_redline(*, older: Version, newer: Version, at: datetime) -> Redline:
    """The differences between two texts of one document and language, `older` read first.

    Refused for texts that are not alike. Whoever asks first makes it, others wait for that one.
    While one of the texts is a draft, the answer is made anew and not stored.
    """
    if older.document_id != newer.document_id or older.language != newer.language or older == newer:
        raise TextsNotComparable
    stored = Redline.objects.filter(older=older, newer=newer, method=METHOD)
    if older.state not in FIXED or newer.state not in FIXED:
        return Redline(
            older=older, newer=newer, method=METHOD, made_at=at, result=_compare(older, newer)
        )
    return stored.first() or _make(older, newer, at)


@transaction.atomic
def _make(older: Version, newer: Version, at: datetime) -> Redline:
    """Hold the newer text's row, so that the same comparison is made once."""
    locked = Version.objects.select_for_update(of=("self",), no_key=True).only("pk")
    locked.get(pk=newer.pk)
    found = Redline.objects.filter(older=older, newer=newer, method=METHOD).first()
    if found is not None:
        return found
    Redline.objects.filter(older=older, newer=newer, method__lt=METHOD).delete()
    return Redline.objects.create(
        older=older, newer=newer, method=METHOD, result=_compare(older, newer), made_at=at
    )


def _compare(older: Version, newer: Version) -> dict:
    return compare_texts(nodes_of(older), nodes_of(newer))


def nodes_of(version: Version) -> list[Node]:
    """The provisions of a text in order, with their words; one query."""
    rows = Provision.objects.filter(version=version).order_by("order")
    fields = ("path", "kind", "number", "label", "heading", "lineage")
    values = rows.values_list(*fields, "parent__path", "words__text", "words__table")
    return [
        Node(
            path=path,
            kind=kind,
            number=number,
            label=label,
            heading=heading,
            text=text or "",
            parent=parent or "",
            table=table,
            lineage=lineage,
        )
        for path, kind, number, label, heading, lineage, parent, text, table in values
    ]
