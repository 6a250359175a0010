"""Sessions as iCalendar (RFC 5545): one entry a meeting, or one for the days of a session.

Times carry the zone of Viet Nam with its VTIMEZONE. An entry keeps its UID for ever; `SEQUENCE`
rises with each change, and what was cancelled says so instead of vanishing.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from courses.choices import EnrolmentState, SessionState
from courses.models import DroppedMeeting, Enrolment, Meeting, Session

ZONE = "Asia/Ho_Chi_Minh"
ENDED = (SessionState.CANCELLED, SessionState.MOVED)
SEATED = (EnrolmentState.CONFIRMED, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)
UNDECIDED = (EnrolmentState.WAITING, EnrolmentState.OFFERED, EnrolmentState.SUBMITTED)
DROPPED_FOR = timedelta(days=60)


def session_calendar(session: Session, *, at: datetime) -> bytes:
    """The calendar of one session for everybody; without the links of its meetings."""
    calendar = _calendar(str(session.course))
    for event in _entries(session, at=at, status=_status(session)):
        calendar.add_component(event)
    return calendar.to_ical()


def personal_calendar(person: Any, *, at: datetime) -> bytes:
    """All sessions a person is or was enrolled in; links of meetings only with a seat."""
    calendar = _calendar(_("VKC: my courses"))
    for enrolment in _latest_enrolments(person):
        status = _status(enrolment.session, enrolment)
        has_seat = status == "CONFIRMED"
        for event in _entries(enrolment.session, at=at, status=status, has_seat=has_seat):
            if status == "CANCELLED":
                # Leaving is a change of this reader's entries that the session does not count.
                event["SEQUENCE"] = enrolment.session.calendar_sequence + 1
            calendar.add_component(event)
    return calendar.to_ical()


def _latest_enrolments(person: Any) -> list[Enrolment]:
    """The last enrolment of the person in each session, with all that the entries need."""
    rows = (
        Enrolment.objects.filter(person=person)
        .exclude(state=EnrolmentState.DRAFT)
        .select_related("session__course")
        .prefetch_related("session__meetings", "session__dropped_meetings")
        .order_by("session_id", "pk")
    )
    return list({row.session_id: row for row in rows}.values())


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//VKC//Portal//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add_component(_zone())
    return calendar


def _zone() -> Timezone:
    """Viet Nam has had one offset since 1975, without summer time."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1975, 6, 13))
    standard.add("tzname", "+07")
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=7))
    zone.add_component(standard)
    return zone


def _status(session: Session, enrolment: Enrolment | None = None) -> str:
    if session.state in ENDED:
        return "CANCELLED"
    if enrolment is None:
        return "TENTATIVE" if session.state == SessionState.PLANNED else "CONFIRMED"
    if enrolment.state in SEATED:
        return "CONFIRMED"
    return "TENTATIVE" if enrolment.state in UNDECIDED else "CANCELLED"


def _entries(
    session: Session, *, at: datetime, status: str, has_seat: bool = False
) -> Iterable[Event]:
    meetings = list(session.meetings.all())
    if not meetings and session.starts_on:
        yield _days(session, status)
    for meeting in meetings:
        yield _meeting(session, meeting, status, has_seat=has_seat)
    for dropped in session.dropped_meetings.all():
        if dropped.dropped_at > at - DROPPED_FOR:
            yield _timed(session, dropped.meeting_key, dropped, "CANCELLED")


def _days(session: Session, status: str) -> Event:
    """A session without a timetable: its days, as a whole-day entry (the end is not included)."""
    first: date = session.starts_on
    event = _event(session, f"session-{session.pk}", status)
    event.add("dtstart", first)
    event.add("dtend", (session.ends_on or first) + timedelta(days=1))
    return event


def _meeting(session: Session, meeting: Meeting, status: str, *, has_seat: bool) -> Event:
    event = _timed(session, meeting.pk, meeting, status)
    place = meeting.room or session.in_language("place").text
    if place:
        event.add("location", place)
    if meeting.teacher:
        teacher = _("Teacher: %(teacher)s") % {"teacher": meeting.teacher}
        event["DESCRIPTION"] = event["DESCRIPTION"] + f"\n{teacher}"
    if has_seat and meeting.link:
        event.add("conference", meeting.link, parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
        event["DESCRIPTION"] = event["DESCRIPTION"] + f"\n{meeting.link}"
    return event


def _timed(session: Session, key: int, times: Meeting | DroppedMeeting, status: str) -> Event:
    event = _event(session, f"meeting-{key}", status, topic=times.topic)
    zone = timezone.get_default_timezone()
    event.add("dtstart", times.starts_at.astimezone(zone))
    event.add("dtend", times.ends_at.astimezone(zone))
    return event


def _event(session: Session, key: str, status: str, *, topic: str = "") -> Event:
    event = Event()
    title = session.course.title
    event.add("uid", f"{key}@{urlsplit(settings.PUBLIC_URL).hostname or 'vkc.localhost'}")
    event.add("dtstamp", session.updated_at.astimezone(timezone.get_fixed_timezone(0)))
    event.add("last-modified", session.updated_at.astimezone(timezone.get_fixed_timezone(0)))
    event.add("sequence", session.calendar_sequence)
    event.add("status", status)
    event.add("summary", f"{topic} · {title}" if topic else title)
    address = settings.PUBLIC_URL + session.get_absolute_url()
    event.add("url", address)
    event.add("description", _description(session, address))
    return event


def _description(session: Session, address: str) -> str:
    label = _("illustrative data") if session.is_demo else ""
    return "\n".join(part for part in (label, address) if part)
