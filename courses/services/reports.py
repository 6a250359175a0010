"""Figures of courses, counted from enrolments: by province, agency, course and year.

Every figure is the length of a list that can be opened (`people`, `sessions_of`). Missing is None,
never zero: nobody attended is a count only where attendance was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from courses.certificates.states import CertificateState
from courses.choices import EnrolmentState as E
from courses.choices.attendance import MarkState
from courses.models import AttendanceMark, Certificate, Course, Enrolment, Session
from vkc.accounts.models import Agency
from vkc.core.states import Refusal
from vkc.places.models import Succession, Unit

HAD_A_SEAT = (E.CONFIRMED, E.COMPLETED, E.NOT_COMPLETED, E.NO_SHOW)
ENDED = (E.COMPLETED, E.NOT_COMPLETED, E.NO_SHOW)
HOLDS = (CertificateState.ISSUED, CertificateState.SUSPENDED)
DIMENSIONS = ("province", "agency", "course", "year")
MEASURES = (
    "sessions", "enrolled", "attended", "completed", "not_completed", "no_show", "periods",
    "periods_unknown", "certificates",
)  # fmt: skip
NONE_KEY = "none"


class BackwardSplit(Refusal):
    """A figure of a merged province does not say which former province its people came from."""

    code = "backward_split"

    def default_message(self) -> str:
        return (
            _(
                "The figures of %(unit)s cannot be split among %(former)s: an enrolment names the"
                " province of its day, not the former one."
            )
            % self.facts
        )

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(**facts)


@dataclass(frozen=True)
class Narrow:
    """What is counted: one year or all, one course or all."""

    year: int | None = None
    course: int | None = None


@dataclass(frozen=True)
class Fact:
    """People of one unit and agency in one session who share a state."""

    unit_id: int | None
    agency_id: int | None
    session_id: int
    course_id: int
    year: int | None
    state: str
    is_attended: bool
    is_certified: bool
    is_demo: bool
    people: int
    periods: int | None
    periods_unknown: int
    is_marked: bool


@dataclass
class Row:
    """One line of a report: `values` by measure; None where there is no information yet."""

    key: str
    label: str
    values: dict[str, int | None]
    is_sample: bool = False


@dataclass
class Report:
    """Lines in their order, their sum, and what could not be placed, each with the reason."""

    rows: list[Row] = field(default_factory=list)
    total: Row | None = None
    refused: list[str] = field(default_factory=list)


def enrolments(narrow: Narrow) -> QuerySet[Enrolment]:
    """Everybody who had a seat, with the year of the session."""
    found = Enrolment.objects.filter(state__in=HAD_A_SEAT).annotate(
        in_year=Coalesce(
            ExtractYear("session__starts_on"), F("session__year"), output_field=IntegerField()
        )
    )
    if narrow.year:
        found = found.filter(in_year=narrow.year)
    if narrow.course:
        found = found.filter(session__course=narrow.course)
    return found.order_by()


def people(
    measure: str, *, by: str, key: str, scheme: int = 34, narrow: Narrow | None = None
) -> QuerySet[Enrolment]:
    """The enrolments that a figure counts; for `periods` those whose periods are known."""
    found = enrolments(narrow or Narrow()).filter(_of_measure(measure))
    if key == "all":
        return found
    return found.filter(_of_key(by, key, scheme))


def sessions_of(
    *, by: str, key: str, scheme: int = 34, narrow: Narrow | None = None
) -> QuerySet[Session]:
    """The sessions that a figure counts: those in which somebody had a seat."""
    rows = people("enrolled", by=by, key=key, scheme=scheme, narrow=narrow)
    return Session.objects.filter(pk__in=rows.values("session")).select_related("course")


def report(by: str, *, scheme: int = 34, narrow: Narrow | None = None) -> Report:
    """One report; five statements whatever the number of enrolments."""
    facts = read_facts(narrow or Narrow())
    if by == "province":
        return _by_province(facts, scheme)
    labels = _labels(by, facts)
    grouped = _grouped(facts, lambda fact: _plain_key(by, fact))
    rows = [_row(key, labels.get(key, _unknown(by)), mine) for key, mine in grouped.items()]
    rows.sort(key=lambda row: (row.key == NONE_KEY, row.label), reverse=False)
    if by == "year":
        rows.sort(key=lambda row: (row.key != NONE_KEY, row.key), reverse=True)
    return Report(rows, total=_total(facts))


def read_facts(narrow: Narrow) -> list[Fact]:
    """People counted by unit, agency, session and state; two statements."""
    marked = set(AttendanceMark.objects.values_list("meeting__session_id", flat=True).distinct())
    rows = (
        enrolments(narrow)
        .annotate(attended=_attended(), certified=_certified())
        .values_list(
            "unit_id", "agency_id", "session_id", "session__course_id", "in_year", "state",
            "attended", "certified", "session__is_demo",
        )
        .annotate(
            people=Count("pk"),
            periods=Sum("hours__periods"),
            unknown=Count("pk", filter=Q(state=E.COMPLETED, hours__periods=None)),
        )
    )  # fmt: skip
    return [Fact(*row, is_marked=row[2] in marked) for row in rows]


def years() -> list[int]:
    """Years in which somebody had a seat, the latest first."""
    found = enrolments(Narrow()).values_list("in_year", flat=True).distinct()
    return sorted((year for year in found if year), reverse=True)


def split_back(unit: Unit, former: Iterable[Unit]) -> Unit:
    """The one former province a unit consists of; raises BackwardSplit where it had several."""
    parts = list(former)
    if len(parts) != 1:
        names = ", ".join(part.name for part in parts) or "—"
        raise BackwardSplit(unit=unit.name, former=names)
    return parts[0]


def _attended() -> Exists:
    return Exists(AttendanceMark.objects.filter(enrolment=OuterRef("pk"), state=MarkState.PRESENT))


def _certified() -> Exists:
    return Exists(Certificate.objects.filter(enrolment=OuterRef("pk"), state__in=HOLDS))


def _of_measure(measure: str) -> Q | Exists:
    conditions: dict[str, Any] = {
        "sessions": Q(), "enrolled": Q(), "attended": _attended(), "certificates": _certified(),
        "periods": Q(hours__periods__isnull=False),
        "periods_unknown": Q(state=E.COMPLETED, hours__periods=None),
    }  # fmt: skip
    return conditions[measure] if measure in conditions else Q(state=measure)


def _of_key(by: str, key: str, scheme: int) -> Q:
    column = {"agency": "agency", "course": "session__course", "year": "in_year"}.get(by, "unit")
    if key == NONE_KEY:
        return Q(**{f"{column}__isnull": True})
    if by != "province":
        return Q(**{column: int(key)})
    placed = _Places(scheme)
    return Q(unit__in=[pk for pk in placed.units if placed.key(pk) == key])


class _Places:
    """Where an enrolment's unit stands in a scheme: summed forward, or back where nothing merged."""

    def __init__(self, scheme: int) -> None:
        self.scheme = scheme
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        self.forward: dict[int, list[Unit]] = {}
        self.back: dict[int, list[Unit]] = {}
        for old, new in Succession.objects.values_list("predecessor", "successor"):
            self.forward.setdefault(old, []).append(self.units[new])
            self.back.setdefault(new, []).append(self.units[old])

    def place(self, unit_id: int) -> Unit:
        """The unit of the scheme; raises BackwardSplit."""
        unit = self.units[unit_id]
        if unit.scheme == self.scheme:
            return unit
        if self.scheme == 34:
            return self.forward.get(unit_id, [unit])[0]
        return split_back(unit, self.back.get(unit_id, []))

    def key(self, unit_id: int | None) -> str | None:
        """The unit's key in the scheme, NONE_KEY without a unit, None where a split is refused."""
        if unit_id is None:
            return NONE_KEY
        try:
            return self.place(unit_id).key
        except BackwardSplit:
            return None


