"""The verbs of a text's life: nothing else writes its state.

Rows are locked document first, then text, so that two approvers at once follow each other. Every
step leaves a `VersionEvent`.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidelines.choices import ChangeKind, DocumentState
from guidelines.exceptions import (
    AnotherTextThatDay,
    ChangeNoteMissing,
    DocumentNotOut,
    EmptyText,
    MomentPassed,
    NotReadThrough,
    ReasonMissing,
)
from guidelines.models import Document, Version, VersionEvent
from guidelines.permissions import (
    approve_text_refusal,
    can_edit_document,
    can_edit_text,
    can_return_text,
    can_withdraw_text,
)
from guidelines.services import publication_mail as mail
from guidelines.services.changes import notes_of, record_change
from guidelines.services.documents import publish_document
from guidelines.services.effects import place_effects
from guidelines.services.rendering import store_rendering
from guidelines.states import TEXT_TRANSITIONS
from guidelines.tasks.waking import wake
from vkc.core.states import Refusal
from vkc.search import services as search

MAKE_OUTPUTS = "guidelines.tasks.outputs.make_outputs"


@transaction.atomic
def submit_text(*, version: Version, by: Any, at: datetime) -> None:
    """Send a draft to the approvers, who get a mail."""
    held = _hold(version)
    if by is not None and not can_edit_document(by):
        raise PermissionDenied
    if not held.change_note_vi.strip():
        raise ChangeNoteMissing
    _move(held, "submit", by=by, at=at)
    mail.tell_approvers(held, by=by, at=at)
    _follow(version, held)


@transaction.atomic
def return_text(*, version: Version, by: Any, reason: str, at: datetime) -> None:
    """Give a text back with a reason its author can act on."""
    held = _hold(version)
    if not can_return_text(by, held):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonMissing(mail.return_reason_missing())
    _move(held, "return", by=by, at=at, reason=reason.strip())
    mail.tell_author(held, "text_returned", by=by, at=at, reason=reason.strip())
    _follow(version, held)


@transaction.atomic
def approve_text(
    *, version: Version, by: Any, at: datetime, publish_at: datetime | None = None
) -> None:
    """Approve what somebody else wrote: publish it now, or at `publish_at` (aware, after `at`).

    A document that is still a draft goes out with its text, under its own four-eyes rule. `by` is
    None for the operator's command line, which may publish only what no person of the portal wrote.
    """
    held = _hold(version)
    _refuse_approval(held, by)
    if by is None and held.state == DocumentState.DRAFT:
        _move(held, "submit", by=None, at=at)
    TEXT_TRANSITIONS.next_state(held.state, "schedule" if publish_at else "publish")
    _refuse_unready(held)
    if publish_at is None:
        _publish(held, by=by, at=at)
    else:
        _schedule(held, by=by, at=at, publish_at=publish_at)
    _follow(version, held)


@transaction.atomic
def unschedule_text(*, version: Version, by: Any, at: datetime, reason: str = "") -> None:
    """Take the moment of publication back: the text waits for approval again."""
    held = _hold(version)
    if by is not None and not can_withdraw_text(by, held):
        raise PermissionDenied
    _move(held, "unschedule", by=by, at=at, reason=reason, publish_at=None, approved_by=None)
    _follow(version, held)


def publish_due_texts(*, at: datetime) -> dict[str, list[int]]:
    """Publish what is due, each text on its own; what can no longer go out waits for approval again.

    Returns the ids by outcome: `published`, `refused` (approver and author got a mail with why).
    """
    due = Version.objects.filter(state=DocumentState.SCHEDULED, publish_at__lte=at)
    outcome: dict[str, list[int]] = {"published": [], "refused": []}
    for pk in due.order_by("publish_at", "pk").values_list("pk", flat=True):
        try:
            if _publish_due(pk, at):
                outcome["published"].append(pk)
        except (Refusal, PermissionDenied) as problem:
            _give_up(pk, at, str(problem))
            outcome["refused"].append(pk)
    return outcome


def index_texts_of_today(*, today: date) -> int:
    """Let search follow texts that become valid by the calendar alone; returns how many documents.

    Looks three days back, so that a day on which nothing ran is made up for.
    """
    begun = Version.objects.published().filter(
        valid_from__lte=today, valid_from__gt=today - timedelta(days=3)
    )
    documents = Document.objects.filter(pk__in=begun.values("document")).select_related("issuer")
    for document in documents:
        search.index(document)
    return len(documents)


@transaction.atomic
def withdraw_text(*, version: Version, by: Any, reason: str, at: datetime) -> None:
    """Withdraw a public text with a reason for readers; its page stays with a dated notice."""
    held = _hold(version)
    if by is not None and not can_withdraw_text(by, held):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonMissing
    values = {"withdrawn_at": at, "withdrawal_reason": reason.strip()}
    _move(held, "withdraw", by=by, at=at, reason=reason.strip(), **values)
    _log(held, ChangeKind.WITHDRAWN, by=by, at=at, notes={"vi": reason.strip()})
    search.index(held.document)
    _follow(version, held)


@transaction.atomic
def discard_text(*, version: Version, by: Any, at: datetime) -> None:
    """Delete a draft; its events stay and say what it was."""
    held = _hold(version)
    if not can_edit_document(by):
        raise PermissionDenied
    name = f"{held} {held.source.name if held.source else ''}".strip()
    to_state = TEXT_TRANSITIONS.next_state(held.state, "discard")
    _record(held, "discard", held.state, to_state, by=by, at=at, reason=name)
    held.delete()


@transaction.atomic
def write_change_note(*, version: Version, notes: dict[str, str], by: Any, at: datetime) -> None:
    """Keep what the text changes for readers, by language code; only while it is a draft."""
    held = _hold(version)
    if by is not None and not can_edit_document(by):
        raise PermissionDenied
    wanted = {f"change_note_{code}": text.strip() for code, text in notes.items()}
    if all(getattr(held, name) == text for name, text in wanted.items()):
        return
    _move(held, "edit", by=by, at=at, reason="change note", **wanted)
    _follow(version, held)


@transaction.atomic
def mark_read_through(*, version: Version, by: Any, at: datetime) -> None:
    """Somebody read the whole text against its scan and vouches for it."""
    held = _hold(version)
    if not can_edit_document(by):
        raise PermissionDenied
    _move(held, "read_through", by=by, at=at, was_read_through=True)
    _follow(version, held)


def record_edit(*, version: Version, by: Any, at: datetime, reason: str) -> None:
    """Note that somebody changed what goes with a draft; whoever did so does not approve it."""
    held = _hold(version)
    if by is not None and not can_edit_text(by, held):
        TEXT_TRANSITIONS.next_state(held.state, "edit")
        raise PermissionDenied
    _move(held, "edit", by=by, at=at, reason=reason)


def _refuse_approval(held: Version, by: Any) -> None:
    if by is None:
        if held.author_id:
            raise PermissionDenied
        return
    if not by.has_perm("guidelines.publish_document"):
        raise PermissionDenied
    refusal = approve_text_refusal(by, held)
    if refusal:
        raise refusal


def _refuse_unready(held: Version) -> None:
    """What the database would refuse too, said in sentences."""
    if not held.change_note_vi.strip():
        raise ChangeNoteMissing
    if held.is_ocr and not held.was_read_through:
        raise NotReadThrough
    if not held.provisions.exists():
        raise EmptyText
    if held.document.state == DocumentState.WITHDRAWN:
        raise DocumentNotOut
    twins = Version.objects.filter(
        document=held.document_id, language=held.language, valid_from=held.valid_from
    )
    if twins.filter(state=DocumentState.PUBLISHED).exists():
        raise AnotherTextThatDay


def _schedule(held: Version, *, by: Any, at: datetime, publish_at: datetime) -> None:
    if publish_at <= at:
        raise MomentPassed
    _move(held, "schedule", by=by, at=at, publish_at=publish_at, approved_by=by)


def _publish(held: Version, *, by: Any, at: datetime) -> None:
    """Make the text public, and its document with it."""
    approver = by or held.approved_by
    _move(held, "publish", by=by, at=at, approved_by=approver, published_at=at, publish_at=None)
    store_rendering(version=held)
    place_effects(target=held.document)
    is_first = _bring_document_out(held.document, by=approver, at=at)
    _log(held, ChangeKind.TEXT, by=approver, at=at, notes=notes_of(held))
    if not is_first:
        search.index(held.document)
    wake(MAKE_OUTPUTS, held.pk)
    mail.tell_author(held, "text_published", by=approver, at=at)
    if not is_first:
        mail.tell_followers(held, at=at)


def _bring_document_out(document: Document, *, by: Any, at: datetime) -> bool:
    """Publish a document that is still a draft; True where this made it public."""
    if document.state == DocumentState.PUBLISHED:
        return False
    if document.state not in (DocumentState.DRAFT, DocumentState.IN_REVIEW):
        raise DocumentNotOut
    publish_document(document=document, by=by, at=at)
    if document.state != DocumentState.PUBLISHED:
        raise DocumentNotOut
    return True


def _log(held: Version, kind: str, *, by: Any, at: datetime, notes: dict[str, str]) -> None:
    """Tell it in the public log, if readers know the document."""
    if held.document.state in (DocumentState.PUBLISHED, DocumentState.WITHDRAWN):
        record_change(document=held.document, version=held, kind=kind, at=at, by=by, notes=notes)


@transaction.atomic
def _publish_due(pk: int, at: datetime) -> bool:
    """One due text; False where another worker was quicker or the document's own moment is to come."""
    held = _hold(Version(pk=pk, document_id=_document_of(pk)))
    if held.state != DocumentState.SCHEDULED or held.publish_at > at:
        return False
    if held.document.state == DocumentState.SCHEDULED:
        return False
    _refuse_unready(held)
    _refuse_approval(held, held.approved_by)
    _publish(held, by=held.approved_by, at=at)
    return True


