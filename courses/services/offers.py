"""Answers to an offer: taken, declined, or left to expire; then the next in line is asked."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses import exceptions, states
from courses.choices import EnrolmentState
from courses.exceptions.waiting import (
    NoFreeSeat,
    NothingOffered,
    NotWaiting,
    OfferExpired,
    OverrideReasonMissing,
)
from courses.models import Enrolment, SeatGrant, SeatPool, Session
from courses.permissions import can_answer_offer, can_manage_session
from courses.services import seats
from courses.services.moves import move_enrolment
from courses.services.telling import tell
from courses.services.waiting import fill_seats


@transaction.atomic
def accept_offer(*, enrolment: Enrolment, by: Any, at: datetime) -> None:
    """Take the seat that is offered, before the offer runs out and the session begins."""
    session = _offered(enrolment, by=by, at=at)
    if session.state not in states.BEFORE_THE_START:
        raise exceptions.SessionStarted
    move_enrolment(enrolment, "confirm", by=by, at=at)
    tell(enrolment, "seat_after_offer", at=at)


@transaction.atomic
def decline_offer(*, enrolment: Enrolment, by: Any, at: datetime, reason: str = "") -> None:
    """Let the offer go; the next in line is asked in the same transaction."""
    session = _offered(enrolment, by=by, at=at)
    _end(enrolment, session, "decline", by=by, at=at, reason=reason)
    tell(enrolment, "offer_declined", at=at)
    fill_seats(session_id=session.pk, at=at)


def expire_offers(*, at: datetime, session_id: int | None = None) -> int:
    """End all offers whose time has passed and ask the next; returns how many ended.

    A transaction for each session. Two at once do not end an offer twice: who comes second waits
    for the session's row and finds nothing left.
    """
    due = _due(at)
    if session_id is not None:
        due = due.filter(session=session_id)
    ids = list(due.order_by("session_id").values_list("session_id", flat=True).distinct())
    return sum(_expire_in(pk, at=at) for pk in ids)


@transaction.atomic
def _expire_in(session_id: int, *, at: datetime) -> int:
    session = seats.lock(session_id)
    ended = list(_due(at).filter(session=session).select_related("person"))
    for enrolment in ended:
        enrolment.session = session
        _end(enrolment, session, "expire", by=None, at=at, reason="")
        tell(enrolment, "offer_expired", at=at)
    if ended:
        fill_seats(session_id=session_id, at=at)
    return len(ended)


@transaction.atomic
def seat_out_of_turn(*, enrolment: Enrolment, by: Any, at: datetime, reason: str) -> SeatPool:
    """Staff give a free seat to somebody who is not first; the log keeps who did it and why.

    The seat comes from the person's own pools where one is free there, else from another
    province's; returns the pool.
    """
    if not can_manage_session(by, enrolment.session):
        raise PermissionDenied
    if not reason.strip():
        raise OverrideReasonMissing
    session = seats.lock(enrolment.session_id)
    _refresh(enrolment, session)
    if session.state not in states.BEFORE_THE_START:
        raise exceptions.SessionStarted
    if not enrolment.is_waiting:
        raise NotWaiting
    pool = pool_out_of_turn(enrolment)
    if pool is None:
        raise NoFreeSeat
    seats.take_of(session, pool)
    event = move_enrolment(enrolment, "promote", by=by, at=at, reason=reason.strip(), pool=pool)
    SeatGrant.objects.create(
        event=event, subject=enrolment, unit_id=pool.unit_id, is_out_of_turn=True
    )
    tell(enrolment, "seat_by_registrar", at=at)
    return pool


def pool_out_of_turn(enrolment: Enrolment) -> SeatPool | None:
    """The pool an override would take from: the own, the national, then any other with a seat."""
    free = seats.free_seats(enrolment.session)
    own = (pool for pool in free if pool.unit_id is not None and pool.unit_id == enrolment.unit_id)
    national = (pool for pool in free if pool.unit_id is None)
    return next(own, None) or next(national, None) or next(iter(free), None)


def _due(at: datetime) -> Any:
    return Enrolment.objects.filter(state=EnrolmentState.OFFERED, offer_expires_at__lte=at)


def _offered(enrolment: Enrolment, *, by: Any, at: datetime) -> Session:
    """The session, locked, where this offer may still be answered by this person."""
    if not can_answer_offer(by, enrolment):
        raise PermissionDenied
    session = seats.lock(enrolment.session_id)
    _refresh(enrolment, session)
    if enrolment.state != EnrolmentState.OFFERED:
        raise NothingOffered
    if enrolment.offer_expires_at is None or at >= enrolment.offer_expires_at:
        raise OfferExpired
    return session


def _refresh(enrolment: Enrolment, session: Session) -> None:
    enrolment.refresh_from_db()
    enrolment.session = session


def _end(
    enrolment: Enrolment, session: Session, event: str, *, by: Any, at: datetime, reason: str
) -> None:
    pool_id = enrolment.pool_id
    move_enrolment(enrolment, event, by=by, at=at, reason=reason)
    seats.give_back_seat(session, pool_id=pool_id)
