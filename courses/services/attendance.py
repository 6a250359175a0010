"""Attendance as verbs: check in with the code, sync a device, correct; and the count of it all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache as kept
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from courses.attendance import codes
from courses.attendance.states import SEATED
from courses.choices.attendance import MarkSource, MarkState
from courses.exceptions import attendance as exceptions
from courses.models import (
    Announcement,
    AttendanceMark,
    AttendanceMarkEvent,
    Course,
    Enrolment,
    Meeting,
    Session,
)
from courses.permissions import can_take_attendance
from courses.presenters import moment as in_words
from courses.services.marks import NOT_HELD, Act, Answer, arrive, record
from vkc.core.append_only import purging
from vkc.core.rows import Columns

OPENS_BEFORE = timedelta(minutes=30)
# Meetings whose codes are compared at all: those near the present moment.
NEAR = timedelta(hours=12)
# How far back a code is still recognised, to say that it is too old.
REMEMBERED_STEPS = 40
GUESSES, GUESS_SECONDS = 10, 300
# What the answer at the door says.
OF_MEETING = Columns(Meeting, "m", frozenset({"session_id", "starts_at", "ends_at", "topic"}))
OF_COURSE = Columns(Course, "c", frozenset({"title_vi", "title_en", "title_ko", "titles_by_vkc"}))


@dataclass(frozen=True)
class Attended:
    """What one person attended: of all meetings of the session and of their periods (tiết).

    `excused` counts meetings missed with leave; they are no presence.
    """

    meetings: int
    present: int
    periods: int
    periods_present: int
    excused: int = 0


@dataclass(frozen=True)
class CheckedIn:
    """The answer at the door; the same the second time."""

    meeting: Meeting
    marked_at: datetime


def attended(session_id: int) -> dict[int, Attended]:
    """Enrolment id → what was attended, for everybody with a seat; two queries."""
    total = Meeting.objects.filter(session=session_id).aggregate(
        meetings=Count("pk"), periods=Sum("periods")
    )
    was_there = Q(marks__state=MarkState.PRESENT)
    rows = (
        Enrolment.objects.filter(session=session_id, state__in=SEATED)
        .order_by()
        .annotate(
            present=Count("marks", filter=was_there),
            periods_present=Sum("marks__meeting__periods", filter=was_there),
            excused=Count("marks", filter=Q(marks__state=MarkState.EXCUSED)),
        )
        .values_list("pk", "present", "periods_present", "excused")
    )
    meetings, periods = total["meetings"], total["periods"] or 0
    return {
        pk: Attended(meetings, present, periods, periods_present or 0, excused)
        for pk, present, periods_present, excused in rows
    }


def check_in(*, person: Any, typed: str, at: datetime) -> CheckedIn:
    """Mark a person present by the code on the room's screen; a refusal says what to do.

    Wrong codes are counted, ten in five minutes; right ones are not.
    """
    if (cache.get(_guess_key(person)) or 0) >= GUESSES:
        raise exceptions.TooManyGuesses
    code = codes.read_code(typed)
    places = {
        meeting.pk: (meeting, enrolment_id) for meeting, enrolment_id in _open_places(person, at)
    }
    found = codes.find_meeting(code, places, at=at)
    if found is None:
        _count_guess(person)
        raise _why_not(code, places, at)
    meeting, enrolment_id = places[found]
    check_window(meeting, at=at)
    since = arrive(meeting_id=meeting.pk, enrolment_id=enrolment_id, by=person, at=at)
    return CheckedIn(meeting, since)


def check_window(meeting: Meeting, *, at: datetime) -> None:
    """Raise outside the time from 30 minutes before a meeting to its end."""
    opens = meeting.starts_at - OPENS_BEFORE
    if at < opens:
        raise exceptions.TooEarly(opens=in_words(opens))
    if at > meeting.ends_at:
        raise exceptions.TooLate


def _open_places(person: Any, at: datetime) -> list[tuple[Meeting, int]]:
    """Meetings of today in which this person has a seat, each with the enrolment; one query."""
    seated, ended = [str(state) for state in SEATED], [str(state) for state in NOT_HELD]
    values = [person.pk, seated, at + NEAR, at - NEAR, ended]
    with connection.cursor() as cursor:
        cursor.execute(_places_sql(), values)
        rows = cursor.fetchall()
    return [(_meeting(row), row[0]) for row in rows]


@kept
def _places_sql() -> str:
    return (
        f"SELECT e.id, {OF_MEETING.sql}, {OF_COURSE.sql} FROM courses_enrolment AS e"
        " JOIN courses_session AS s ON s.id = e.session_id"
        " JOIN courses_course AS c ON c.id = s.course_id"
        " JOIN courses_meeting AS m ON m.session_id = s.id"
        " WHERE e.person_id = %s AND e.state = ANY(%s)"
        " AND m.starts_at <= %s AND m.ends_at >= %s AND s.state <> ALL(%s)"
        " ORDER BY m.starts_at, m.id"
    )


def _meeting(row: tuple[Any, ...]) -> Meeting:
    size = len(OF_MEETING.fields)
    meeting, course = OF_MEETING.read(row[1 : 1 + size]), OF_COURSE.read(row[1 + size :])
    meeting.session = Session(pk=meeting.session_id, course=course)
    return meeting


def _why_not(code: str, places: dict[int, Any], at: datetime) -> exceptions.CheckInRefused:
    """Name the reason: too old, of another meeting, or no code at all."""
    if len(code) != codes.CODE_LENGTH:
        return exceptions.CodeUnknown()
    if codes.find_meeting(code, places, at=at, back=REMEMBERED_STEPS):
        return exceptions.CodeExpired()
    near = Meeting.objects.filter(starts_at__lte=at + NEAR, ends_at__gte=at - NEAR)
    others = near.exclude(pk__in=places).order_by("starts_at").values_list("pk", flat=True)[:200]
    if codes.find_meeting(code, list(others), at=at):
        return exceptions.CodeOfAnotherMeeting()
    return exceptions.CodeUnknown()


def _guess_key(person: Any) -> str:
    return f"courses.check-in.{person.pk}"


def _count_guess(person: Any) -> None:
    key = _guess_key(person)
    cache.add(key, 0, GUESS_SECONDS)
    cache.incr(key)


@transaction.atomic
def sync(*, session: Session, acts: list[Act], by: Any, at: datetime) -> list[Answer]:
    """What a device or a form kept: all of it in one transaction, one answer an act."""
    if not can_take_attendance(by, session):
        raise PermissionDenied
    return record(session_id=session.pk, acts=acts, by=by, at=at)


@transaction.atomic
def correct(
    *,
    meeting: Meeting,
    enrolment_id: int,
    state: MarkState,
    reason: str,
    key: UUID,
    by: Any,
    at: datetime,
) -> Answer:
    """Put one person's attendance right, with a reason that stays on record."""
    if not can_take_attendance(by, meeting.session):
        raise PermissionDenied
    if not reason.strip():
        raise exceptions.CorrectionNeedsReason
    act = Act(key, meeting.pk, enrolment_id, state, MarkSource.CORRECTION, reason=reason.strip())
    return record(session_id=meeting.session_id, acts=[act], by=by, at=at)[0]


def forget_recorder(*, person: Any) -> None:
    """Take a person's name from the acts they recorded; who was marked is unnamed by itself."""
    with purging():
        AttendanceMarkEvent.objects.filter(by=person).update(by=None)
        Announcement.objects.filter(by=person).update(by=None)
    AttendanceMark.objects.filter(by=person).update(by=None)
