"""Replay the demand of a session on other seats, in memory. Reads two tables and writes nothing.

What is replayed are the facts people made: who came when, who withdrew when, who turned an offer
down. What the rules made of them (seats, line, offers) is worked out again: a seat of the own
province first, then a national one, else the line; a seat that comes free goes to the first whom its
pool may take; on the day of release unused provincial seats fall to the nation. Overrides by staff
are not repeated, and whoever was never asked is taken to accept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from courses import states
from courses.choices import EnrolmentState
from courses.models import Enrolment, EnrolmentEvent, SeatPool, Session
from courses.services.offer_times import stop_of

LEFT = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)
NATION = None


@dataclass(frozen=True)
class Plan:
    """Seats to try: all of them, those of each province (unit key → seats), the day of release."""

    capacity: int
    quotas: Mapping[int, int]
    falls_on: date | None = None


@dataclass(frozen=True)
class Candidate:
    """One enrolment of the past: its province, what became of it, and whom it replaced."""

    pk: int
    unit_id: int | None
    had_seat: bool
    refuses_offers: bool
    replaces: int | None


@dataclass(frozen=True)
class Step:
    """Somebody came or left; `event` is the key that orders what happened in one moment."""

    at: datetime
    event: int
    pk: int
    is_arrival: bool


@dataclass(frozen=True)
class Demand:
    """All who asked, by key, and what they did in order; no offers are made after `stop`."""

    candidates: Mapping[int, Candidate]
    steps: list[Step]
    stop: datetime | None


def plan_of(session: Session) -> Plan:
    """The seats as they were given, before any fell to the nation."""
    pools = SeatPool.objects.filter(session=session, unit__isnull=False)
    has_fallen = session.quotas_fell_at is not None
    quotas = {pool.unit_id: pool.promised if has_fallen else pool.quota for pool in pools}
    return Plan(session.capacity or 0, quotas, session.quotas_fall_on)


def demand_of(session: Session) -> Demand:
    """The log of a session's enrolments; two queries and those of the timetable."""
    rows = list(Enrolment.objects.filter(session=session).order_by("pk"))
    events: dict[int, list[EnrolmentEvent]] = {row.pk: [] for row in rows}
    for event in EnrolmentEvent.objects.filter(subject__in=rows).order_by("id"):
        events[event.subject_id].append(event)
    replaced = {row.replaces_id for row in rows if row.replaces_id in events}
    steps = [step for pk, log in events.items() for step in _steps(pk, log, pk in replaced)]
    candidates = {row.pk: _candidate(row, events[row.pk], events) for row in rows}
    return Demand(candidates, sorted(steps, key=_moment), stop_of([session])[session.pk])


def _moment(step: Step) -> tuple[datetime, int]:
    return step.at, step.event


def _steps(pk: int, log: list[EnrolmentEvent], is_replaced: bool) -> Iterable[Step]:
    if not log:
        return
    yield Step(log[0].at, log[0].pk, pk, True)
    for event in log:
        # Whoever was substituted handed on the seat; it did not come free.
        if event.to_state in LEFT and not is_replaced:
            yield Step(event.at, event.pk, pk, False)


def _candidate(row: Enrolment, log: list[EnrolmentEvent], known: Mapping[int, Any]) -> Candidate:
    last = log[-1] if log else None
    # A session that was cancelled or moved ended what people had until then.
    is_cancelled = last is not None and last.to_state == EnrolmentState.CANCELLED
    state = last.from_state if last is not None and is_cancelled else row.state
    refused = any(e.from_state == EnrolmentState.OFFERED and e.to_state in LEFT for e in log)
    replaces = row.replaces_id if row.replaces_id in known else None
    return Candidate(row.pk, row.unit_id, state in states.HOLDS_A_SEAT, refused, replaces)


