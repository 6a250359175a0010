"""Pages anyone may read: no session, no token, few queries."""

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses import presenters
from courses.catalogue import read_catalogue, sessions_in_order
from courses.choices import PublicState
from courses.models import Course, Session
from courses.permissions import can_take_attendance
from courses.permissions.nominations import can_nominate
from courses.seating.words import pools_in_words

PAGE_SIZE = 20
ENROLLABLE = (PublicState.OPEN, PublicState.FULL)


@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    """Sessions: those ahead first, past ones below; filters with counts."""
    at = timezone.now()
    catalogue = read_catalogue(request.GET, at=at)
    try:
        page = Paginator(catalogue.found(), PAGE_SIZE).page(_page_number(request))
    except EmptyPage as error:
        raise Http404 from error
    rows = [presenters.session_row(row, at=at) for row in sessions_in_order(page.object_list)]
    return render(
        request,
        "courses/course_list.html",
        {
            "page": page,
            "upcoming": [row for row in rows if not row["is_past"]],
            "past": [row for row in rows if row["is_past"]],
            "groups": catalogue.groups(request.GET),
            "chosen_count": len(catalogue.chosen),
            "query": catalogue.query,
            "hidden": [{"name": name, "value": value} for name, value in catalogue.chosen.items()],
            "clear_url": request.path,
            "feed_path": "feed.atom",
        },
    )


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("page") or "1"
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise Http404
    return int(number)


@require_safe
def course_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One course with all its sessions."""
    at = timezone.now()
    course = get_object_or_404(
        Course.objects.published().prefetch_related("topics", "sources"), slug=slug
    )
    sessions = course.sessions.select_related("course").order_by("-starts_on", "-id")
    rows = [presenters.session_row(session, at=at) for session in sessions]
    return render(
        request,
        "courses/course_detail.html",
        {
            "course": course,
            "title_lang": presenters.title_language(course),
            "facts": presenters.course_facts(course),
            "outcomes": presenters.lines(course, "outcomes"),
            "prerequisites": presenters.lines(course, "prerequisites"),
            "chips": topic_chips(course),
            "upcoming": [row for row in rows if not row["is_past"]],
            "past": [row for row in rows if row["is_past"]],
        },
    )


@require_safe
def session_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: days, timetable, seats, who may enrol, and where each figure was read."""
    at = timezone.now()
    sessions = (
        Session.objects.published()
        .select_related("course", "unit", "moved_to__course")
        .prefetch_related("sources", "meetings", "course__topics")
    )
    session = get_object_or_404(sessions, pk=pk)
    state = session.public_state(at=at)
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    mine = presenters.own_row(request.user, session) if is_known else None
    return render(
        request,
        "courses/session_detail.html",
        {
            "session": session,
            "mine": mine,
            "can_nominate": mine and can_nominate(request.user),
            "can_take_attendance": is_known and can_take_attendance(request.user, session),
            "course": session.course,
            "title_lang": presenters.title_language(session.course),
            "state": {"tone": presenters.tone(state), "label": state.label},
            "is_enrollable": state in ENROLLABLE,
            "is_full": state == PublicState.FULL,
            "is_open_soon": state in (PublicState.OPEN_SOON, PublicState.PLANNED),
            "is_cancelled": state == PublicState.CANCELLED,
            "opens": presenters.moment(session.opens_at),
            "facts": presenters.session_facts(session, at=at),
            "pools": pools_in_words(session, at=at),
            "timetable": presenters.meeting_rows(session, is_link_shown=False),
            "outcomes": presenters.lines(session.course, "outcomes"),
            "prerequisites": presenters.lines(session.course, "prerequisites"),
            "target_groups": presenters.lines(session, "target_groups"),
            "moved_to": session.moved_to,
            "chips": topic_chips(session.course),
        },
    )


def topic_chips(course: Course) -> list[dict[str, str]]:
    return [{"label": topic.name, "url": topic.get_absolute_url()} for topic in course.topics.all()]
