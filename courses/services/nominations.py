"""Letters of nomination: submitted with their people, approved, returned, refused, withdrawn."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from courses import exceptions
from courses.choices import Channel, NominationState
from courses.exceptions import nominations as refusals
from courses.models import Enrolment, Nomination, Nominee, Session
from courses.permissions.nominations import can_settle_nomination, is_of_the_agency
from courses.services.enrolling import check_registration, place
from courses.services.letter_ends import end_letter, locked
from courses.services.letters import check_days
from courses.services.moves import move_nomination
from courses.services.nomination_mail import tell_agency, tell_nominee
from vkc.accounts.services.people import check_people, people_for
from vkc.core.states import Refusal


@transaction.atomic
def submit_nomination(*, nomination: Nomination, by: Any, at: datetime, key: UUID) -> Nomination:
    """Give each person named a seat or a place in line, in the order of the letter, together.

    The same `key` again gives the first answer again. A letter returned for correction is handed
    in again; its people keep what they hold. Raises PeopleRefused with every person who cannot be
    named, and then nobody is enrolled.
    """
    session, row = locked(nomination)
    if not is_of_the_agency(by, row):
        raise PermissionDenied
    if _was_submitted_by(row, key):
        return row
    if row.state == NominationState.RETURNED:
        return _submit_again(row, session, by=by, at=at)
    if row.state != NominationState.DRAFT:
        raise refusals.NotADraft
    check_registration(session=session, at=at)
    _check_letter(row, session, at)
    named = list(row.nominees.order_by("rank"))
    if not named:
        raise refusals.NobodyNamed
    people = _people(row, session, named, by=by, at=at)
    move_nomination(row, "submit", by=by, at=at, submitted_at=at, idempotency_key=key)
    for nominee, person in zip(named, people, strict=True):
        _enrol(row, session, nominee, person, by=by, at=at)
    tell_agency(row, "nomination_received", by=by, at=at)
    return row


def _was_submitted_by(row: Nomination, key: UUID) -> bool:
    holder = Nomination.objects.filter(idempotency_key=key).values_list("pk", flat=True).first()
    if holder not in (None, row.pk):
        raise exceptions.KeyOfAnother
    return holder == row.pk


def _submit_again(row: Nomination, session: Session, *, by: Any, at: datetime) -> Nomination:
    _check_letter(row, session, at)
    move_nomination(row, "submit", by=by, at=at, correct_by=None)
    tell_agency(row, "nomination_received", by=by, at=at)
    return row


def _check_letter(row: Nomination, session: Session, at: datetime) -> None:
    """The letter is there, or follows by a day that lies ahead."""
    check_days(session=session, at=at, letter_on=row.letter_on, letter_due_on=row.letter_due_on)
    if row.has_letter:
        return
    if row.letter_due_on is None:
        raise refusals.LetterIncomplete
    if row.letter_due_on < timezone.localdate(at):
        raise refusals.LetterDuePast


def _people(
    row: Nomination, session: Session, named: list[Nominee], *, by: Any, at: datetime
) -> list[Any]:
    rows = [(one.email, one.full_name, one.position) for one in named]
    found: dict[int, Refusal] = check_people(rows, agency=row.agency)
    elsewhere = _in_other_letters(session)
    for number, one in enumerate(named):
        if number not in found and one.email in elsewhere:
            found[number] = refusals.InAnotherLetter()
    if found:
        raise refusals.PeopleRefused([(named[number], found[number]) for number in sorted(found)])
    return people_for(rows, agency=row.agency, by=by, at=at)


def _in_other_letters(session: Session) -> set[str]:
    taken = Enrolment.objects.filter(session=session, nomination__isnull=False).open()
    return {email.lower() for email in taken.values_list("person__email", flat=True) if email}


def _enrol(
    row: Nomination, session: Session, nominee: Nominee, person: Any, *, by: Any, at: datetime
) -> None:
    """A seat or a place in line; who applied alone before keeps theirs, and the letter joins it."""
    alone = Enrolment.objects.filter(session=session, person=person).open().first()
    if alone:
        Enrolment.objects.filter(pk=alone.pk).update(nomination=row)
        nominee.was_enrolled = True
    enrolment = alone or place(
        session=session, person=person, at=at, by=by, channel=Channel.NOMINATED, nomination=row
    )
    enrolment.session = session
    nominee.enrolment = enrolment
    nominee.save(update_fields=["enrolment", "was_enrolled"])
    tell_nominee(nominee, "nominated", at=at)


@transaction.atomic
def approve_nomination(*, nomination: Nomination, by: Any, at: datetime) -> Nomination:
    """Accept a letter; it has number, date and scan (a CHECK of the table says the same)."""
    _session, row = _settling(nomination, by)
    if not row.has_letter:
        raise refusals.LetterMissing
    move_nomination(row, "approve", by=by, at=at, correct_by=None)
    tell_agency(row, "nomination_approved", by=by, at=at)
    return row


@transaction.atomic
def return_nomination(
    *, nomination: Nomination, by: Any, at: datetime, reason: str, correct_by: date
) -> Nomination:
    """Send a letter back to be put right by a day; its people keep what they hold."""
    session, row = _settling(nomination, by)
    _check_reason(reason)
    is_late = session.starts_on is not None and correct_by > session.starts_on
    if correct_by < timezone.localdate(at) or is_late:
        raise refusals.CorrectByPast
    move_nomination(row, "return", by=by, at=at, reason=reason, correct_by=correct_by)
    tell_agency(row, "nomination_returned", by=by, at=at, reason=reason)
    return row


@transaction.atomic
def refuse_nomination(*, nomination: Nomination, by: Any, at: datetime, reason: str) -> Nomination:
    """Refuse a letter before the session begins: its people are declined, their seats go on."""
    session, row = _settling(nomination, by)
    _check_reason(reason)
    end_letter(row, session, "refuse", "decline", by=by, at=at, reason=reason)
    tell_agency(row, "nomination_refused", by=by, at=at, reason=reason)
    return row


@transaction.atomic
def withdraw_nomination(
    *, nomination: Nomination, by: Any, at: datetime, reason: str = ""
) -> Nomination:
    """Take a letter back with all its people, until the session begins."""
    session, row = locked(nomination)
    if not is_of_the_agency(by, row):
        raise PermissionDenied
    was_draft = row.state == NominationState.DRAFT
    end_letter(row, session, "withdraw", "withdraw", by=by, at=at, reason=reason)
    if not was_draft:
        tell_agency(row, "nomination_withdrawn", by=by, at=at, reason=reason)
    return row


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise refusals.ReasonNeeded


def _settling(nomination: Nomination, by: Any) -> tuple[Session, Nomination]:
    if not can_settle_nomination(by):
        raise PermissionDenied
    return locked(nomination)
