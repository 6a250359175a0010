"""The seat guard: a seat or a place in the line is taken by one conditional UPDATE.

PostgreSQL locks the session's row for the rest of the transaction, so the counter and the
enrolment that holds the seat are seen together or not at all.
"""

from django.db.models import F

from courses.choices import SessionState
from courses.models import Session


def take_seat(session: Session) -> bool:
    """Take one seat of an open session; False where none is free or it is no longer open."""
    return bool(
        Session.objects.filter(
            pk=session.pk, state=SessionState.OPEN, seats_taken__lt=F("capacity")
        ).update(seats_taken=F("seats_taken") + 1)
    )


def take_place_in_line(session: Session) -> int | None:
    """The next number of the waiting list of a full session; None where it is not full or open.

    The condition matters: between a failed `take_seat` and this UPDATE a seat may have come
    free, and then nobody must be left waiting beside it.
    """
    taken = Session.objects.filter(
        pk=session.pk, state=SessionState.OPEN, seats_taken__gte=F("capacity")
    ).update(waiting_issued=F("waiting_issued") + 1)
    if not taken:
        return None
    # The row is ours until commit, so this reads the number we just issued.
    return Session.objects.values_list("waiting_issued", flat=True).get(pk=session.pk)


def give_back_seat(session: Session) -> None:
    """Free one seat; the CHECK refuses to go below none."""
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") - 1)


def lock(session_id: int) -> Session:
    """The session as it is now, ours until commit. Lock sessions before enrolments, always."""
    return (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("course")
        .get(pk=session_id)
    )
