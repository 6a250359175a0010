"""Count the seats again from the enrolments and compare with the counters, pool by pool."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count

from courses.models import Enrolment, SeatPool, Session
from courses.services import seats
from courses.states import HOLDS_A_SEAT


@dataclass
class Drift:
    """One session whose counters differ from a plain recount.

    `pools` lists the counters that are wrong. `without_pool` are seats counted in no pool;
    `quotas` is what all pools add up to, which must be the capacity.
    """

    session: Session
    counted: int
    quotas: int
    pools: list[dict[str, Any]] = field(default_factory=list)
    without_pool: int = 0
    is_fixed: bool = False

    @property
    def is_drift(self) -> bool:
        adds_up = self.session.capacity in (None, self.quotas)
        is_counted = self.session.seats_taken == self.counted
        return bool(self.pools or self.without_pool) or not (adds_up and is_counted)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, as `recount_seats --json` prints it."""
        return {
            "session": self.session.pk,
            "seats_taken": self.session.seats_taken,
            "counted": self.counted,
            "capacity": self.session.capacity,
            "quotas": self.quotas,
            "without_pool": self.without_pool,
            "pools": self.pools,
            "is_fixed": self.is_fixed,
        }


def recount_seats(*, fix: bool = False) -> list[dict[str, Any]]:
    """Sessions whose counters differ from a plain recount; with `fix` they are put right.

    A counter that would exceed its seats is reported, never written. Three queries for any number
    of sessions.
    """
    drifts = [drift for drift in _audit() if drift.is_drift]
    for drift in drifts:
        drift.is_fixed = bool(fix and recount_session(drift.session.pk))
    return [drift.as_dict() for drift in drifts]


def _audit() -> list[Drift]:
    sitting: dict[int, Counter[int | None]] = {}
    rows = Enrolment.objects.filter(state__in=HOLDS_A_SEAT).order_by()
    for session, pool, count in rows.values_list("session", "pool").annotate(n=Count("pk")):
        sitting.setdefault(session, Counter())[pool] = count
    pools: dict[int, list[SeatPool]] = {}
    for pool in SeatPool.objects.select_related("unit"):
        pools.setdefault(pool.session_id, []).append(pool)
    return [
        _drift(session, pools.get(session.pk, []), sitting.get(session.pk, Counter()))
        for session in Session.objects.order_by("pk")
    ]


def _drift(session: Session, pools: list[SeatPool], sitting: Counter[int | None]) -> Drift:
    wrong = [
        {
            "pool": pool.pk,
            "unit": pool.unit.key if pool.unit else None,
            "quota": pool.quota,
            "taken": pool.taken,
            "counted": sitting[pool.pk],
        }
        for pool in pools
        if pool.taken != sitting[pool.pk]
    ]
    total = sum(sitting.values())
    return Drift(session, total, sum(p.quota for p in pools), wrong, sitting[None] if pools else 0)


@transaction.atomic
def recount_session(session_id: int) -> bool:
    """Make all counters of a session what its enrolments say; False where they exceed the seats."""
    session = seats.lock(session_id)
    pools = seats.lock_pools(session)
    sitting = session.enrolments.holding_a_seat()
    homeless = list(sitting.filter(pool=None).order_by("submitted_at", "pk")) if pools else []
    by_pool = sitting.order_by().values_list("pool").annotate(n=Count("pk"))
    counted: Counter[int | None] = Counter(dict(by_pool))
    total = sum(counted.values())
    homes = _homes(homeless, pools, counted)
    is_too_many = session.capacity is not None and total > session.capacity
    if len(homes) < len(homeless) or is_too_many:
        return False
    provinces = {unit: pool.quota for unit, pool in pools.items() if unit}
    rest = (session.capacity or 0) - sum(provinces.values())
    room = {pool.pk: pool.quota if unit else rest for unit, pool in pools.items()}
    if any(counted[pool] > most for pool, most in room.items()):
        return False
    for enrolment, pool_id in homes.items():
        Enrolment.objects.filter(pk=enrolment).update(pool=pool_id)
    if pools:
        seats.write_quotas(session, provinces, pools)
    for pool in pools.values():
        SeatPool.objects.filter(pk=pool.pk).update(taken=counted[pool.pk])
    Session.objects.filter(pk=session_id).update(seats_taken=total)
    return True


def _homes(
    homeless: list[Enrolment], pools: dict[int | None, SeatPool], counted: Counter[int | None]
) -> dict[int, int]:
    """Enrolment key → pool key for seats counted nowhere: the own province's, else the nation's."""
    homes: dict[int, int] = {}
    for enrolment in homeless:
        for pool in (pools.get(enrolment.unit_id), pools.get(None)):
            if pool and counted[pool.pk] < pool.quota:
                homes[enrolment.pk] = pool.pk
                counted[pool.pk] += 1
                break
    return homes