def replay(demand: Demand, plan: Plan) -> set[int]:
    """The keys of the enrolments that end with a seat under the plan."""
    room = _Room(demand, plan)
    falls_at = _midnight(plan.falls_on) if plan.falls_on else None
    for step in demand.steps:
        if falls_at and step.at >= falls_at:
            room.release()
            falls_at = None
        room.can_offer = demand.stop is None or step.at < demand.stop
        if step.is_arrival:
            room.arrive(demand.candidates[step.pk])
        else:
            room.leave(demand.candidates[step.pk])
    if falls_at and (demand.stop is None or falls_at < demand.stop):
        room.release()
    return set(room.seated)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass
class _Room:
    """Pools and line while a demand is replayed."""

    demand: Demand
    plan: Plan
    free: dict[int | None, int] = field(init=False)
    seated: dict[int, int | None] = field(default_factory=dict)
    line: list[Candidate] = field(default_factory=list)
    has_fallen: bool = False
    can_offer: bool = True

    def __post_init__(self) -> None:
        rest = self.plan.capacity - sum(self.plan.quotas.values())
        # The order in which seats are given: provinces by key, the nation last.
        self.free = {**dict(sorted(self.plan.quotas.items())), NATION: rest}

    def arrive(self, person: Candidate) -> None:
        if person.replaces is not None and self._take_over(person):
            return
        for pool in dict.fromkeys((person.unit_id, NATION)):
            if self.free.get(pool, 0) > 0 and self._first_for(pool) is None:
                self._seat(person, pool)
                return
        self.line.append(person)

    def leave(self, person: Candidate) -> None:
        if person in self.line:
            self.line.remove(person)
        if person.pk in self.seated:
            pool = self.seated.pop(person.pk)
            self.free[NATION if self.has_fallen else pool] += 1
            self._fill()

    def release(self) -> None:
        for pool in [unit for unit in self.free if unit is not NATION]:
            self.free[NATION] += self.free[pool]
            self.free[pool] = 0
        self.has_fallen = True
        self._fill()

    def _take_over(self, person: Candidate) -> bool:
        if person.replaces in self.seated:
            self.seated[person.pk] = self.seated.pop(person.replaces)
            return True
        for place, other in enumerate(self.line):
            if other.pk == person.replaces:
                self.line[place] = person
                return True
        return False

    def _fill(self) -> None:
        for pool in self.free if self.can_offer else ():
            while self.free[pool] > 0 and (person := self._first_for(pool)):
                self.line.remove(person)
                if not person.refuses_offers:
                    self._seat(person, pool)

    def _first_for(self, pool: int | None) -> Candidate | None:
        mine = (p for p in self.line if pool is NATION or p.unit_id == pool)
        return next(mine, None)

    def _seat(self, person: Candidate, pool: int | None) -> None:
        self.free[pool] -= 1
        self.seated[person.pk] = pool


@dataclass(frozen=True)
class Line:
    """One province: who asked, who had a seat, who would have one. `unit_id` None: no province."""

    unit_id: int | None
    asked: int
    had: int
    would: int

    @property
    def difference(self) -> int:
        return self.would - self.had


@dataclass(frozen=True)
class Comparison:
    """Provinces in the order of their keys, and how many people's answer would change."""

    lines: list[Line]
    gained: int
    lost: int

    @property
    def total(self) -> Line:
        sums = [
            sum(getattr(line, name) for line in self.lines) for name in ("asked", "had", "would")
        ]
        return Line(None, *sums)


def compare(demand: Demand, plan: Plan) -> Comparison:
    """Who would have been seated under the plan against who was, per province."""
    seated = replay(demand, plan)
    replaced = {person.replaces for person in demand.candidates.values()}
    people = [person for key, person in demand.candidates.items() if key not in replaced]
    units = sorted(
        {p.unit_id for p in people} | set(plan.quotas), key=lambda u: (u is None, u or 0)
    )
    lines = []
    for unit in units:
        own = [p for p in people if p.unit_id == unit]
        had, would = sum(p.had_seat for p in own), sum(p.pk in seated for p in own)
        lines.append(Line(unit, len(own), had, would))
    gained = sum(p.pk in seated and not p.had_seat for p in people)
    lost = sum(p.had_seat and p.pk not in seated for p in people)
    return Comparison(lines, gained, lost)
