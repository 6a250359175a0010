"""Seats kept for provinces: given before a day, released to the nation on it.

Locked in the fixed order: the session, then its pools. Each change is an event of the session,
with every quota before and after it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses import states
from courses.exceptions.seats import (
    QuotaCapacityMissing,
    QuotasReleased,
    QuotasTooLate,
    QuotaUnitUnknown,
    quota_below_taken,
    quotas_above_capacity,
)
from courses.models import SeatPool, Session, SessionEvent
from courses.permissions import can_manage_session
from courses.services import seats
from courses.services.waiting import fill_seats
from vkc.places.models import Unit

SET_EVENT, RELEASE_EVENT = "set_quotas", "release_quotas"


@transaction.atomic
def set_quotas(
    *, session: Session, quotas: Mapping[int, int], by: Any, at: datetime
) -> list[SeatPool]:
    """Give provinces their seats: unit key → seats. A province left out keeps its quota.

    The national pool keeps the rest. Whoever has a seat already goes on counting where it was
    taken. Returns the pools of the provinces.
    """
    if not can_manage_session(by, session):
        raise PermissionDenied
    locked = seats.lock(session.pk)
    check_may_set(locked)
    pools = seats.lock_pools(locked)
    wanted = {unit: pool.quota for unit, pool in pools.items() if unit} | dict(quotas)
    _check(wanted, pools, capacity=locked.capacity or 0)
    before = {unit: pools[unit].quota if unit in pools else 0 for unit in wanted}
    changed = {unit: quota for unit, quota in wanted.items() if quota != before[unit]}
    if changed:
        seats.write_quotas(locked, changed, pools)
        _record(locked, SET_EVENT, before, changed, by=by, at=at)
        fill_seats(session_id=locked.pk, at=at)
    return list(SeatPool.objects.filter(session=locked, unit__isnull=False).select_related("unit"))


def check_may_set(session: Session) -> None:
    """Raise where quotas no longer change, or not yet."""
    if session.state not in states.BEFORE_THE_START:
        raise QuotasTooLate
    if session.quotas_fell_at:
        raise QuotasReleased
    if session.capacity is None:
        raise QuotaCapacityMissing


def _check(
    wanted: Mapping[int, int], pools: Mapping[int | None, SeatPool], *, capacity: int
) -> None:
    units = Unit.objects.in_bulk(wanted)
    today = set(Unit.objects.current().filter(pk__in=wanted).values_list("pk", flat=True))
    for unit, quota in wanted.items():
        pool = pools.get(unit)
        if unit not in units or (pool is None and unit not in today) or quota < 0:
            raise QuotaUnitUnknown
        if pool and quota < pool.taken:
            raise quota_below_taken(units[unit].name, wanted=quota, taken=pool.taken)
    taken = pools[None].taken if None in pools else 0
    if sum(wanted.values()) > capacity - taken:
        raise quotas_above_capacity(wanted=sum(wanted.values()), capacity=capacity, taken=taken)


def are_due(session: Session, *, at: datetime) -> bool:
    """Whether the day of release has begun in Viet Nam and the seats have not fallen yet."""
    return bool(
        session.quotas_fall_on
        and session.quotas_fell_at is None
        and session.state in states.BEFORE_THE_START
        and timezone.localdate(at) >= session.quotas_fall_on
    )


@transaction.atomic
def release_quotas(*, session: Session, at: datetime, by: Any = None) -> int:
    """What provinces did not use falls to the national pool, then to those who wait, in order.

    Returns how many seats fell; a second call does nothing. `by` is None for the clock.
    """
    if by is not None and not can_manage_session(by, session):
        raise PermissionDenied
    locked = seats.lock(session.pk)
    if locked.quotas_fell_at:
        return 0
    if locked.state not in states.BEFORE_THE_START:
        raise QuotasTooLate
    pools = seats.lock_pools(locked)
    before = {unit: pool.quota for unit, pool in pools.items() if unit}
    after = {unit: pools[unit].taken for unit in before}
    SeatPool.objects.filter(session=locked, unit__isnull=False).update(promised=F("quota"))
    fallen = {unit: quota for unit, quota in after.items() if quota != before[unit]}
    if fallen:
        seats.write_quotas(locked, fallen, pools)
    Session.objects.filter(pk=locked.pk).update(quotas_fell_at=at)
    _record(locked, RELEASE_EVENT, before, fallen, by=by, at=at)
    fill_seats(session_id=locked.pk, at=at)
    session.quotas_fell_at = at
    return sum(before[unit] - quota for unit, quota in fallen.items())


def _record(
    session: Session,
    event: str,
    before: Mapping[int, int],
    after: Mapping[int, int],
    *,
    by: Any,
    at: datetime,
) -> None:
    """An event that changes no state; `reason` lists `name: before → after`, as on the desk."""
    names = Unit.objects.in_bulk(after)
    words = [f"{names[unit].name_vi}: {before[unit]} → {after[unit]}" for unit in sorted(after)]
    state = session.state
    SessionEvent.objects.create(
        subject=session, event=event, from_state=state, to_state=state, at=at, by=by,
        reason="; ".join(words),
    )  # fmt: skip


def least_capacity(session_id: int) -> int:
    """The fewest seats a session may have: what is promised to provinces and taken nationally."""
    pools = SeatPool.objects.filter(session=session_id)
    return sum(pool.quota if pool.unit_id else pool.taken for pool in pools)
