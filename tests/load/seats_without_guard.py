"""The portal with the seat guard taken out: reads a counter first and writes it after.

Served by `courses_seats_bench` alone, to show that its race is a race.
"""

from typing import Any

from vkc.wsgi import application


def take_out_the_guard() -> None:
    from courses.models import SeatPool, Session
    from courses.services import seats

    def lock(session_id: int) -> Session:
        return Session.objects.select_related("course").get(pk=session_id)

    def take(session: Session, *, unit_id: int | None) -> Any:
        seen = SeatPool.objects.get(session=session, unit=None)
        row = Session.objects.filter(pk=session.pk)
        if seen.taken < seen.quota:
            SeatPool.objects.filter(pk=seen.pk).update(taken=seen.taken + 1)
            row.update(seats_taken=seen.taken + 1)
            return seats.Answer(seen.pk, None)
        number = Session.objects.get(pk=session.pk).waiting_issued + 1
        row.update(waiting_issued=number)
        return seats.Answer(None, number)

    seats.lock = seats.lock_to_enrol = lock
    seats.take = take


take_out_the_guard()
__all__ = ["application"]
