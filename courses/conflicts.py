"""Whether a person can be in two places: real meeting times, and the days of travel around them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.choices import EnrolmentState, Form
from courses.models import Enrolment, Session
from courses.states import PAST

COUNTED = (EnrolmentState.CONFIRMED, EnrolmentState.OFFERED, EnrolmentState.WAITING)


@dataclass(frozen=True)
class Conflict:
    """Another session at the same time; `is_travel` where only the journey collides."""

    session: Session
    day: date
    is_travel: bool

    @property
    def sentence(self) -> str:
        facts = {"course": self.session.course.title, "day": self.day.strftime("%d/%m/%Y")}
        if self.is_travel:
            return _("On %(day)s you would still be travelling for “%(course)s”.") % facts
        return _("On %(day)s you already have a meeting of “%(course)s”.") % facts


def conflicts_of(person: Any, session: Session) -> list[Conflict]:
    """One conflict for each other session of the person that collides with this one; two queries.

    A session without a timetable takes its whole days. Meetings that only touch do not collide.
    """
    wanted = _meeting_spans(session)
    reach = _with_travel(wanted, session, person)
    mine = (
        Enrolment.objects.filter(person=person, state__in=COUNTED)
        .exclude(session=session)
        .exclude(session__state__in=PAST)
        .select_related("session__course")
        .prefetch_related("session__meetings")
        .order_by("session_id")
    )
    found = []
    for enrolment in mine:
        held = _meeting_spans(enrolment.session)
        hit = _first_overlap(wanted, held)
        if hit is None:
            hit = _first_overlap(reach, _with_travel(held, enrolment.session, person))
            if hit is not None:
                found.append(Conflict(enrolment.session, hit, is_travel=True))
        else:
            found.append(Conflict(enrolment.session, hit, is_travel=False))
    return found


Span = tuple[datetime, datetime]


def _meeting_spans(session: Session) -> list[Span]:
    spans = [(meeting.starts_at, meeting.ends_at) for meeting in session.meetings.all()]
    if spans or not session.starts_on:
        return sorted(spans)
    last = session.ends_on or session.starts_on
    return [(_midnight(session.starts_on), _midnight(last + timedelta(days=1)))]


def _with_travel(spans: list[Span], session: Session, person: Any) -> list[Span]:
    """The whole days of travel before the first and after the last meeting, where one travels."""
    if not spans or not session.travel_days or not _travels(session, person):
        return spans
    first = timezone.localdate(spans[0][0]) - timedelta(days=session.travel_days)
    last = timezone.localdate(spans[-1][1] - timedelta(seconds=1))
    after = last + timedelta(days=session.travel_days + 1)
    return [
        (_midnight(first), spans[0][0]),
        *spans,
        (spans[-1][1], _midnight(after)),
    ]


def _travels(session: Session, person: Any) -> bool:
    if session.form == Form.ONLINE:
        return False
    here = person.agency.unit_id if person.agency_id else None
    return session.unit_id is None or session.unit_id != here


def _first_overlap(first: list[Span], second: list[Span]) -> date | None:
    hits = [max(a[0], b[0]) for a in first for b in second if max(a[0], b[0]) < min(a[1], b[1])]
    return timezone.localdate(min(hits)) if hits else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
