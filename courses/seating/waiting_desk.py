"""What the desk of a waiting list shows: offers, the line with its reasons, the log, the proof."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.choices import EnrolmentState
from courses.models import Enrolment, EnrolmentEvent, SeatPool, Session
from courses.presenters import moment
from courses.services import fairness, seats
from courses.services.line import reasons_for
from courses.services.offer_times import answer_until, stop_of
from courses.states import BEFORE_THE_START

HISTORY_LIMIT = 200


def desk_of(session: Session, *, at: datetime) -> dict[str, Any]:
    """The context of `waiting_desk.html`; a dozen queries for any length of the line."""
    rows = Enrolment.objects.filter(session=session).select_related("person", "agency", "unit")
    line = list(rows.waiting())
    offered = list(rows.filter(state=EnrolmentState.OFFERED))
    for row in line:
        row.session = session
    reasons = reasons_for(line, at=at)
    stop = stop_of([session])[session.pk]
    is_ahead = session.state in BEFORE_THE_START
    return {
        "pools": [_pool_row(pool) for pool in _pools(session)],
        "offers": [_offer_row(row) for row in sorted(offered, key=_deadline)],
        "line": [_line_row(row, reasons[row.pk], is_ahead) for row in line if row.pk in reasons],
        "history": _history(session),
        "history_limit": HISTORY_LIMIT,
        "stop": moment(stop),
        "has_stopped": is_ahead and answer_until(session, at=at, stop=stop) is None,
        **_proof(session, at=at),
        "has_waited": session.waiting_issued > 0,
        "at": moment(at),
    }


def shortfall(row: Enrolment) -> str:
    """From whose seats an override would take, in a sentence; empty where no seat is free."""
    from courses.services.offers import pool_out_of_turn

    pool = pool_out_of_turn(row)
    if pool is None:
        return ""
    if pool.unit_id is None:
        return _("The seat comes from the national pool.")
    facts = {"unit": pool.unit.name if pool.unit else ""}
    if pool.unit_id == row.unit_id:
        return _("The seat comes from those of %(unit)s.") % facts
    return _("The seat is one that is kept for %(unit)s.") % facts


def _pools(session: Session) -> list[SeatPool]:
    pools = SeatPool.objects.filter(session=session).select_related("unit")
    return seats.sort_units(pools)


def _pool_row(pool: SeatPool) -> dict[str, Any]:
    name = pool.unit.name if pool.unit else _("national pool")
    return {"name": name, "quota": pool.quota, "taken": pool.taken, "left": pool.left}


def _deadline(row: Enrolment) -> datetime:
    return row.offer_expires_at or row.submitted_at


def _offer_row(row: Enrolment) -> dict[str, Any]:
    return {
        **_who(row),
        "offered": moment(row.offered_at),
        "until": moment(row.offer_expires_at),
    }


def _line_row(row: Enrolment, reason: Any, is_ahead: bool) -> dict[str, Any]:
    address = reverse("courses_desk:out_of_turn", args=[row.session_id, row.pk])
    return {
        **_who(row),
        "rank": reason.rank,
        "unit_rank": reason.unit_rank,
        "submitted": moment(row.submitted_at),
        "reason": reason.sentence,
        "seat_url": address if is_ahead else "",
    }


def _who(row: Enrolment) -> dict[str, Any]:
    return {
        "person": str(row.person) if row.person else _("person who erased their data"),
        "agency": str(row.agency) if row.agency else None,
        "unit": row.unit.name if row.unit else None,
    }


def _history(session: Session) -> list[dict[str, Any]]:
    """The latest acts on anyone's place that touched the line, newest first."""
    events = (
        EnrolmentEvent.objects.filter(subject__session=session)
        .exclude(event="submit")
        .select_related("subject__person", "by", "seat_unit", "grant__unit")
        .order_by("-pk")[:HISTORY_LIMIT]
    )
    words = _words()
    return [
        {
            "at": moment(event.at),
            "person": str(event.subject.person or _("person who erased their data")),
            "what": _what(event, words),
            "by": str(event.by) if event.by else _("the system"),
            "reason": event.reason,
            "pool": _pool_of(event),
        }
        for event in events
    ]


def _what(event: EnrolmentEvent, words: dict[str, str]) -> str:
    if event.event == "decline" and event.by_id is None:
        return pgettext("enrolment event", "the line ended with the start")
    return words.get(event.event, event.event)


def _pool_of(event: EnrolmentEvent) -> str:
    """Whose seat it was: as the event says, else as the grant of older events does."""
    if event.from_state == event.to_state:
        return ""
    grant = getattr(event, "grant", None)
    if not event.seat_of and grant is None:
        return ""
    unit = event.seat_unit if event.seat_of else grant.unit
    return unit.name if unit else str(_("national pool"))


def _words() -> dict[str, str]:
    return {
        "confirm": pgettext("enrolment event", "seat confirmed"),
        "wait": pgettext("enrolment event", "joined the waiting list"),
        "offer": pgettext("enrolment event", "seat offered"),
        "promote": pgettext("enrolment event", "seated from the waiting list"),
        "decline": pgettext("enrolment event", "declined"),
        "expire": pgettext("enrolment event", "offer not answered in time"),
        "withdraw": pgettext("enrolment event", "withdrew"),
        "shorten_offer": pgettext("enrolment event", "offer ends sooner"),
        "recall": pgettext("enrolment event", "offer taken back into the line"),
        "cancel": pgettext("enrolment event", "ended with the session"),
        "move": pgettext("enrolment event", "came from the moved session"),
        "complete": pgettext("enrolment event", "completed"),
        "fail": pgettext("enrolment event", "not completed"),
        "miss": pgettext("enrolment event", "did not come"),
    }


def _proof(session: Session, *, at: datetime) -> dict[str, Any]:
    """`violations`, and `undecided`: seats of a time whose log does not name the pool."""
    report = fairness.report_of(session, at=at)
    found = [*report.violations, *report.undecided]
    keys = {pk for v in found for pk in (v.enrolment, v.passed_by) if pk}
    rows = Enrolment.objects.filter(pk__in=keys).select_related("person") if keys else []
    names = {row.pk: str(row.person or _("person who erased their data")) for row in rows}
    return {
        "violations": [_finding_row(one, names) for one in report.violations],
        "undecided": [_finding_row(one, names) for one in report.undecided],
    }


def _finding_row(found: fairness.Violation, names: dict[int, str]) -> dict[str, Any]:
    return {
        "sentence": found.sentence,
        "at": moment(found.at),
        "person": names.get(found.enrolment, ""),
        "passed_by": names.get(found.passed_by, "") if found.passed_by else "",
    }
