"""Into a session and out of it again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from courses import exceptions, states
from courses.choices import EnrolmentState, SessionState
from courses.exceptions.seats import NominationNeeded
from courses.models import Enrolment, EnrolmentEvent, Session
from courses.permissions import can_enrol_in_session, can_manage_session
from courses.services import quotas, seats
from courses.services.moves import move_enrolment
from courses.services.telling import tell
from courses.services.waiting import fill_seats
from vkc.core.append_only import purging


def enrol(
    *, session: Session | int, person: Any, at: datetime, key: UUID | None = None
) -> Enrolment:
    """Give a person a seat, or a place in the waiting list, in one transaction.

    `session` is the session or its key. The same `key` again gives the first answer again: a
    double tap enrols once.
    """
    session_id = session if isinstance(session, int) else session.pk
    try:
        with transaction.atomic():
            return _enrol(session_id, person=person, at=at, key=key)
    except (IntegrityError, exceptions.EnrolmentRefused) as refusal:
        # Most ask once: whether this is a second time is asked only when it is refused.
        twin = Enrolment.objects.filter(idempotency_key=key).first() if key else None
        if twin:
            return _first_answer(twin, session_id, person)
        if isinstance(refusal, IntegrityError):
            check_is_new(session=session_id, person=person)
        raise


def _enrol(session_id: int, *, person: Any, at: datetime, key: UUID | None) -> Enrolment:
    """The database keeps it to one open enrolment a person and session, and to one use of a key."""
    session = seats.lock_to_enrol(session_id)
    check_eligible(session=session, person=person)
    check_registration(session=session, at=at)
    check_alone(session=session)
    if quotas.are_due(session, at=at):
        quotas.release_quotas(session=session, at=at)
        session = seats.lock_to_enrol(session_id)
    enrolment = place(session=session, person=person, at=at, key=key)
    event = "enrolment_waiting" if enrolment.is_waiting else "enrolment_confirmed"
    tell(enrolment, event, at=at, rank=enrolment.rank_on_entry)
    return enrolment


def check_may_enrol(*, session: Session, person: Any, at: datetime) -> None:
    """Raise the first rule that stands in the way, as a sentence the person can act on."""
    check_eligible(session=session, person=person)
    check_registration(session=session, at=at)
    check_alone(session=session)
    check_is_new(session=session, person=person)


def check_is_new(*, session: Session | int, person: Any) -> None:
    """Raise where the person has a seat, or a place in line, in this session already."""
    if Enrolment.objects.filter(session=session, person=person).open().exists():
        raise exceptions.AlreadyEnrolled


def check_eligible(*, session: Session, person: Any) -> None:
    """Raise where the account itself may not enrol: not approved, no agency, no right."""
    if not person.is_approved:
        raise exceptions.AccountNotApproved
    if not person.agency_id:
        raise exceptions.NoAgency
    if not can_enrol_in_session(person, session):
        raise exceptions.NotEligible


def check_registration(*, session: Session, at: datetime) -> None:
    """Raise where the session takes no enrolments at that moment."""
    if session.state == SessionState.CANCELLED:
        raise exceptions.SessionCancelled
    if session.state == SessionState.PLANNED:
        raise exceptions.RegistrationNotYetOpen
    if session.state != SessionState.OPEN:
        raise exceptions.RegistrationClosed
    if session.opens_at and at < session.opens_at:
        raise exceptions.RegistrationNotYetOpen
    if session.closes_at and at >= session.closes_at:
        raise exceptions.RegistrationClosed


def check_alone(*, session: Session) -> None:
    """Raise where a session takes people by letter of nomination only."""
    if not session.accepts_single:
        raise NominationNeeded


def place(
    *,
    session: Session,
    person: Any,
    at: datetime,
    by: Any = None,
    key: UUID | None = None,
    **columns: Any,
) -> Enrolment:
    """Take a seat or a place in line and write the enrolment with its events. Sends nothing.

    The session is locked by the caller, who also asked whether it takes enrolments. `by` is who
    acts, the person unless told; `columns` are further columns (channel, nomination).
    """
    unit = seats.holder(person)
    answer = seats.take(session, unit_id=unit.pk if unit else None)
    event = "confirm" if answer.pool_id else "wait"
    enrolment = Enrolment.objects.create(
        session=session,
        person=person,
        agency_id=person.agency_id,
        unit=unit,
        state=states.ENROLMENT.next_state(EnrolmentState.SUBMITTED, event),
        pool_id=answer.pool_id,
        waiting_sequence=answer.waiting_sequence,
        idempotency_key=key,
        submitted_at=at,
        **columns,
    )
    record_entry(enrolment, event, by=by or person, at=at)
    return enrolment


def record_entry(enrolment: Enrolment, event: str, *, by: Any, at: datetime) -> None:
    """The two events of a new enrolment: it was submitted, and what came of it."""
    steps = [
        ("submit", EnrolmentState.DRAFT, EnrolmentState.SUBMITTED),
        (event, EnrolmentState.SUBMITTED, enrolment.state),
    ]
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(subject=enrolment, event=name, from_state=old, to_state=new, at=at, by=by)
        for name, old, new in steps
    )


def _first_answer(found: Enrolment, session_id: int, person: Any) -> Enrolment:
    if found.person_id != person.pk or found.session_id != session_id:
        raise exceptions.KeyOfAnother
    return found


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: Any, at: datetime, reason: str = "") -> None:
    """End an enrolment before the session begins; the first who waits gets the seat at once."""
    if enrolment.person_id != by.pk and not can_manage_session(by, enrolment.session):
        raise PermissionDenied
    session = seats.lock(enrolment.session_id)
    enrolment.refresh_from_db()
    if not enrolment.is_open:
        raise exceptions.EnrolmentNotOpen
    if session.state not in states.BEFORE_THE_START:
        raise exceptions.SessionStarted
    _leave(enrolment, session, by=by, at=at, reason=reason)
    tell(enrolment, "enrolment_withdrawn", at=at)


def _leave(enrolment: Enrolment, session: Session, *, by: Any, at: datetime, reason: str) -> None:
    pool_id = enrolment.pool_id
    held_a_seat = enrolment.state in states.HOLDS_A_SEAT
    move_enrolment(enrolment, "withdraw", by=by, at=at, reason=reason)
    if held_a_seat:
        seats.give_back_seat(session, pool_id=pool_id)
        fill_seats(session_id=session.pk, at=at)


@transaction.atomic
def erase_person(*, person: Any, at: datetime) -> int:
    """Forget who enrolled: what is still ahead is withdrawn, what is past stays counted, unnamed."""
    mine = Enrolment.objects.filter(person=person)
    for enrolment in mine.open().select_related("session").order_by("session_id"):
        session = seats.lock(enrolment.session_id)
        if session.state in states.BEFORE_THE_START:
            enrolment.refresh_from_db()
            _leave(enrolment, session, by=None, at=at, reason="")
    with purging():
        EnrolmentEvent.objects.filter(by=person).update(by=None)
    return mine.update(person=None, idempotency_key=None)
