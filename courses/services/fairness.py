"""Prove from the log that each seat went to the first who was entitled, or find where it did not.

The events of a session's enrolments are append-only, and each is written under the session's lock:
read in the order of their keys they are the whole story. The replay keeps the line as it was at
each moment and asks of every seat given whether somebody with a better claim stood in it.

Each event that leads to a seat names the pool (`EnrolmentEvent.seat_of`). Events older than that
record are judged where every pool that could have given the seat leads to the same answer; where
not, the replay says that it cannot decide.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.choices import EnrolmentState, SessionState
from courses.models import Enrolment, EnrolmentEvent, SeatGrant, SeatPool, Session
from courses.services import seats
from courses.services.offer_times import offer_until
from courses.services.waiting import line_for
from courses.states import BEFORE_THE_START, HOLDS_A_SEAT

WAITING = EnrolmentState.WAITING
GIVEN = (EnrolmentState.OFFERED, EnrolmentState.CONFIRMED)
ARRIVING = ("", EnrolmentState.SUBMITTED)
UNKNOWN = ""
LAST = 2**31


@dataclass(frozen=True)
class Entry:
    """One event of the log, with what is fixed about its enrolment.

    `seat` is the province whose pool gave the seat, None the national pool, "" not recorded.
    `replaces` is the enrolment whose seat or place a substitute took over.
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
    replaces: int | None = None
    seat: int | str | None = UNKNOWN


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


@dataclass
class Report:
    """What the replay found, and the seats of which it cannot say anything."""

    violations: list[Violation] = field(default_factory=list)
    undecided: list[Violation] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        self.violations += other.violations
        self.undecided += other.undecided


def _sentences() -> dict[str, str]:
    return {
        "passed_by": _("A seat was given past somebody who had the better claim."),
        "unnamed": _("A seat was given out of turn without a name or a reason."),
        "newcomer": _("Somebody new was seated while others with a claim to that seat waited."),
        "foreign": _("A seat kept for another province was given."),
        "idle": _("A seat is free beside somebody who waits for it, and nothing is offered."),
        "undecidable": _(
            "Not decidable: the log of that time does not say whose seat this was, and others"
            " waited."
        ),
    }


def check_session(session: Session, *, at: datetime) -> list[Violation]:
    """The violations of one session; see `report_of`."""
    return report_of(session, at=at).violations


def report_of(session: Session, *, at: datetime) -> Report:
    """Replay one session's log, and look for a free seat beside somebody it could be offered to."""
    pools = SeatPool.objects.filter(session=session, unit__isnull=False)
    report = replay(session.pk, log_of(session), units=set(pools.values_list("unit", flat=True)))
    report.violations += _idle(session, at=at)
    return report


def report_all(*, at: datetime) -> Report:
    """All sessions in which anybody ever waited."""
    sessions = Session.objects.filter(waiting_issued__gt=0).select_related("course").order_by("pk")
    report = Report()
    for session in sessions:
        report.add(report_of(session, at=at))
    return report


def log_of(session: Session) -> list[Entry]:
    """The log of a session in its order; three queries."""
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
            unit=rows[event.subject_id].unit_id,
            place=places[event.subject_id],
            is_named=event.by_id is not None,
            has_reason=bool(event.reason.strip()),
            replaces=rows[event.subject_id].replaces_id,
            seat=event.seat_unit_id if event.seat_of else units.get(event.pk, UNKNOWN),
        )
        for event in events
    ]


@dataclass
class _Walk:
    """The session at one moment of its log."""

    session: int
    # Provinces with seats of their own; a seat not on record came from theirs or the national pool.
    units: set[int]
    line: dict[int, Entry] = field(default_factory=dict)
    held: dict[int, int | str | None] = field(default_factory=dict)
    # Who left a seat in the event before, and which: a substitute may take it over.
    left: tuple[int, int | str | None] | None = None
    report: Report = field(default_factory=Report)

    def step(self, entry: Entry) -> None:
        if entry.from_state == WAITING:
            self._from_the_line(entry)
            self.line.pop(entry.enrolment, None)
        elif entry.to_state == EnrolmentState.CONFIRMED and entry.from_state in ARRIVING:
            self._newcomer(entry)
        if entry.to_state == WAITING:
            self.line[entry.enrolment] = entry
        self._count(entry)

    def _count(self, entry: Entry) -> None:
        if entry.to_state in HOLDS_A_SEAT:
            known = self.held.get(entry.enrolment, UNKNOWN)
            self.held[entry.enrolment] = known if entry.seat == UNKNOWN else entry.seat
        elif entry.enrolment in self.held:
            self.left = entry.enrolment, self.held.pop(entry.enrolment)
            return
        if self.left and entry.replaces != self.left[0]:
            self.left = None

    def _from_the_line(self, entry: Entry) -> None:
        """A seat from the line: to the first of its pool, or by somebody named, with a reason."""
        if entry.to_state not in GIVEN:
            return
        if entry.is_named:
            if entry.event != "promote" or not entry.has_reason:
                self._violation(entry, None, "unnamed")
            return
        ahead = [other for other in self.line.values() if other.place < entry.place]
        self._judge(entry, ahead, "passed_by")

    def _newcomer(self, entry: Entry) -> None:
        """Somebody seated on arrival: nobody waits whom that pool would take.

        A substitute takes over the seat left in the event before; the people of a moved session
        bring the seats they had there.
        """
        if entry.event == "move" or self._takes_over(entry):
            return
        self._judge(entry, list(self.line.values()), "newcomer")

    def _takes_over(self, entry: Entry) -> bool:
        if self.left is None or entry.replaces != self.left[0]:
            return False
        seat, self.left = self.left[1], None
        return UNKNOWN in (seat, entry.seat) or seat == entry.seat

    def _judge(self, entry: Entry, others: list[Entry], kind: str) -> None:
        if entry.seat != UNKNOWN:
            claims = _claims(entry.seat, others)
            if claims:
                self._violation(entry, claims, kind)
            elif entry.seat not in (None, entry.unit):
                self._violation(entry, None, "foreign")
            return
        # Whoever has a claim to a province's seat has one to a national seat, too.
        least = _claims(entry.unit if entry.unit in self.units else None, others)
        if least:
            self._violation(entry, least, kind)
        elif others:
            self.report.undecided.append(self._finding(entry, None, "undecidable"))

    def _violation(self, entry: Entry, claims: list[Entry] | None, kind: str) -> None:
        first = min(claims, key=lambda other: other.place).enrolment if claims else None
        self.report.violations.append(self._finding(entry, first, kind))

    def _finding(self, entry: Entry, passed: int | None, kind: str) -> Violation:
        return Violation(self.session, entry.enrolment, entry.event, entry.at, passed, kind)


def replay(session_id: int, log: Iterable[Entry], *, units: set[int]) -> Report:
    """Walk through the log with the line as it was; `units` are provinces with seats of their own."""
    walk = _Walk(session_id, units)
    for entry in log:
        walk.step(entry)
    return walk.report


def _claims(seat: int | str | None, others: Iterable[Entry]) -> list[Entry]:
    """Whom the pool would take: a province's those of it, the national one all."""
    return [other for other in others if seat is None or other.unit == seat]


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
