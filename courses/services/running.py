"""The life of a session: opened, closed, cancelled, started, finished."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses import exceptions
from courses.models import Enrolment, Session, SessionEvent
from courses.permissions import can_manage_session
from courses.services import seats
from courses.services.calendars import count_change, note_change, timetable_of
from courses.services.moves import move_enrolment, move_session
from courses.services.offer_fitting import fit_offers
from courses.services.offer_times import stop_of
from courses.services.telling import tell
from courses.services.waiting import end_line, fill_seats
from vkc.notifications.services import announce
from vkc.search import services as search


@transaction.atomic
def open_session(*, session: Session, by: Any, at: datetime) -> None:
    """Open enrolment: the number of seats is known and the closing time lies ahead."""
    locked = _checked(session, by)
    if locked.capacity is None:
        raise exceptions.CapacityMissing
    if locked.closes_at and locked.closes_at <= at:
        raise exceptions.RegistrationWindowPassed
    if not locked.course.live:
        raise exceptions.CourseNotPublished
    move_session(locked, "open", by=by, at=at)
    announce(event="courses.session_opened", about=locked, topics=locked.course.topics.all(), at=at)
    _mirror(locked, session)


@transaction.atomic
def reopen_session(*, session: Session, by: Any, at: datetime, reason: str = "") -> None:
    """Take enrolments again after closing."""
    locked = _checked(session, by)
    if locked.closes_at and locked.closes_at <= at:
        raise exceptions.RegistrationWindowPassed
    move_session(locked, "reopen", by=by, at=at, reason=reason)
    _mirror(locked, session)


@transaction.atomic
def close_session(*, session: Session, by: Any, at: datetime, reason: str = "") -> None:
    """Take no more enrolments; those who wait may still move up. `by` is None for the clock."""
    _move(session, "close", by=by, at=at, reason=reason)


@transaction.atomic
def start_session(*, session: Session, by: Any, at: datetime, reason: str = "") -> None:
    """The session begins; nobody withdraws from now on, and the waiting list ends."""
    locked = _checked(session, by)
    move_session(locked, "start", by=by, at=at, reason=reason)
    end_line(session=locked, at=at)
    _mirror(locked, session)


@transaction.atomic
def finish_session(*, session: Session, by: Any, at: datetime, reason: str = "") -> None:
    _move(session, "finish", by=by, at=at, reason=reason)


@transaction.atomic
def cancel_session(*, session: Session, by: Any, at: datetime, reason: str) -> int:
    """Cancel a session with all its enrolments and tell each person why; returns how many."""
    if not reason.strip():
        raise exceptions.ReasonMissing
    locked = _checked(session, by)
    move_session(locked, "cancel", by=by, at=at, reason=reason, seats_taken=0)
    enrolments = list(
        Enrolment.objects.filter(session=locked).open().select_related("person", "session__course")
    )
    seats.empty_pools(locked)
    for enrolment in enrolments:
        move_enrolment(enrolment, "cancel", by=by, at=at, reason=reason)
        tell(enrolment, "session_cancelled", at=at, reason=reason)
    count_change(locked, at=at)
    _mirror(locked, session)
    return len(enrolments)


@transaction.atomic
def save_session(*, session: Session, by: Any, at: datetime) -> Session:
    """Store a session edited by staff; the first time with an event.

    Added seats are filled. Open offers end no later than offers stop by the new start, and a start
    moved back lets offers be made again.
    """
    is_new = session.pk is None
    if not can_manage_session(by) and not by.has_perm("courses.add_session"):
        raise PermissionDenied
    if is_new:
        session.save()
        SessionEvent.objects.create(
            subject=session, event="plan", to_state=session.state, at=at, by=by
        )
        search.index(session.course)
        return session
    before, timetable = seats.lock(session.pk), timetable_of(session.pk)
    stop = stop_of([before])[session.pk]
    session.seats_taken, session.state = before.seats_taken, before.state
    session.save()
    note_change(session, before=timetable, at=at)
    has_moved = stop_of([session])[session.pk] != stop
    if has_moved:
        is_start = session.offers_stop_hours == before.offers_stop_hours
        fit_offers(session=session, by=by, at=at, is_start_earlier=is_start)
    if has_moved or (session.capacity or 0) > (before.capacity or 0):
        fill_seats(session_id=session.pk, at=at)
    search.index(session.course)
    return session


def _move(session: Session, event: str, *, by: Any, at: datetime, reason: str) -> None:
    locked = _checked(session, by)
    move_session(locked, event, by=by, at=at, reason=reason)
    _mirror(locked, session)


def _checked(session: Session, by: Any) -> Session:
    """The session locked; a person needs the right, the clock (None) does not."""
    if by is not None and not can_manage_session(by, session):
        raise PermissionDenied
    return seats.lock(session.pk)


def _mirror(locked: Session, session: Session) -> None:
    session.state, session.seats_taken = locked.state, locked.seats_taken
