"""Prove from the log that each seat went to the first who was entitled, or find where it did not.

The events of a session's enrolments are append-only, and each is written under the session's lock:
read in the order of their keys they are the whole story. The replay keeps the line as it was at
each moment and asks of every seat given whether somebody with a better claim stood in it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.choices import EnrolmentState, SessionState
from courses.models import Enrolment, EnrolmentEvent, SeatGrant, SeatPool, Session
from courses.services import seats
from courses.services.offer_times import offer_until
from courses.services.waiting import line_for
from courses.states import BEFORE_THE_START

WAITING = EnrolmentState.WAITING
GIVEN = (EnrolmentState.OFFERED, EnrolmentState.CONFIRMED)
LAST = 2**31


@dataclass(frozen=True)
class Entry:
    """One event of the log, with what is fixed about its enrolment.

    `grant_unit` is the province whose pool gave the seat, None the national pool, "" unknown.
    """

    enrolment: int
    event: str
    from_state: str
    to_state: str
    at: datetime
    unit: int | None
    place: int
    is_named: bool = False
    has_reason: bool = False
    is_substitute: bool = False
    grant_unit: int | str | None = ""


@dataclass(frozen=True)
class Violation:
    """A seat that went past somebody; `passed_by` is the enrolment with the better claim."""

    session: int
    enrolment: int
    event: str
    at: datetime
    passed_by: int | None
    kind: str

    @property
    def sentence(self) -> str:
        return str(_sentences()[self.kind])


def _sentences() -> dict[str, str]:
    return {
        "passed_by": _("A seat was given past somebody who had the better claim."),
        "unnamed": _("A seat was given out of turn without a name or a reason."),
        "newcomer": _("Somebody new was seated while others with a claim to that seat waited."),
        "idle": _("A seat is free beside somebody who waits for it, and nothing is offered."),
    }


def check_session(session: Session, *, at: datetime) -> list[Violation]:
    """Replay one session's log, and look for a free seat beside somebody it could be offered to."""
    return replay(session.pk, log_of(session)) + _idle(session, at=at)


def check_all(*, at: datetime) -> list[Violation]:
    """All sessions in which anybody ever waited."""
    sessions = Session.objects.filter(waiting_issued__gt=0).select_related("course").order_by("pk")
    return [found for session in sessions for found in check_session(session, at=at)]


def log_of(session: Session) -> list[Entry]:
    """The log of a session in its order; four queries.

    Without quotas everybody stands in one line, so provinces do not matter.
    """
    has_quotas = SeatPool.objects.filter(session=session, unit__isnull=False).exists()
    rows = {row.pk: row for row in Enrolment.objects.filter(session=session)}
    places = _places(rows)
    grants = SeatGrant.objects.filter(subject__session=session)
    units = {grant.event_id: grant.unit_id for grant in grants}
    events = EnrolmentEvent.objects.filter(subject__session=session).order_by("pk")
    return [
        Entry(
            enrolment=event.subject_id,
            event=event.event,
            from_state=event.from_state,
            to_state=event.to_state,
            at=event.at,
            unit=rows[event.subject_id].unit_id if has_quotas else None,
            place=places[event.subject_id],
            is_named=event.by_id is not None,
            has_reason=bool(event.reason.strip()),
            is_substitute=rows[event.subject_id].replaces_id is not None,
            grant_unit=units.get(event.pk, ""),
        )
        for event in events
    ]


def replay(session_id: int, log: Iterable[Entry]) -> list[Violation]:
    """Walk through the log with the line as it was; returns what went past somebody."""
    line: dict[int, Entry] = {}
    found = []
    for entry in log:
        if entry.from_state == WAITING:
            found += _check_given(session_id, entry, line)
            line.pop(entry.enrolment, None)
        elif entry.to_state == EnrolmentState.CONFIRMED:
            found += _check_newcomer(session_id, entry, line)
        if entry.to_state == WAITING:
            line[entry.enrolment] = entry
    return found


def _check_given(session_id: int, entry: Entry, line: dict[int, Entry]) -> list[Violation]:
    """A seat from the line: to the first of its pool, or by somebody named, with a reason."""
    if entry.to_state not in GIVEN:
        return []
    if entry.is_named:
        is_explained = entry.event == "promote" and entry.has_reason
        return [] if is_explained else [_violation(session_id, entry, None, "unnamed")]
    ahead = [other for other in line.values() if other.place < entry.place]
    if entry.grant_unit != "":
        is_ours = entry.grant_unit is None or entry.grant_unit == entry.unit
        claims = [o for o in ahead if entry.grant_unit is None or o.unit == entry.grant_unit]
    else:
        # No record of the pool: it was fair if any pool could have given it.
        is_ours = True
        claims = [o for o in ahead if entry.unit is None or o.unit == entry.unit]
    if is_ours and not claims:
        return []
    first = min(claims, key=lambda o: o.place).enrolment if claims else None
    return [_violation(session_id, entry, first, "passed_by")]


def _check_newcomer(session_id: int, entry: Entry, line: dict[int, Entry]) -> list[Violation]:
    """Somebody seated on arrival: nobody waits whom the same pools would take in any case."""
    is_arrival = entry.from_state in ("", EnrolmentState.SUBMITTED) and not entry.is_substitute
    if not is_arrival:
        return []
    claims = [o for o in line.values() if entry.unit is None or o.unit == entry.unit]
    if not claims:
        return []
    first = min(claims, key=lambda o: o.place).enrolment
    return [_violation(session_id, entry, first, "newcomer")]


def _idle(session: Session, *, at: datetime) -> list[Violation]:
    """Free seats beside somebody entitled, while offers are made."""
    if session.state not in BEFORE_THE_START or session.state == SessionState.PLANNED:
        return []
    found = []
    for pool in seats.free_seats(session):
        first = line_for(session, pool).first()
        if first and offer_until(session, at=at):
            found.append(Violation(session.pk, first.pk, "", at, first.pk, "idle"))
    return found


def _violation(session_id: int, entry: Entry, passed: int | None, kind: str) -> Violation:
    return Violation(session_id, entry.enrolment, entry.event, entry.at, passed, kind)


def _places(rows: dict[int, Enrolment]) -> dict[int, int]:
    """The number in line of each; who was substituted left theirs to the substitute."""
    heirs = {row.replaces_id: row for row in rows.values() if row.replaces_id in rows}
    places = {}
    for pk, row in rows.items():
        while row.waiting_sequence is None and row.pk in heirs:
            row = heirs[row.pk]
        places[pk] = row.waiting_sequence or LAST
    return places


def as_json(violation: Violation) -> dict[str, Any]:
    return {**asdict(violation), "at": violation.at.isoformat(), "sentence": violation.sentence}
