"""What courses offer to the home page, to topics and places, and to a person's own page."""

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import presenters
from courses.attendance.rooms import exported_marks
from courses.learning import own_data as learning_export
from courses.models import Course, Enrolment, Session
from courses.services import erase_person
from courses.services.attendance import forget_recorder
from courses.services.learning import erase_learning
from vkc.core.registry import Panel
from vkc.places.models import Unit
from vkc.topics.models import Topic

HOME_LIMIT, RELATED_LIMIT, MINE_LIMIT = 4, 6, 5


def open_sessions(request: HttpRequest) -> Panel | None:
    """Home: sessions that take enrolments now, the nearest deadline first."""
    at = timezone.now()
    sessions = (
        Session.objects.published()
        .open_for_enrolment(at=at)
        .select_related("course")
        .order_by(F("closes_at").asc(nulls_last=True), "pk")[:HOME_LIMIT]
    )
    rows = [presenters.session_row(session, at=at) for session in sessions]
    return Panel("courses/panel_open.html", {"rows": rows}, title=_("Open for enrolment"))


def related_courses(subject: Any) -> Panel | None:
    """A topic's courses; a place's sessions, those of the units it was formed from included."""
    if isinstance(subject, Topic):
        return _of_topic(subject)
    if isinstance(subject, Unit):
        return _of_unit(subject)
    return None


def _of_topic(topic: Topic) -> Panel | None:
    courses = Course.objects.published().filter(topics=topic)[:RELATED_LIMIT]
    rows = [
        {
            "url": course.get_absolute_url(),
            "title": course.title,
            "title_lang": presenters.title_language(course),
            "is_sample": course.is_demo,
        }
        for course in courses
    ]
    return Panel("courses/panel_related.html", {"rows": rows}, title=_("Courses")) if rows else None


def _of_unit(unit: Unit) -> Panel | None:
    at = timezone.now()
    there = Q(unit=unit) | Q(unit__passed_to__successor=unit)
    sessions = (Session.objects.published().filter(there).select_related("course").distinct())[
        :RELATED_LIMIT
    ]
    rows = [presenters.session_row(session, at=at) for session in sessions]
    if not rows:
        return None
    return Panel("courses/panel_related.html", {"rows": rows}, title=_("Courses held here"))


def my_card(request: HttpRequest) -> Panel | None:
    """What a signed-in person has ahead."""
    rows = [row for row in presenters.rows_of_person(request.user) if row["is_current"]]
    context = {"rows": rows[:MINE_LIMIT], "count": len(rows)}
    return Panel("courses/panel_mine.html", context, title=_("My courses"))


def my_data(user: Any) -> list[dict[str, Any]]:
    """Everything the courses hold about a person, JSON-ready."""
    enrolments = Enrolment.objects.filter(person=user).select_related("session__course", "agency")
    rows = enrolments.select_related("conclusion").prefetch_related(
        "events", "marks__meeting", "marks__events", *learning_export.PREFETCH
    )
    return [_exported(row) for row in rows]


def _exported(row: Enrolment) -> dict[str, Any]:
    return {
        "course": row.session.course.title,
        "session": row.session_id,
        "starts_on": row.session.starts_on.isoformat() if row.session.starts_on else None,
        "state": row.state,
        "agency": str(row.agency) if row.agency else None,
        "submitted_at": row.submitted_at.isoformat(),
        "events": [
            {"event": event.event, "at": event.at.isoformat(), "reason": event.reason}
            for event in row.events.all()
        ],
        "attendance": exported_marks(row),
        "learning": learning_export.exported_learning(row),
    }


def erase_my_data(user: Any) -> None:
    erase_learning(person=user)
    erase_person(person=user, at=timezone.now())
    forget_recorder(person=user)
