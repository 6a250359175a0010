"""What the clock does to sessions: close enrolment, begin, end. Safe to run at any time."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.choices import SessionState
from courses.models import Session
from courses.services.quotas import release_quotas
from courses.services.running import close_session, finish_session, start_session
from courses.states import BEFORE_THE_START
from vkc.core.states import Refusal

CLOCK_REASON = "the set time has passed"


def check_deadlines(*, at: datetime) -> dict[str, int]:
    """Close, start and finish sessions whose time has come; returns how many of each.

    Run twice it does nothing the second time. Each session has its own transaction.
    """
    today = timezone.localdate(at)
    ended_on = Coalesce(F("ends_on"), F("starts_on"))
    is_open = Session.objects.filter(state=SessionState.OPEN)
    counts = {"closed": _each(is_open.filter(closes_at__lte=at), close_session, at)}
    counts["closed"] += _each(is_open.filter(starts_on__lte=today), close_session, at)
    closed = Session.objects.filter(state=SessionState.CLOSED, starts_on__lte=today)
    counts["started"] = _each(closed, start_session, at)
    running = Session.objects.filter(state=SessionState.RUNNING)
    over = running.annotate(over_on=ended_on).filter(over_on__lt=today)
    counts["finished"] = _each(over, finish_session, at)
    counts["quotas_released"] = _release_quotas(at)
    return counts


def _release_quotas(at: datetime) -> int:
    """Unused provincial seats fall on the day set, from midnight in Viet Nam; returns sessions."""
    due = Session.objects.filter(
        quotas_fall_on__lte=timezone.localdate(at),
        quotas_fell_at=None,
        state__in=BEFORE_THE_START,
    )
    done = 0
    for session in due.order_by("pk"):
        try:
            release_quotas(session=session, at=at)
            done += 1
        except Refusal:
            continue
    return done


def _each(sessions, act: Callable[..., None], at: datetime) -> int:
    done = 0
    for session in sessions:
        try:
            act(session=session, by=None, at=at, reason=CLOCK_REASON)
            done += 1
        except Refusal:
            # Someone moved it a moment ago; the next run sees it as it is.
            continue
    return done
