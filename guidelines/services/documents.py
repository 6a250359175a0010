"""The verbs of a document's life; nothing else writes its state."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Revision

from guidelines.choices import ChangeKind, DocumentState
from guidelines.exceptions import OwnWorkRefused, ReasonMissing
from guidelines.models import Document, DocumentAddress, DocumentEvent
from guidelines.permissions import can_withdraw_document, publish_refusal
from guidelines.services.changes import (
    loaded_notes,
    notes_of,
    record_change,
    record_effects,
)
from guidelines.services.citations import resolve_waiting
from guidelines.services.effects import place_effects
from guidelines.services.timeline import rebuild_missing
from guidelines.states import TRANSITIONS
from vkc.notifications.services import announce
from vkc.search import services as search


@transaction.atomic
def submit_document(*, document: Document, by: Any, at: datetime) -> None:
    """Send a draft to the approvers."""
    _move(document, "submit", by=by, at=at)


@transaction.atomic
def return_document(*, document: Document, by: Any, at: datetime, reason: str = "") -> None:
    """Give a draft back to its author."""
    _move(document, "return", by=by, at=at, reason=reason)


@transaction.atomic
def schedule_document(*, document: Document, author: Any, by: Any, at: datetime) -> None:
    """Record that an approver set the moment of publication."""
    _refuse_own_work(author, by)
    _move(document, "schedule", by=by, at=at, author=author)


@transaction.atomic
def unschedule_document(*, document: Document, by: Any, at: datetime) -> None:
    """Take the moment of publication back."""
    _move(document, "unschedule", by=by, at=at)


@transaction.atomic
def publish_document(*, document: Document, by: Any, at: datetime) -> None:
    """Publish the newest version; refused to those without the right and to its author.

    `by` is None for the operator's command line, which publishes only what no person wrote.
    """
    revision = document.latest_revision or document.save_revision()
    if by is None and revision.user_id:
        raise PermissionDenied
    if by is not None and not by.has_perm("guidelines.publish_document"):
        raise PermissionDenied
    refusal = publish_refusal(by, document) if by else None
    if refusal:
        raise refusal
    revision.publish(user=by)
    document.refresh_from_db()


@transaction.atomic
def record_publication(*, document: Document, author: Any, by: Any, at: datetime) -> None:
    """Make state, address, index and mail follow what Wagtail has just put live."""
    _refuse_own_work(author, by)
    was = _move(document, "publish", by=by, at=at, author=author)
    if was == DocumentState.WITHDRAWN:
        _store(document, withdrawn_at=None, withdrawal_reason="")
    place_effects(acting=document)
    rebuild_missing()
    keep_address(document)
    resolve_waiting(number=document.number)
    search.index(document)
    kind = ChangeKind.DETAILS if was == DocumentState.PUBLISHED else ChangeKind.PUBLISHED
    record_change(document=document, kind=kind, at=at, by=by, notes=notes_of(document))
    _store(document, change_note_vi="", change_note_en="", change_note_ko="")
    record_effects(document=document, at=at, by=by)
    if was != DocumentState.PUBLISHED:
        announce(
            event="guidelines.document_published",
            about=document,
            topics=document.topics.all(),
            at=at,
        )


@transaction.atomic
def record_loaded(*, document: Document, at: datetime) -> None:
    """Publish a document that came with the reference data; followers get no mail for it."""
    if document.state == DocumentState.DRAFT:
        _store(document, live=True, first_published_at=at, last_published_at=at)
        _move(document, "publish", by=None, at=at, reason="reference data")
        record_change(document=document, kind=ChangeKind.PUBLISHED, at=at, notes=loaded_notes())
        resolve_waiting(number=document.number)
    keep_address(document)


@transaction.atomic
def forget_change_note(*, revision: Revision) -> None:
    """The note of a published revision stands in the change log; its next draft begins without."""
    content = {**revision.content}
    content |= dict.fromkeys(("change_note_vi", "change_note_en", "change_note_ko"), "")
    if content != revision.content:
        Revision.objects.filter(pk=revision.pk).update(content=content)
        revision.content = content


@transaction.atomic
def withdraw_document(*, document: Document, by: Any, reason: str, at: datetime) -> None:
    """Withdraw with a reason for readers; the page stays with a dated notice."""
    if by is not None and not can_withdraw_document(by, document):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonMissing
    changes = {"withdrawn_at": at, "withdrawal_reason": reason.strip(), "live": True}
    _move(document, "withdraw", by=by, at=at, reason=reason.strip(), changes=changes)
    rebuild_missing()
    search.index(document)
    notes = {"vi": reason.strip()}
    record_change(document=document, kind=ChangeKind.WITHDRAWN, at=at, by=by, notes=notes)


def keep_address(document: Document) -> None:
    """Remember the present address, so that it redirects if number or date are corrected."""
    DocumentAddress.objects.get_or_create(document=document, path=document.path)


def _refuse_own_work(author: Any, by: Any) -> None:
    if by is not None and author is not None and by.pk == author.pk:
        raise OwnWorkRefused


def _move(
    document: Document,
    event: str,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    author: Any = None,
    changes: dict[str, Any] | None = None,
) -> str:
    """One step of the table with its event; returns the state before."""
    was = Document.objects.select_for_update().values_list("state", flat=True).get(pk=document.pk)
    state = TRANSITIONS.next_state(was, event)
    _store(document, state=state, **(changes or {}))
    DocumentEvent.objects.create(
        subject=document,
        event=event,
        from_state=was,
        to_state=state,
        at=at,
        by=by,
        author=author,
        reason=reason,
    )
    return was


def _store(document: Document, **values: Any) -> None:
    """Write columns of the row as it stands, leaving unpublished content alone."""
    Document.objects.filter(pk=document.pk).update(**values)
    for name, value in values.items():
        setattr(document, name, value)