def _by_province(facts: list[Fact], scheme: int) -> Report:
    places = _Places(scheme)
    found = Report(total=_total(facts))
    grouped = _grouped(facts, lambda fact: places.key(fact.unit_id) or "")
    refused = grouped.pop("", [])
    for unit_id in dict.fromkeys(fact.unit_id for fact in refused):
        try:
            places.place(unit_id)
        except BackwardSplit as refusal:
            found.refused.append(str(refusal))
    by_key = {unit.key: unit for unit in places.units.values()}
    found.rows = [
        _row(key, by_key[key].name if key in by_key else _unknown("province"), mine)
        for key, mine in grouped.items()
    ]
    order = {key: unit.sort_key for key, unit in by_key.items()}
    found.rows.sort(key=lambda row: (row.key == NONE_KEY, order.get(row.key, "")))
    return found


def _plain_key(by: str, fact: Fact) -> str:
    value = {"agency": fact.agency_id, "course": fact.course_id, "year": fact.year}[by]
    return NONE_KEY if value is None else str(value)


def _labels(by: str, facts: list[Fact]) -> dict[str, str]:
    if by == "agency":
        rows = Agency.objects.filter(pk__in={fact.agency_id for fact in facts} - {None})
        return {str(row.pk): _agency_label(row) for row in rows.select_related("unit")}
    if by == "course":
        courses = Course.objects.filter(pk__in={fact.course_id for fact in facts})
        return {str(course.pk): course.title for course in courses}
    return {str(fact.year): str(fact.year) for fact in facts if fact.year}


def _agency_label(agency: Agency) -> str:
    return f"{agency} ({agency.unit})" if agency.unit else str(agency)


def _unknown(by: str) -> str:
    return _("Central bodies and partners") if by == "province" else _("no information yet")


def _grouped(facts: list[Fact], key: Callable[[Fact], str]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(key(fact), []).append(fact)
    return found


def _total(facts: list[Fact]) -> Row:
    return _row("all", _("In all"), facts)


def _row(key: str, label: str, facts: list[Fact]) -> Row:
    return Row(key, label, values_of(facts), any(fact.is_demo for fact in facts))


def values_of(facts: list[Fact]) -> dict[str, int | None]:
    """Measures of some facts. What nobody recorded is None: no marks, no conclusion, no hours."""
    states = {state: _sum(facts, lambda f, s=state: f.state == s) for state in ENDED}
    ended = sum(states.values())
    known = [fact.periods for fact in facts if fact.periods is not None]
    unknown = sum(fact.periods_unknown for fact in facts)
    return {
        "sessions": len({fact.session_id for fact in facts}),
        "enrolled": _sum(facts, lambda fact: True),
        "attended": (
            _sum(facts, lambda fact: fact.is_attended)
            if any(fact.is_marked for fact in facts)
            else None
        ),
        **{str(state): count if ended else None for state, count in states.items()},
        "periods": sum(known) if known or (ended and not unknown) else None,
        "periods_unknown": unknown if ended else None,
        "certificates": _sum(facts, lambda fact: fact.is_certified) if ended else None,
    }


def _sum(facts: list[Fact], counts: Callable[[Fact], bool]) -> int:
    return sum(fact.people for fact in facts if counts(fact))
