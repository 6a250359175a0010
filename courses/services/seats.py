"""The seat guard: a seat is one conditional UPDATE of one counter row, its pool.

Order of locks, always: session, then pools (provinces by key, the national pool last), then
enrolments. Who holds the session's row sees counters and enrolments together or not at all.
"""

from typing import Any

from django.db import connection
from django.db.models import F

from courses.models import SeatPool, Session

# A seat is passed by where somebody waits whom its pool may take: it is theirs to be offered.
TAKE_SQL = """
UPDATE courses_seatpool SET taken = taken + 1
WHERE taken < quota AND id = (
  SELECT id FROM courses_seatpool AS p
  WHERE session_id = %s AND (unit_id = %s OR unit_id IS NULL) AND taken < quota
    AND NOT EXISTS (
      SELECT 1 FROM courses_enrolment AS e
      WHERE e.session_id = p.session_id AND e.state = 'waiting'
        AND (p.unit_id IS NULL OR e.unit_id = p.unit_id))
  ORDER BY unit_id NULLS LAST LIMIT 1)
RETURNING id
"""


def lock(session_id: int) -> Session:
    """The session as it is now, ours until commit. Lock sessions before enrolments, always."""
    return (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("course")
        .get(pk=session_id)
    )


def take_seat(session: Session, *, unit_id: int | None) -> int | None:
    """Take one seat for somebody of a province: of its own pool first, then of the national one.

    Returns the pool's key, None where both are full. The session is locked by the caller; the
    condition of the UPDATE and the CHECK of the table hold without that lock, too.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_SQL, [session.pk, unit_id])
        found = cursor.fetchone()
    if found is None:
        return None
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") + 1)
    session.seats_taken += 1
    return found[0]


def take_from(pool: SeatPool) -> bool:
    """Take one seat of one pool; False where none is free."""
    free = SeatPool.objects.filter(pk=pool.pk, taken__lt=F("quota"))
    return bool(free.update(taken=F("taken") + 1))


def take_of(session: Session, pool: SeatPool) -> None:
    """Take a seat of this pool for somebody who waited; the CHECKs refuse one too many."""
    SeatPool.objects.filter(pk=pool.pk).update(taken=F("taken") + 1)
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") + 1)
    session.seats_taken += 1


def take_place_in_line(session: Session) -> int:
    """The next number of the waiting list. The session is locked and has no seat for the person."""
    Session.objects.filter(pk=session.pk).update(waiting_issued=F("waiting_issued") + 1)
    session.waiting_issued += 1
    return session.waiting_issued


def give_back_seat(session: Session, *, pool_id: int | None) -> None:
    """Free one seat of a pool; the CHECKs refuse to go below none."""
    SeatPool.objects.filter(pk=pool_id).update(taken=F("taken") - 1)
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") - 1)
    session.seats_taken -= 1


def free_seats(session: Session) -> list[SeatPool]:
    """Pools with a free seat, in the fixed order; asks the database."""
    return list(SeatPool.objects.filter(session=session, taken__lt=F("quota")))


def empty_pools(session: Session) -> None:
    """No seat is taken any more: the session was cancelled or moved."""
    SeatPool.objects.filter(session=session).update(taken=0)


def holder_unit(person: Any) -> int | None:
    """The province-level unit whose quota a person counts in, by the agency of the day."""
    return person.agency.unit_id if person.agency_id else None
