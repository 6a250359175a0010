"""What the pages of attendance read: meetings, people, marks, as rows ready to show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.attendance import codes
from courses.attendance.states import SEATED
from courses.choices.attendance import MarkState
from courses.models import AttendanceMark, AttendanceMarkEvent, Enrolment, Meeting, Session
from courses.services.attendance import OPENS_BEFORE
from vkc.core.text import sort_key

# A device forgets the names so long after the last meeting of its roster.
KEPT_FOR = timedelta(hours=24)
TONES = {
    MarkState.PRESENT: "verified",
    MarkState.ABSENT: "late",
    MarkState.EXCUSED: "proposed",
    MarkState.UNDONE: "unknown",
}


@dataclass(frozen=True)
class Attendee:
    """One person with a seat. `note` tells people of the same name apart."""

    enrolment_id: int
    name: str
    agency: str
    note: str = ""
    state: str = ""
    state_label: str = ""
    since: str = ""

    @property
    def is_present(self) -> bool:
        return self.state == MarkState.PRESENT

    @property
    def tone(self) -> str:
        return TONES.get(MarkState(self.state), "unknown") if self.state else "unknown"

    @property
    def number(self) -> str:
        return codes.personal_number(self.enrolment_id)

    @property
    def qr(self) -> Any:
        label = _("Personal code of %(name)s") % {"name": self.name}
        return codes.qr_svg(codes.personal_token(self.enrolment_id), label=label)


def meetings_of(session: Session) -> list[Meeting]:
    return list(session.meetings.order_by("starts_at", "pk"))


def nearest_meeting(meetings: list[Meeting], *, at: datetime) -> Meeting | None:
    """The meeting that runs now or comes next; after the last one, the last."""
    ahead = [meeting for meeting in meetings if meeting.ends_at >= at]
    return (ahead or meetings[-1:] or [None])[0]


def meeting_name(meeting: Meeting) -> str:
    """Day, hours and subject in one line."""
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    facts = {
        "day": date_format(begins, "SHORT_DATE_FORMAT"),
        "from": begins.strftime("%H:%M"),
        "until": ends.strftime("%H:%M"),
        "subject": meeting.topic,
    }
    if meeting.topic:
        return _("%(day)s, %(from)s–%(until)s: %(subject)s") % facts
    return _("%(day)s, %(from)s–%(until)s") % facts


def hours(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")


def attendees(session: Session, meeting: Meeting | None = None) -> list[Attendee]:
    """Everybody with a seat, by name in Vietnamese order, with the mark of one meeting."""
    enrolments = Enrolment.objects.filter(session=session, state__in=SEATED)
    rows = list(enrolments.select_related("person", "agency").order_by("pk"))
    marks = {mark.enrolment_id: mark for mark in AttendanceMark.objects.filter(meeting=meeting)}
    names = [row.person.full_name for row in rows if row.person]
    twice = {name for name in names if names.count(name) > 1}
    people = [_attendee(row, marks.get(row.pk), twice) for row in rows]
    return sorted(people, key=lambda person: (sort_key(_given_first(person.name)), person.note))


def _attendee(row: Enrolment, mark: AttendanceMark | None, twice: set[str]) -> Attendee:
    name = row.person.full_name if row.person else _("(data erased)")
    agency = str(row.agency) if row.agency else ""
    note = agency if name in twice else ""
    if mark is None:
        return Attendee(row.pk, name, agency, note)
    label = str(mark.get_state_display())
    return Attendee(row.pk, name, agency, note, mark.state, label, hours(mark.decided_at))


def _given_first(name: str) -> str:
    """Vietnamese lists are ordered by the given name, which comes last."""
    family, _space, given = name.rpartition(" ")
    return f"{given} {family}"


def roster(session: Session, *, at: datetime) -> dict[str, Any]:
    """What a device needs to take attendance without a network, and no more: names and hashes."""
    meetings = meetings_of(session)
    marks = AttendanceMark.objects.filter(meeting__session=session)
    return {
        "meetings": [
            {
                "id": meeting.pk,
                "name": meeting_name(meeting),
                "opens": (meeting.starts_at - OPENS_BEFORE).isoformat(),
                "ends": meeting.ends_at.isoformat(),
            }
            for meeting in meetings
        ],
        "people": [
            {
                "id": person.enrolment_id,
                "name": person.name,
                "note": person.note,
                "code": codes.hash_of(codes.personal_token(person.enrolment_id)),
                "number": codes.hash_of(person.number),
            }
            for person in attendees(session)
        ],
        "marks": [
            [mark.meeting_id, mark.enrolment_id, mark.state, hours(mark.decided_at)]
            for mark in marks
        ],
        "forget_at": forget_at(meetings, at=at).isoformat(),
    }


def forget_at(meetings: list[Meeting], *, at: datetime) -> datetime:
    """When a device drops the names: a day after the meetings of that day, at the latest."""
    today = timezone.localdate(at)
    ends = [m.ends_at for m in meetings if timezone.localdate(m.starts_at) <= today]
    return max([at, *ends]) + KEPT_FOR


def marks_of(enrolment: Enrolment) -> list[dict[str, Any]]:
    """A person's own attendance, meeting by meeting, for key_values."""
    marks = {mark.meeting_id: mark for mark in enrolment.marks.all()}
    rows = []
    for meeting in meetings_of(enrolment.session):
        mark = marks.get(meeting.pk)
        has_mark = mark is not None and mark.state != MarkState.UNDONE
        row = {"label": meeting_name(meeting), "value": None}
        if mark is not None and has_mark:
            state = MarkState(mark.state)
            row = {**row, "value": str(state.label), "tone": TONES[state]}
        rows.append(row)
    return rows


def exported_marks(enrolment: Enrolment) -> list[dict[str, Any]]:
    """A person's attendance with every act on it, JSON-ready; reads what was prefetched."""
    return [
        {
            "meeting": mark.meeting.starts_at.isoformat(),
            "state": mark.state,
            "acts": [
                {"to": act.to_state, "at": act.at.isoformat(), "reason": act.reason}
                for act in mark.events.all()
            ],
        }
        for mark in enrolment.marks.all()
    ]


def log_of(meeting: Meeting) -> list[list[Any]]:
    """Each act on a meeting's marks, the latest first, as rows of a table."""
    events = (
        AttendanceMarkEvent.objects.filter(subject__meeting=meeting)
        .select_related("by", "subject__enrolment__person")
        .order_by("-received_at", "-pk")
    )
    return [_log_row(event) for event in events]


def _log_row(event: AttendanceMarkEvent) -> list[Any]:
    person = event.subject.enrolment.person
    local = timezone.localtime(event.at)
    words = dict(MarkState.choices)
    return [
        f"{date_format(local, 'SHORT_DATE_FORMAT')} {local.strftime('%H:%M')}",
        person.full_name if person else _("(data erased)"),
        words.get(event.from_state) or _("not recorded"),
        words.get(event.to_state),
        event.get_source_display(),
        event.by.full_name if event.by_id and event.by else "—",
        event.reason or "—",
    ]