@transaction.atomic
def _give_up(pk: int, at: datetime, why: str) -> None:
    held = _hold(Version(pk=pk, document_id=_document_of(pk)))
    approver = held.approved_by
    unschedule_text(version=held, by=None, at=at, reason=why)
    mail.tell_not_published(held, to=[approver, held.author], at=at, reason=why)


def _document_of(pk: int) -> int:
    return Version.objects.values_list("document_id", flat=True).get(pk=pk)


def _hold(version: Version) -> Version:
    """The text as it stands, locked until the end of the transaction, its document before it."""
    Document.objects.select_for_update().only("pk").get(pk=version.document_id)
    rows = Version.objects.select_for_update(of=("self",))
    held = rows.select_related("author", "approved_by", "source").get(pk=version.pk)
    held.document = Document.objects.select_related("issuer", "latest_revision").get(
        pk=held.document_id
    )
    return held


def _move(held: Version, event: str, *, by: Any, at: datetime, reason: str = "", **values) -> None:
    """One step of the table with its event, and the columns that go with it."""
    was = held.state
    values["state"] = TEXT_TRANSITIONS.next_state(was, event)
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=[*values, "updated_at"])
    _record(held, event, was, held.state, by=by, at=at, reason=reason)


def _record(
    held: Version, event: str, was: str, becomes: str, *, by: Any, at: datetime, reason: str
) -> None:
    VersionEvent.objects.create(
        subject=held, event=event, from_state=was, to_state=becomes, at=at, by=by, reason=reason
    )


def _follow(version: Version, held: Version) -> None:
    """Let the caller's row say what the database says now."""
    if version is held:
        return
    for field in Version._meta.concrete_fields:
        setattr(version, field.attname, getattr(held, field.attname))
    version.document = held.document
