"""How what a letter's people hold comes to an end: with the whole letter, or for one of them."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from courses import exceptions
from courses.models import Enrolment, Nomination, Nominee, Session
from courses.permissions.nominations import has_not_begun
from courses.services import seats
from courses.services.moves import move_enrolment, move_nomination
from courses.services.nomination_mail import tell_nominee
from courses.services.waiting import fill_seats
from courses.states import HOLDS_A_SEAT


def locked(nomination: Nomination) -> tuple[Session, Nomination]:
    """The session and the letter, ours until commit; the session first, always."""
    session = seats.lock(nomination.session_id)
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("agency", "letter")
    row = rows.get(pk=nomination.pk)
    row.session = session
    return session, row


def check_not_begun(session: Session, *, at: datetime) -> None:
    """Raise where the session has begun, by its state or by the calendar."""
    begins = session.starts_on
    if not has_not_begun(session) or (begins and begins < timezone.localdate(at)):
        raise exceptions.SessionStarted


def end_letter(
    row: Nomination, session: Session, event: str, of_each: str, *, by: Any, at: datetime,
    reason: str, mail: str = "nomination_ended",
) -> None:  # fmt: skip
    """End a letter by `event` and what its people hold by `of_each`; free seats go on at once.

    Who had applied alone keeps that enrolment without the letter. Letter and session are locked.
    """
    if not has_not_begun(session):
        raise exceptions.SessionStarted
    move_nomination(row, event, by=by, at=at, reason=reason)
    nominees = row.nominees.in_force().filter(enrolment__isnull=False)
    came_free = False
    for nominee in nominees.select_related("enrolment__person").order_by("rank"):
        nominee.nomination = row
        came_free |= let_go(nominee, session, of_each, by=by, at=at, reason=reason, mail=mail)
    if came_free:
        fill_seats(session_id=session.pk, at=at)


def let_go(
    nominee: Nominee, session: Session, event: str, *, by: Any, at: datetime, reason: str,
    mail: str,
) -> bool:  # fmt: skip
    """End what one person holds by the letter, and tell them; whether a seat came free."""
    if nominee.was_enrolled:
        return _unlink(nominee, at=at, reason=reason)
    if not nominee.enrolment.is_open:
        return False
    enrolment = nominee.enrolment
    enrolment.session = session
    pool_id, held = enrolment.pool_id, enrolment.state in HOLDS_A_SEAT
    move_enrolment(enrolment, event, by=by, at=at, reason=reason)
    if held:
        seats.give_back_seat(session, pool_id=pool_id)
    tell_nominee(nominee, mail, at=at, reason=reason)
    return held


def _unlink(nominee: Nominee, *, at: datetime, reason: str) -> bool:
    Enrolment.objects.filter(pk=nominee.enrolment_id).update(nomination=None)
    Nominee.objects.filter(pk=nominee.pk).update(enrolment=None)
    tell_nominee(nominee, "nomination_unlinked", at=at, reason=reason)
    return False
