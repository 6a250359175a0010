"""The waiting list: who is offered a seat that came free, and why somebody still waits."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from courses import states
from courses.models import Enrolment, SeatGrant, SeatPool, Session
from courses.services import seats
from courses.services.line import Reason, reasons_for, why_waiting
from courses.services.moves import move_enrolment
from courses.services.offer_times import offer_until
from courses.services.telling import tell

__all__ = ["Reason", "end_line", "fill_seats", "line_for", "reasons_for", "why_waiting"]


@transaction.atomic
def fill_seats(*, session_id: int, at: datetime) -> list[Enrolment]:
    """Offer each free seat to the first whom its pool may take; returns who got an offer.

    A seat of a province is offered to the first of that province, one of the national pool to the
    first of all. The offer holds the seat. Near the start nothing is offered.
    """
    session = seats.lock(session_id)
    if session.state not in states.BEFORE_THE_START:
        return []
    until: datetime | None = None
    offered: list[Enrolment] = []
    for pool in seats.free_seats(session):
        for enrolment in line_for(session, pool).select_related("person")[: pool.left]:
            until = until or offer_until(session, at=at)
            if until is None:
                return offered
            _offer(enrolment, session, pool, until=until, at=at)
            offered.append(enrolment)
    return offered


@transaction.atomic
def end_line(*, session: Session, at: datetime) -> int:
    """The session begins: open offers run out, and who still waits is told that no seat came free.

    The session is locked and has begun. Returns how many places in line ended.
    """
    rows = Enrolment.objects.filter(session=session, state__in=states.IN_LINE)
    ended = list(rows.select_related("person").order_by("pk"))
    for enrolment in ended:
        enrolment.session = session
        pool_id = enrolment.pool_id
        move_enrolment(enrolment, "decline" if pool_id is None else "expire", by=None, at=at)
        if pool_id is not None:
            seats.give_back_seat(session, pool_id=pool_id)
        tell(enrolment, "line_ended", at=at)
    return len(ended)


def line_for(session: Session, pool: SeatPool) -> QuerySet[Enrolment]:
    """Those who wait and whom this pool may take, first come first."""
    line = Enrolment.objects.filter(session=session).waiting()
    return line.filter(unit=pool.unit_id) if pool.unit_id else line


def _offer(
    enrolment: Enrolment, session: Session, pool: SeatPool, *, until: datetime, at: datetime
) -> None:
    enrolment.session = session
    seats.take_of(session, pool)
    event = move_enrolment(
        enrolment, "offer", by=None, at=at, pool=pool, offered_at=at, offer_expires_at=until
    )
    SeatGrant.objects.create(event=event, subject=enrolment, unit_id=pool.unit_id)
    tell(enrolment, "seat_offered", at=at, until=until)
