"""Count the seats again from the enrolments and compare with the counters."""

from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q

from courses.choices import SessionState
from courses.models import SeatPool, Session
from courses.services import seats
from courses.states import HOLDS_A_SEAT


def recount_seats(*, fix: bool = False) -> list[dict[str, Any]]:
    """Sessions whose counter differs from a plain recount; with `fix` the counter is put right.

    A counter that would exceed the capacity is reported, never written.
    """
    drifts = []
    for session in _counted().exclude(seats_taken=F("counted")):
        drift = {
            "session": session.pk,
            "seats_taken": session.seats_taken,
            "counted": session.counted,
            "capacity": session.capacity,
            "is_fixed": bool(fix and recount_session(session.pk)),
        }
        drifts.append(drift)
    return drifts


def _counted():
    return (
        Session.objects.exclude(state=SessionState.CANCELLED)
        .annotate(
            counted=Count("enrolments", filter=Q(enrolments__state__in=HOLDS_A_SEAT)),
        )
        .order_by("pk")
    )


@transaction.atomic
def recount_session(session_id: int) -> bool:
    """Make all counters of a session what its enrolments say; False where they exceed the seats."""
    session = seats.lock(session_id)
    sitting = session.enrolments.holding_a_seat()
    counted = sitting.count()
    if session.capacity is not None and counted > session.capacity:
        return False
    pools = {pool: sitting.filter(pool=pool).count() for pool in session.pools.all()}
    if any(taken > pool.quota for pool, taken in pools.items()):
        return False
    for pool, taken in pools.items():
        SeatPool.objects.filter(pk=pool.pk).update(taken=taken)
    Session.objects.filter(pk=session_id).update(seats_taken=counted)
    return True
