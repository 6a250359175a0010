"""A session moves to another date: a new one with the same settings, to which everyone goes along."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses import exceptions, states
from courses.choices import Channel, EnrolmentState
from courses.exceptions.waiting import DatesBehind, SameDates
from courses.models import (
    Enrolment,
    EnrolmentEvent,
    Material,
    Meeting,
    Nomination,
    Nominee,
    SeatPool,
    Session,
    SessionEvent,
)
from courses.permissions import can_manage_session
from courses.services import moves, seats
from courses.services.calendars import count_change
from courses.services.offer_fitting import fit_offers
from courses.services.telling import tell
from courses.services.waiting import fill_seats
from vkc.search import services as search

ENDED_BECAUSE = "moved"
# What belongs to the old row alone.
NOT_COPIED = frozenset(
    {
        "id", "state", "starts_on", "ends_on", "date_text_vi", "date_text_en", "date_text_ko",
        "year", "opens_at", "closes_at", "needs_letter_by", "quotas_fall_on", "seats_taken",
        "waiting_issued", "calendar_sequence", "moved_to", "created_at", "updated_at",
        "reference_key", "reference_digest", "trainees", "is_trainees_approximate",
    }
)  # fmt: skip


@transaction.atomic
def move_session(
    *,
    session: Session,
    starts_on: date,
    by: Any,
    at: datetime,
    reason: str,
    ends_on: date | None = None,
    shifts_meetings: bool = True,
) -> Session:
    """Hold the session on other days; returns the new session. Seats, ranks and letters go along.

    The old session ends as moved and leads to the new one. Enrolments of the old one end, new ones
    replace them with the same seat, the same number in line, the same letter; everyone is told.
    Open offers keep their deadline, unless offers stop sooner by the new start.
    Deadlines shift by as many days as the start; meetings do so, or the timetable begins empty.
    """
    if not can_manage_session(by, session):
        raise PermissionDenied
    if not reason.strip():
        raise exceptions.ReasonMissing
    old = seats.lock(session.pk)
    _check(old, starts_on, ends_on, at)
    days = starts_on - old.starts_on if old.starts_on else timedelta()
    new = _new_session(old, starts_on, ends_on, days, at=at)
    SessionEvent.objects.create(
        subject=new, event="plan", to_state=new.state, at=at, by=by, reason=reason
    )
    meetings = _shift_meetings(old, new, days) if shifts_meetings else {}
    _carry_materials(old, new, meetings)
    _carry_over(old, new, by=by, at=at, reason=reason)
    count_change(old, at=at)
    search.index(old.course)
    fill_seats(session_id=new.pk, at=at)
    session.state, session.seats_taken, session.moved_to = old.state, 0, new
    return new


def _check(old: Session, starts_on: date, ends_on: date | None, at: datetime) -> None:
    if old.state not in states.BEFORE_THE_START:
        raise exceptions.SessionStarted
    if starts_on == old.starts_on:
        raise SameDates
    if starts_on <= timezone.localdate(at) or (ends_on and ends_on < starts_on):
        raise DatesBehind


def _new_session(
    old: Session, starts_on: date, ends_on: date | None, days: timedelta, *, at: datetime
) -> Session:
    settings = {
        field.attname: getattr(old, field.attname)
        for field in old._meta.concrete_fields
        if field.name not in NOT_COPIED
    }
    lasts = old.ends_on - old.starts_on if old.ends_on and old.starts_on else None
    new = Session(
        **settings,
        state=old.state,
        starts_on=starts_on,
        ends_on=ends_on or (starts_on + lasts if lasts is not None else None),
        waiting_issued=old.waiting_issued,
        **_deadlines(old, days, at),
    )
    new.save()
    new.teachers.set(old.teachers.all())
    new.save()
    return new


def _deadlines(old: Session, days: timedelta, at: datetime) -> dict[str, Any]:
    """Shifted along; an enrolment that has opened stays open when the start moves back."""
    has_opened = old.opens_at is not None and old.opens_at <= at and days > timedelta()
    return {
        "opens_at": old.opens_at if has_opened else _shifted(old.opens_at, days),
        "closes_at": _shifted(old.closes_at, days),
        "needs_letter_by": _shifted(old.needs_letter_by, days),
        "quotas_fall_on": _shifted(old.quotas_fall_on, days),
    }


def _shifted(moment: Any, days: timedelta) -> Any:
    return moment + days if moment is not None else None


def _shift_meetings(old: Session, new: Session, days: timedelta) -> dict[int, int]:
    """The same meetings, days later; old meeting key → new meeting key."""
    meetings = list(Meeting.objects.filter(session=old).order_by("pk"))
    before = [meeting.pk for meeting in meetings]
    for meeting in meetings:
        meeting.pk, meeting.session_id = None, new.pk
        meeting.starts_at += days
        meeting.ends_at += days
    Meeting.objects.bulk_create(meetings)
    return dict(zip(before, (meeting.pk for meeting in meetings), strict=True))


def _carry_materials(old: Session, new: Session, meetings: dict[int, int]) -> None:
    """What was put up for the session is there for the new one, at the shifted meeting."""
    materials = list(Material.objects.filter(session=old))
    for material in materials:
        material.session = new
        material.meeting_id = meetings.get(material.meeting_id)
    Material.objects.bulk_update(materials, ["session", "meeting"])


def _carry_over(old: Session, new: Session, *, by: Any, at: datetime, reason: str) -> None:
    """Seats, the line, letters; then the old session ends and everyone is told."""
    rows = list(
        Enrolment.objects.filter(session=old)
        .open()
        .select_related("person", "agency", "unit")
        .order_by(F("waiting_sequence").asc(nulls_first=True), "pk")
    )
    held = {row.pk: (row.state, row.pool_id) for row in rows}
    taken, pools = old.seats_taken, _copy_pools(old, new)
    seats.empty_pools(old)
    moves.move_session(old, "move", by=by, at=at, reason=reason, moved_to=new, seats_taken=0)
    for row in rows:
        moves.move_enrolment(row, "cancel", by=by, at=at, reason=f"{ENDED_BECAUSE}: {reason}")
    Session.objects.filter(pk=new.pk).update(seats_taken=taken)
    new.seats_taken = taken
    made = _enrol_again(rows, held, pools, new, by=by, at=at, reason=reason)
    _carry_letters(old, new, made)
    fit_offers(session=new, by=by, at=at, offers=made)
    for enrolment in made:
        tell(enrolment, "session_moved", at=at, reason=reason, old=old, session=new)


def _copy_pools(old: Session, new: Session) -> dict[int | None, int]:
    """The same quotas with the same seats taken; old pool key → new pool key."""
    before = list(SeatPool.objects.filter(session=old))
    provinces = sum(pool.quota for pool in before if pool.unit_id is not None)
    SeatPool.objects.filter(session=new, unit=None).update(quota=(new.capacity or 0) - provinces)
    keys: dict[int | None, int] = {}
    for pool in before:
        counts = {"quota": pool.quota, "taken": pool.taken, "promised": pool.promised}
        twin, _is_new = SeatPool.objects.update_or_create(
            session=new, unit_id=pool.unit_id, defaults=counts
        )
        keys[pool.pk] = twin.pk
    return keys


def _enrol_again(
    rows: Iterable[Enrolment],
    held: dict[int, tuple[str, int | None]],
    pools: dict[int | None, int],
    new: Session,
    *,
    by: Any,
    at: datetime,
    reason: str,
) -> list[Enrolment]:
    made = [_twin(row, *held[row.pk], pools, new) for row in rows]
    Enrolment.objects.bulk_create(made)
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(
            subject=row, event="move", from_state="", to_state=row.state, at=at, by=by,
            reason=reason,
        )
        for row in made
    )  # fmt: skip
    return made


def _twin(
    row: Enrolment, state: str, pool_id: int | None, pools: dict[int | None, int], new: Session
) -> Enrolment:
    is_offered = state == EnrolmentState.OFFERED
    return Enrolment(
        session=new,
        person=row.person,
        agency_id=row.agency_id,
        unit_id=row.unit_id,
        state=state,
        waiting_sequence=row.waiting_sequence,
        pool_id=pools.get(pool_id),
        channel=Channel.MOVED,
        nomination_id=row.nomination_id,
        replaces=row,
        offered_at=row.offered_at if is_offered else None,
        offer_expires_at=row.offer_expires_at if is_offered else None,
        submitted_at=row.submitted_at,
    )


def _carry_letters(old: Session, new: Session, made: Iterable[Enrolment]) -> None:
    """Letters and their people go on in the new session, where they can still be substituted."""
    Nomination.objects.filter(session=old).update(session=new)
    twins = {row.replaces_id: row for row in made}
    named = list(Nominee.objects.filter(enrolment__in=twins))
    for nominee in named:
        nominee.enrolment = twins[nominee.enrolment_id]
    Nominee.objects.bulk_update(named, ["enrolment"])
