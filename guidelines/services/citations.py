"""Citations of a text: found, resolved to documents of the library, decided by staff.

Never a guess: what may mean several documents stays open until a person says which.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidelines.choices import CitationState
from guidelines.citation_targets import Library, Place, Reading, Target
from guidelines.exceptions import ReasonMissing
from guidelines.models import Citation, Document, Provision, Version
from guidelines.permissions import can_edit_document

COMPARED = (
    "end",
    "quoted",
    "is_relative",
    "state",
    "target_id",
    "target_kind",
    "target_number",
    "target_issued_on",
    "target_path",
    "until_path",
    "reason",
    "decided_by_id",
    "decided_at",
)
WRITTEN = [name.removesuffix("_id") for name in COMPARED]
BATCH = 1000


@transaction.atomic
def record_citations(*, version: Version) -> dict[str, int]:
    """Find the citations of a text and store them; returns how many by state.

    Running it again changes only what changed; what a person decided stays, also from an earlier
    text of the same document.
    """
    Version.objects.select_for_update().get(pk=version.pk)
    places = _places(version)
    reading = Reading(places, version.document)
    found = list(reading.citations())
    library = Library.of({target.number for _place, _found, target in found}, version)
    decided = _decisions(version)
    rows = []
    for place, citation, target in found:
        row = _row(place, citation, library.settle(target))
        _keep_decision(row, decided.get((place.lineage, row.quoted)))
        rows.append(row)
    _store(version, rows)
    states = [row.state for row in rows]
    return {state: states.count(state) for state in CitationState.values}


def _places(version: Version) -> list[Place]:
    names = ("pk", "parent_id", "path", "lineage", "heading", "words__text")
    rows = Provision.objects.filter(version=version).order_by("order").values_list(*names)
    return [Place(*row[:5], row[5] or "") for row in rows]


def _row(place: Place, found: Any, target: Target) -> Citation:
    return Citation(
        provision_id=place.pk,
        in_heading=found.in_heading,
        start=found.start,
        end=found.end,
        quoted=found.quoted,
        is_relative=target.is_relative,
        state=target.state,
        target_id=target.document_id,
        target_kind=target.kind,
        target_number=target.number,
        target_issued_on=target.issued_on,
        target_path=target.path,
        until_path=target.until,
    )


def _decisions(version: Version) -> dict[tuple[Any, str], Citation]:
    """What people decided on the words of this document, by provision through its texts."""
    decided = Citation.objects.filter(
        provision__version__document=version.document_id, decided_at__isnull=False
    ).select_related("provision")
    ordered = decided.order_by("decided_at")
    return {(row.provision.lineage, row.quoted): row for row in ordered}


def _keep_decision(row: Citation, decided: Citation | None) -> None:
    if decided is None:
        return
    if decided.state == CitationState.RESOLVED:
        row.is_relative = decided.is_relative
    for name in ("state", "target_id", "reason", "decided_by_id", "decided_at"):
        setattr(row, name, getattr(decided, name))


def _store(version: Version, rows: list[Citation]) -> None:
    """Bring the stored rows up to what was found, in a few statements."""
    stored = {
        (row.provision_id, row.in_heading, row.start): row
        for row in Citation.objects.filter(provision__version=version)
    }
    fresh, changed = [], []
    for row in rows:
        held = stored.pop((row.provision_id, row.in_heading, row.start), None)
        if held is None:
            fresh.append(row)
        elif any(getattr(held, name) != getattr(row, name) for name in COMPARED):
            row.pk = held.pk
            changed.append(row)
    Citation.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    Citation.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)
    Citation.objects.bulk_create(fresh, batch_size=BATCH)


@transaction.atomic
def resolve_waiting(*, number: str) -> int:
    """Look again at the citations of a number, after a document was published under it.

    A second document of the same number makes a citation without a day ambiguous again. Returns how
    many rows changed; what a person decided stays.
    """
    named = Citation.objects.undecided().filter(is_relative=False, target_number__iexact=number)
    groups = named.order_by().values_list("target_kind", "target_issued_on").distinct()
    library = Library.of({number})
    changed = 0
    for kind, day in list(groups):
        rows = named.filter(target_kind=kind, target_issued_on=day)
        target = library.settle(Target(kind=kind, number=number, issued_on=day))
        changed += rows.exclude(state=target.state, target_id=target.document_id).update(
            state=target.state, target_id=target.document_id
        )
    return changed


@transaction.atomic
def link_citations(
    *, citations: Iterable[Citation], document: Document, by: Any, at: datetime
) -> int:
    """Say which document these citations mean."""
    if not can_edit_document(by):
        raise PermissionDenied
    return _decide(
        citations, state=CitationState.RESOLVED, target=document, is_relative=False, by=by, at=at
    )


@transaction.atomic
def dismiss_citations(*, citations: Iterable[Citation], reason: str, by: Any, at: datetime) -> int:
    """Set citations aside, with the reason; no later scan brings them back."""
    if not can_edit_document(by):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonMissing
    return _decide(
        citations, state=CitationState.DISMISSED, target=None, reason=reason.strip(), by=by, at=at
    )


def _decide(
    citations: Iterable[Citation], *, by: Any, at: datetime, reason: str = "", **values: Any
) -> int:
    keys = [citation.pk for citation in citations]
    return Citation.objects.filter(pk__in=keys).update(
        decided_by=by, decided_at=at, reason=reason, **values
    )
