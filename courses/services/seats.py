"""The seat guard: a seat is one conditional UPDATE of one counter row, its pool.

Order of locks, always: session, then pools (provinces by key, the national pool last), then
enrolments. Who holds the session's row sees counters and enrolments together or not at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from courses.models import Course, SeatPool, Session
from courses.querysets import SessionQuerySet
from vkc.core.rows import Columns
from vkc.places.models import Unit

# What a pool gives to somebody of a province: a free seat that nobody in line has a claim to.
FREE_SQL = """
SELECT id FROM courses_seatpool AS p
WHERE session_id = %(session)s AND (unit_id = %(unit)s OR unit_id IS NULL) AND taken < quota
  AND NOT EXISTS (
    SELECT 1 FROM courses_enrolment AS e
    WHERE e.session_id = p.session_id AND e.state = 'waiting'
      AND (p.unit_id IS NULL OR e.unit_id = p.unit_id))
ORDER BY unit_id NULLS LAST LIMIT 1
"""

# Who finds no seat takes the next place in line, in the same statement.
TAKE_SQL = f"""
WITH seat AS (
  UPDATE courses_seatpool SET taken = taken + 1
  WHERE taken < quota AND id = ({FREE_SQL})
  RETURNING id)
UPDATE courses_session SET
  seats_taken = seats_taken + (SELECT count(*) FROM seat),
  waiting_issued = waiting_issued + 1 - (SELECT count(*) FROM seat)
WHERE id = %(session)s
RETURNING (SELECT id FROM seat), seats_taken, waiting_issued
"""


# The unit an agency stands in today: its own, or the one that received it.
HOLDER_SQL = """
SELECT u.id, u.scheme, u.code, u.name_vi, u.name_en
FROM accounts_agency AS a
LEFT JOIN places_succession AS s ON s.predecessor_id = a.unit_id
JOIN places_unit AS u ON u.id = COALESCE(s.successor_id, a.unit_id)
WHERE a.id = %s
ORDER BY s.successor_id LIMIT 1
"""

# What the rules of a place, its answer and its mail ask of a session, and of its course.
OF_SESSION = Columns(Session, "s", frozenset({
    "course_id", "state", "capacity", "seats_taken", "waiting_issued", "accepts_single",
    "opens_at", "closes_at", "starts_on", "ends_on", "year", "date_text_vi", "date_text_en",
    "date_text_ko", "place_vi", "place_en", "place_ko", "quotas_fall_on", "quotas_fell_at",
    "offer_hours", "is_demo",
}))  # fmt: skip
OF_COURSE = Columns(
    Course, "c", frozenset({"live", "slug", "title_vi", "title_en", "title_ko", "titles_by_vkc"})
)


def lock(session_id: int) -> Session:
    """The session as it is now, ours until commit. Lock sessions before enrolments, always."""
    return _locked().get(pk=session_id)


def lock_to_enrol(session_id: int) -> Session:
    """The same with what one enrolment reads; hundreds at once wait for this row."""
    with connection.cursor() as cursor:
        cursor.execute(_lock_sql(), [session_id])
        row = cursor.fetchone()
    if row is None:
        raise Session.DoesNotExist
    size = len(OF_SESSION.fields)
    session = OF_SESSION.read(row[:size])
    session.course = OF_COURSE.read(row[size:])
    return session


@cache
def _lock_sql() -> str:
    return (
        f"SELECT {OF_SESSION.sql}, {OF_COURSE.sql} FROM courses_session AS s"
        " JOIN courses_course AS c ON c.id = s.course_id"
        " WHERE s.id = %s FOR NO KEY UPDATE OF s"
    )


def _locked() -> SessionQuerySet:
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("course")


@dataclass(frozen=True)
class Answer:
    """Where somebody is put: the key of the pool that gave a seat, else the number in line."""

    pool_id: int | None
    waiting_sequence: int | None


def take(session: Session, *, unit_id: int | None) -> Answer:
    """One seat for somebody of a province, of its own pool first, then of the national one.

    Where both are full, the next place in line. The session is locked by the caller; the condition
    of the UPDATE and the CHECK of the table hold without that lock, too.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_SQL, {"session": session.pk, "unit": unit_id})
        pool_id, session.seats_taken, session.waiting_issued = cursor.fetchone()
    return Answer(pool_id, None if pool_id else session.waiting_issued)


