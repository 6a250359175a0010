"""Why somebody waits: one sentence and the rule, the same for the person, the agency and staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.choices import EnrolmentState
from courses.models import Enrolment, SeatPool, Session
from courses.services.offer_times import answer_until, stop_of
from courses.states import BEFORE_THE_START


@dataclass(frozen=True)
class Reason:
    """Why an enrolment waits. Ranks count from 1; `unit_rank` is None for who has no province."""

    sentence: str
    rule: str
    rank: int
    unit_rank: int | None
    unit_name: str


def why_waiting(enrolment: Enrolment, *, at: datetime | None = None) -> Reason | None:
    """The reason of one enrolment; None where it does not wait."""
    return reasons_for([enrolment], at=at).get(enrolment.pk)


def reasons_for(
    enrolments: Iterable[Enrolment], *, at: datetime | None = None
) -> dict[int, Reason]:
    """Enrolment id → why it waits, for those that do; four queries for any number of them.

    Give enrolments with their sessions and units selected.
    """
    waiting = [row for row in enrolments if row.state == EnrolmentState.WAITING]
    if not waiting:
        return {}
    at = at or timezone.now()
    sessions = {row.session_id: row.session for row in waiting}
    ranks, pools, stops = _ranks(sessions), _pools(sessions), stop_of(sessions.values())
    has_stopped = {
        pk: answer_until(session, at=at, stop=stops[pk]) is None for pk, session in sessions.items()
    }
    found = {}
    for row in waiting:
        place = ranks.get(row.pk)
        if place is not None:
            found[row.pk] = _reason(row, place, pools[row.session_id], has_stopped[row.session_id])
    return found


def _ranks(session_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Enrolment id → (rank of all, rank in its province)."""
    order = F("waiting_sequence").asc()
    rows = Enrolment.objects.filter(
        session__in=list(session_ids), state=EnrolmentState.WAITING
    ).annotate(
        place=Window(RowNumber(), partition_by=F("session_id"), order_by=order),
        unit_place=Window(
            RowNumber(), partition_by=[F("session_id"), F("unit_id")], order_by=order
        ),
    )
    return {pk: (place, own) for pk, place, own in rows.values_list("pk", "place", "unit_place")}


def _pools(session_ids: Iterable[int]) -> dict[int, dict[int | None, SeatPool]]:
    pools: dict[int, dict[int | None, SeatPool]] = {pk: {} for pk in session_ids}
    for pool in SeatPool.objects.filter(session__in=list(pools)):
        pools[pool.session_id][pool.unit_id] = pool
    return pools


def _reason(
    row: Enrolment, place: tuple[int, int], pools: dict[int | None, SeatPool], has_stopped: bool
) -> Reason:
    session, unit = row.session, row.unit if row.unit_id else None
    facts = {
        "rank": place[0],
        "own_rank": place[1],
        "unit": unit.name if unit else "",
        "national": _quota(pools, None),
        "own": _quota(pools, row.unit_id) if unit else 0,
    }
    return Reason(
        sentence=_sentence(session, facts, _has_quotas(pools), has_stopped),
        rule=_rule(session, _has_quotas(pools)),
        rank=place[0],
        unit_rank=place[1] if unit else None,
        unit_name=str(facts["unit"]),
    )


def _quota(pools: dict[int | None, SeatPool], unit_id: int | None) -> int:
    return pools[unit_id].quota if unit_id in pools else 0


def _has_quotas(pools: dict[int | None, SeatPool]) -> bool:
    return any(pool.quota for unit_id, pool in pools.items() if unit_id is not None)


def _sentence(session: Session, facts: dict[str, Any], has_quotas: bool, has_stopped: bool) -> str:
    if session.state not in BEFORE_THE_START:
        return _("The session has begun and no seat came free in time.")
    if has_stopped:
        return (
            _(
                "Number %(rank)s in line; seats that come free so shortly before the start are no"
                " longer offered."
            )
            % facts
        )
    if facts["own"]:
        return (
            _(
                "Number %(rank)s in line and number %(own_rank)s of %(unit)s: the %(own)s seats of"
                " %(unit)s and the %(national)s seats of the national pool are all held."
            )
            % facts
        )
    if has_quotas:
        return (
            _(
                "Number %(rank)s in line: the %(national)s seats of the national pool are all held,"
                " and the other seats are kept for provinces with a quota."
            )
            % facts
        )
    return _("Number %(rank)s in line: all %(national)s seats are held.") % facts


def _rule(session: Session, has_quotas: bool) -> str:
    facts = {"hours": session.offer_hours, "stop": session.offers_stop_hours}
    if not has_quotas:
        return (
            _(
                "A seat that comes free is offered to the first in line, who has %(hours)s working"
                " hours to answer; declined or unanswered, it goes on to the next. In the last"
                " %(stop)s hours before the start nothing is offered. Whoever is seated out of turn is"
                " seated by a named registrar, with a reason that is kept."
            )
            % facts
        )
    return (
        _(
            "A seat of a province is offered to the first in line of that province, a seat of the"
            " national pool to the first of all; each has %(hours)s working hours to answer, then it"
            " goes on to the next. In the last %(stop)s hours before the start nothing is offered."
            " Whoever is seated out of turn is seated by a named registrar, with a reason that is kept."
        )
        % facts
    )
