"""Many people into one session at once, each as `enrolling.place` would have placed them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F

from courses import states
from courses.choices import EnrolmentState
from courses.models import Enrolment, EnrolmentEvent, SeatPool, Session
from courses.services import seats

BATCH = 1_000


@dataclass
class _Seats:
    """The counters of a locked session in memory, and who already waits for them."""

    pools: dict[int | None, SeatPool]
    left: dict[int | None, int]
    waiting_units: set[int | None]
    taken: Counter[int] = field(default_factory=Counter)

    def take(self, unit_id: int | None) -> int | None:
        """The pool's key as `seats.take_seat` would find it: the own pool first, then the national
        one; none where somebody waits whom that pool may take."""
        if unit_id is not None and unit_id not in self.waiting_units and self._one(unit_id):
            return self.pools[unit_id].pk
        if not self.waiting_units and self._one(None):
            return self.pools[None].pk
        self.waiting_units.add(unit_id)
        return None

    def _one(self, unit_id: int | None) -> bool:
        if self.left.get(unit_id, 0) < 1:
            return False
        self.left[unit_id] -= 1
        self.taken[self.pools[unit_id].pk] += 1
        return True


def place_many(
    *, session: Session, people: Sequence[Any], at: datetime, by: Any, **columns: Any
) -> list[Enrolment]:
    """Give each of `people`, in their order, a seat or a place in line; the same as `place` one
    by one, in a dozen statements for any number of people.

    The session is locked by the caller, who also asked whether it takes enrolments and left out
    who is enrolled already. People come with their agency. Sends nothing. The CHECKs of pools and
    session refuse the whole should a counter not hold.
    """
    counters = _read(session)
    line = session.waiting_issued
    units = _holders(people)
    rows = []
    for person in people:
        unit_id = units[person.agency_id]
        pool_id = counters.take(unit_id)
        if pool_id is None:
            line += 1
        rows.append(_row(session, person, unit_id, pool_id, line, at, columns))
    _count(session, counters, line)
    placed = Enrolment.objects.bulk_create(rows, batch_size=BATCH)
    _record(placed, by=by, at=at)
    return placed


def _holders(people: Sequence[Any]) -> dict[int | None, int | None]:
    """Agency → the unit whose quota its people count in; two queries an agency."""
    found: dict[int | None, int | None] = {}
    for person in people:
        if person.agency_id not in found:
            found[person.agency_id] = seats.holder_unit(person)
    return found


def _read(session: Session) -> _Seats:
    pools = {pool.unit_id: pool for pool in SeatPool.objects.filter(session=session)}
    waiting = Enrolment.objects.filter(session=session, state=EnrolmentState.WAITING)
    return _Seats(
        pools=pools,
        left={unit_id: pool.left for unit_id, pool in pools.items()},
        waiting_units=set(waiting.order_by().values_list("unit_id", flat=True).distinct()),
    )


def _row(
    session: Session,
    person: Any,
    unit_id: int | None,
    pool_id: int | None,
    line: int,
    at: datetime,
    columns: dict[str, Any],
) -> Enrolment:
    event = "confirm" if pool_id else "wait"
    return Enrolment(
        session=session,
        person=person,
        agency_id=person.agency_id,
        unit_id=unit_id,
        state=states.ENROLMENT.next_state(EnrolmentState.SUBMITTED, event),
        pool_id=pool_id,
        waiting_sequence=None if pool_id else line,
        submitted_at=at,
        **columns,
    )


def _count(session: Session, counters: _Seats, line: int) -> None:
    """Pools in the fixed order, each by one conditional UPDATE, then the session's counters."""
    for pool in sorted(counters.pools.values(), key=lambda p: (p.unit_id is None, p.unit_id or 0)):
        count = counters.taken[pool.pk]
        if count:
            free = SeatPool.objects.filter(pk=pool.pk, taken__lte=F("quota") - count)
            if not free.update(taken=F("taken") + count):
                raise RuntimeError(f"seat pool {pool.pk} moved while its session was locked")
    seated = counters.taken.total()
    Session.objects.filter(pk=session.pk).update(
        seats_taken=F("seats_taken") + seated, waiting_issued=line
    )
    session.seats_taken += seated
    session.waiting_issued = line


def _record(placed: Sequence[Enrolment], *, by: Any, at: datetime) -> None:
    """The two events of each, in the order in which they happened."""
    events = []
    for row in placed:
        last = "wait" if row.is_waiting else "confirm"
        steps = (
            ("submit", EnrolmentState.DRAFT, EnrolmentState.SUBMITTED),
            (last, EnrolmentState.SUBMITTED, row.state),
        )
        events += [
            EnrolmentEvent(subject=row, event=name, from_state=old, to_state=new, at=at, by=by)
            for name, old, new in steps
        ]
    EnrolmentEvent.objects.bulk_create(events, batch_size=2 * BATCH)
