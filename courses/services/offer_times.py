"""When offers are made, and until when they run."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Min
from django.utils import timezone

from courses.models import Meeting, Session
from courses.services.working_time import add_working_hours, working_hours_between

# An offer that the coming start would cut shorter than this is not made: half a working day is
# the least in which an official can ask their superior. Sessions with shorter offers keep theirs.
LEAST_HOURS = 4
# Half a year of working time; what is typed above it would never be an offer.
MOST_HOURS = 1000


def begin_of(sessions: Iterable[Session]) -> dict[int, datetime | None]:
    """Session id → its first meeting, else midnight of the first day, else None; one query."""
    sessions = list(sessions)
    rows = Meeting.objects.filter(session__in=sessions).values_list("session")
    first = dict(rows.annotate(first=Min("starts_at")).order_by())
    return {session.pk: first.get(session.pk) or _midnight(session) for session in sessions}


def stop_of(sessions: Iterable[Session]) -> dict[int, datetime | None]:
    """Session id → the moment from which nothing is offered; None while no start is known."""
    sessions = list(sessions)
    begins = begin_of(sessions)
    return {
        session.pk: begin - timedelta(hours=session.offers_stop_hours) if begin else None
        for session in sessions
        for begin in [begins[session.pk]]
    }


def offer_until(session: Session, *, at: datetime) -> datetime | None:
    """Until when an offer made at that moment runs; None where it is too late to offer.

    The working hours of the session, but never past the moment at which offers stop; not made
    where fewer than `LEAST_HOURS` working hours would be left.
    """
    return answer_until(session, at=at, stop=stop_of([session])[session.pk])


def answer_until(session: Session, *, at: datetime, stop: datetime | None) -> datetime | None:
    """`offer_until` with the stop already known."""
    if stop is not None and at >= stop:
        return None
    until = add_working_hours(at, min(session.offer_hours, MOST_HOURS))
    if stop is None or until <= stop:
        return until
    least = min(LEAST_HOURS, session.offer_hours)
    return stop if working_hours_between(at, stop) >= least else None


def _midnight(session: Session) -> datetime | None:
    if session.starts_on is None:
        return None
    return timezone.make_aware(datetime.combine(session.starts_on, time.min))
