"""The waiting list: who gets a seat that came free, and what they are told."""

from datetime import datetime

from django.db import transaction

from courses import states
from courses.models import Enrolment, SeatPool, Session
from courses.services import seats
from courses.services.moves import move_enrolment
from courses.services.telling import tell


@transaction.atomic
def fill_seats(*, session_id: int, at: datetime) -> list[Enrolment]:
    """Give free seats to those who wait, in order, until the session begins; tell each.

    A seat of a province goes to the first of that province, one of the national pool to the first
    of all.
    """
    session = seats.lock(session_id)
    if session.state not in states.BEFORE_THE_START:
        return []
    found: list[Enrolment] = []
    for pool in seats.free_seats(session):
        line = Enrolment.objects.filter(session=session).waiting().select_related("person")
        if pool.unit_id:
            line = line.filter(unit=pool.unit_id)
        for enrolment in line[: pool.left]:
            _seat(enrolment, session, pool, at=at)
            found.append(enrolment)
    return found


def _seat(enrolment: Enrolment, session: Session, pool: SeatPool, *, at: datetime) -> None:
    if not seats.take_from(pool):
        return
    session.seats_taken += 1
    Session.objects.filter(pk=session.pk).update(seats_taken=session.seats_taken)
    move_enrolment(enrolment, "promote", by=None, at=at, pool=pool)
    tell(enrolment, "enrolment_promoted", at=at)
