"""Into a session and out of it again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from courses import exceptions, states
from courses.choices import EnrolmentState, SessionState
from courses.models import Enrolment, EnrolmentEvent, Session
from courses.permissions import can_enrol_in_session, can_manage_session
from courses.services import seats
from courses.services.moves import move_enrolment
from vkc.core.append_only import purging
from vkc.notifications.services import notify


@transaction.atomic
def enrol(*, session: Session, person: Any, at: datetime, key: UUID | None = None) -> Enrolment:
    """Give a person a seat, or a place in the waiting list, in one transaction.

    The same `key` again gives the first answer again: a double tap enrols once.
    """
    first = _first_answer(session, person, key)
    if first:
        return first
    check_may_enrol(session=session, person=person, at=at)
    try:
        with transaction.atomic():
            enrolment = place(session=session, person=person, at=at, key=key)
    except IntegrityError as error:
        # The twin of this request came first: by the same key, or by the same person.
        first = _first_answer(session, person, key)
        if first:
            return first
        raise exceptions.AlreadyEnrolled from error
    event = "enrolment_waiting" if enrolment.is_waiting else "enrolment_confirmed"
    tell(enrolment, event, at=at)
    return enrolment


def check_may_enrol(*, session: Session, person: Any, at: datetime) -> None:
    """Raise the first rule that stands in the way, as a sentence the person can act on."""
    check_eligible(session=session, person=person)
    check_registration(session=session, at=at)
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


def place(*, session: Session, person: Any, at: datetime, key: UUID | None = None) -> Enrolment:
    """Take a seat or a place in line and write the enrolment with its events. Sends nothing."""
    sequence = _take(session)
    event = "wait" if sequence else "confirm"
    state = states.ENROLMENT.next_state(EnrolmentState.SUBMITTED, event)
    enrolment = Enrolment.objects.create(
        session=session,
        person=person,
        agency_id=person.agency_id,
        unit_id=person.agency.unit_id,
        state=state,
        waiting_sequence=sequence,
        idempotency_key=key,
        submitted_at=at,
    )
    steps = [("submit", EnrolmentState.DRAFT, EnrolmentState.SUBMITTED)]
    steps.append((event, EnrolmentState.SUBMITTED, state))
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(
            subject=enrolment, event=name, from_state=old, to_state=new, at=at, by=person
        )
        for name, old, new in steps
    )
    return enrolment


def _take(session: Session) -> int | None:
    """None with a seat taken, else the number in the waiting list."""
    while True:
        if seats.take_seat(session):
            return None
        sequence = seats.take_place_in_line(session)
        if sequence:
            return sequence
        session.refresh_from_db(fields=["state"])
        if session.state == SessionState.CANCELLED:
            raise exceptions.SessionCancelled
        if session.state != SessionState.OPEN:
            raise exceptions.RegistrationClosed


def _first_answer(session: Session, person: Any, key: UUID | None) -> Enrolment | None:
    found = Enrolment.objects.filter(idempotency_key=key).first() if key else None
    if found and (found.person_id != person.pk or found.session_id != session.pk):
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
    held_a_seat = enrolment.state in states.HOLDS_A_SEAT
    move_enrolment(enrolment, "withdraw", by=by, at=at, reason=reason)
    if held_a_seat:
        seats.give_back_seat(session)
        promote_waiting(session_id=session.pk, at=at)


@transaction.atomic
def promote_waiting(*, session_id: int, at: datetime) -> list[Enrolment]:
    """Give free seats to those who wait, in order, until the session begins; tell each."""
    session = seats.lock(session_id)
    if session.state not in states.BEFORE_THE_START or not session.seats_left:
        return []
    line = Enrolment.objects.filter(session=session).waiting()
    promoted = list(line.select_related("person")[: session.seats_left])
    for enrolment in promoted:
        move_enrolment(enrolment, "promote", by=None, at=at)
        tell(enrolment, "enrolment_promoted", at=at)
    session.seats_taken += len(promoted)
    Session.objects.filter(pk=session.pk).update(seats_taken=session.seats_taken)
    return promoted


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


def tell(enrolment: Enrolment, event: str, *, at: datetime, **context: Any) -> None:
    """One message to the person about their enrolment."""
    if enrolment.person_id:
        facts = {"session": enrolment.session, "rank": enrolment.waiting_rank(), **context}
        notify(event=f"courses.{event}", about=enrolment, to=enrolment.person, at=at, context=facts)
