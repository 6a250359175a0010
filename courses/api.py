"""Courses and sessions in the open read API. Published ones only; nothing about persons."""

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from ninja import Query, Router
from ninja.errors import HttpError
from pydantic import Field

from courses.choices import Form, PublicState
from courses.models import Course, SeatPool, Session
from vkc.core.api import Asked, PageOut, absolute, answer, as_json

router = Router()


class CoursesAsked(Asked):
    """Filters of the catalogue."""

    topic: str = Field("", max_length=80, description="Key of a topic.")


class SessionsAsked(Asked):
    """Filters of sessions; the state is the one readers see."""

    course: int | None = Field(None, description="Id of a course.")
    state: PublicState | None = Field(None, description="The one word shown on card and page.")
    form: Form | None = Field(None, description="How the session is held.")
    scheme: int | None = Field(None, description="34 or 63: the scheme of `unit`.")
    unit: str = Field("", max_length=10, description="Code of the province it is held in.")
    starts_from: date | None = Field(None, description="First day on this day or later.")
    starts_until: date | None = Field(None, description="First day on this day or earlier.")


@router.get("/courses", summary="courses", response=PageOut)
def courses(request: HttpRequest, asked: Query[CoursesAsked]) -> HttpResponse:
    """Published courses: what is taught, for whom, how many periods."""
    found = Course.objects.published().prefetch_related("topics").order_by("title_vi", "pk")
    if asked.topic:
        found = found.filter(topics__key=asked.topic)
    return answer(request, found, course_row, asked, name="courses")


@router.get("/sessions", summary="sessions", response=PageOut)
def sessions(request: HttpRequest, asked: Query[SessionsAsked]) -> HttpResponse:
    """Sessions with state, seats and dates; quotas of provinces where there are any."""
    at = timezone.now()
    found: Any = sessions_of(asked)
    if asked.state is not None:
        found = [row for row in found if row.public_state(at=at) == asked.state]
    return answer(request, found, lambda row: session_row(row, at=at), asked, name="sessions")


@router.get("/sessions/{int:pk}", summary="session")
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session with its timetable; the links of meetings are given to those with a seat alone."""
    rows = _whole(Session.objects.published()).prefetch_related("meetings")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise HttpError(404, f"session {pk} does not exist")
    row = session_row(found, at=timezone.now())
    return as_json(row | {"meetings": [_meeting(meeting) for meeting in found.meetings.all()]})


def sessions_of(asked: SessionsAsked) -> QuerySet[Session]:
    """Sessions of published courses that fit, the latest first."""
    wanted = {
        "course": asked.course,
        "form": asked.form,
        "unit__scheme": asked.scheme,
        "unit__code": asked.unit,
        "starts_on__gte": asked.starts_from,
        "starts_on__lte": asked.starts_until,
    }
    found = Session.objects.published().filter(
        **{name: value for name, value in wanted.items() if value}
    )
    return _whole(found)


def _whole(found: QuerySet[Session]) -> QuerySet[Session]:
    pools = SeatPool.objects.select_related("unit").order_by("unit__code")
    return found.select_related("course", "unit").prefetch_related(Prefetch("pools", pools))


def page_url(subject: Course | Session) -> str:
    """The page in Vietnamese."""
    with override("vi"):
        return absolute(subject.get_absolute_url())


def course_row(course: Course) -> dict[str, Any]:
    """One course; empty texts are null."""
    texts = {
        f"{name}_{code}": getattr(course, f"{name}_{code}") or None
        for name in ("title", "summary", "audience", "prerequisites", "outcomes")
        for code in ("vi", "en", "ko")
    }
    return {
        "id": course.pk,
        **texts,
        "periods": course.periods,
        "topics": [topic.key for topic in course.topics.all()],
        "is_sample": course.is_demo,
        "url": page_url(course),
    }


def session_row(session: Session, *, at: datetime) -> dict[str, Any]:
    """One session; seats are null where they are not known, never zero."""
    state = session.public_state(at=at)
    return {
        "id": session.pk,
        "course": session.course_id,
        "course_title_vi": session.course.title_vi,
        "state": str(state.value),
        "starts_on": session.starts_on,
        "ends_on": session.ends_on,
        "year": session.known_year,
        "form": session.form,
        "language": session.language or None,
        "place_vi": session.place_vi or None,
        "scheme": session.unit.scheme if session.unit else None,
        "unit": session.unit.code if session.unit else None,
        "decision_number": session.decision_number or None,
        "decision_on": session.decision_on,
        "opens_at": session.opens_at,
        "closes_at": session.closes_at,
        "seats": session.capacity,
        "seats_taken": session.seats_in_use,
        "minimum": session.minimum,
        "quotas": [_quota(pool) for pool in session.pools.all() if pool.unit_id],
        "quotas_fall_on": session.quotas_fall_on,
        "participants_reported": session.trainees,
        "is_sample": session.is_demo,
        "url": page_url(session),
    }


def _quota(pool: SeatPool) -> dict[str, Any]:
    unit = pool.unit
    return {"scheme": unit.scheme, "unit": unit.code, "seats": pool.quota, "taken": pool.taken}


def _meeting(meeting: Any) -> dict[str, Any]:
    return {
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "topic": meeting.topic or None,
        "teacher": meeting.teacher or None,
        "room": meeting.room or None,
        "periods": meeting.periods,
    }