def lock_pools(session: Session) -> dict[int | None, SeatPool]:
    """Unit key → pool, ours until commit, in the fixed order; None is the national one."""
    pools = SeatPool.objects.filter(session=session).select_for_update(of=("self",))
    return {pool.unit_id: pool for pool in pools}


def write_quotas(
    session: Session, quotas: Mapping[int, int], pools: Mapping[int | None, SeatPool]
) -> None:
    """Write provincial quotas, and the rest of the capacity to the national pool. Pools are locked."""
    for unit, quota in sorted(quotas.items()):
        if unit in pools:
            SeatPool.objects.filter(pk=pools[unit].pk).update(quota=quota)
        else:
            SeatPool.objects.create(session=session, unit_id=unit, quota=quota)
    given = SeatPool.objects.filter(session=session, unit__isnull=False).aggregate(
        total=Coalesce(Sum("quota"), 0)
    )
    national = SeatPool.objects.filter(session=session, unit=None)
    national.update(quota=(session.capacity or 0) - given["total"])


def take_from(pool: SeatPool) -> bool:
    """Take one seat of one pool; False where none is free."""
    free = SeatPool.objects.filter(pk=pool.pk, taken__lt=F("quota"))
    return bool(free.update(taken=F("taken") + 1))


def take_of(session: Session, pool: SeatPool) -> None:
    """Take a seat of this pool for somebody who waited; the CHECKs refuse one too many."""
    SeatPool.objects.filter(pk=pool.pk).update(taken=F("taken") + 1)
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") + 1)
    session.seats_taken += 1


def give_back_seat(session: Session, *, pool_id: int | None) -> None:
    """Free one seat of a pool; the CHECKs refuse to go below none.

    Once the quotas have fallen, a province's seat that comes free is the nation's.
    """
    pools = SeatPool.objects.filter(session=session)
    pool = pools.filter(pk=pool_id)
    if session.quotas_fell_at and pool.filter(unit__isnull=False).update(
        taken=F("taken") - 1, quota=F("quota") - 1
    ):
        pools.filter(unit=None).update(quota=F("quota") + 1)
    else:
        pool.update(taken=F("taken") - 1)
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") - 1)
    session.seats_taken -= 1


def free_seats(session: Session) -> list[SeatPool]:
    """Pools with a free seat, in the fixed order; asks the database."""
    return list(SeatPool.objects.filter(session=session, taken__lt=F("quota")))


def empty_pools(session: Session) -> None:
    """No seat is taken any more: the session was cancelled or moved."""
    SeatPool.objects.filter(session=session).update(taken=0)


def has_seat_for(session: Session, *, unit_id: int | None) -> bool:
    """Whether a seat is free that somebody of this province could have now; one query."""
    with connection.cursor() as cursor:
        cursor.execute(FREE_SQL, {"session": session.pk, "unit": unit_id})
        return cursor.fetchone() is not None


def holder(person: Any) -> Unit | None:
    """The unit of today whose quota a person counts in, by the agency of the day; one query.

    An agency still kept under one of the 63 former units counts for the one that received it.
    """
    if not person.agency_id:
        return None
    return next(iter(Unit.objects.raw(HOLDER_SQL, [person.agency_id])), None)


def holder_unit(person: Any) -> int | None:
    """The key of that unit."""
    unit = holder(person)
    return unit.pk if unit else None


def sort_units(pools: Iterable[SeatPool]) -> list[SeatPool]:
    """Pools as people read them: provinces by name, the national pool last."""
    return sorted(pools, key=lambda p: (p.unit_id is None, p.unit.sort_key if p.unit else ""))
