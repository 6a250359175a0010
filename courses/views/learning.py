"""Pages of a learner: the lessons in order, one lesson, its files."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import presenters
from courses.choices.learning import LessonKind
from courses.exceptions.learning import LearningRefused, LessonLocked
from courses.learning import pages
from courses.models import Enrolment, Lesson, Submission
from courses.permissions import can_grade
from courses.ranges import ranged
from courses.services import learning
from courses.services.assignments import MOST_BYTES
from courses.services.completion import assess, rule_for
from courses.views.lesson_kinds import RENDERERS
from vkc.core.uploads import at_most

CONFLICT = 409
# What may be shown inside the page; anything else is saved by the browser.
INLINE = ("video/", "text/vtt", "image/", "application/pdf")


def enrolment_of(request: HttpRequest, pk: int) -> Enrolment:
    """The reader's own seat in this session, or 404."""
    mine = Enrolment.objects.filter(person=request.user, state__in=learning.LEARNERS)
    found = mine.select_related("session__course").filter(session=pk).order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def standing(enrolment: Enrolment) -> LearningRefused | None:
    """Why nothing is counted now, or None."""
    try:
        learning.check_counts(enrolment, at=timezone.now())
    except LearningRefused as refusal:
        return refusal
    return None


def frame(enrolment: Enrolment) -> dict[str, Any]:
    """What every page of learning shows around its own part."""
    course = enrolment.session.course
    return {
        "enrolment": enrolment,
        "session": enrolment.session,
        "course": course,
        "title_lang": presenters.title_language(course),
        "refusal": standing(enrolment),
    }


@never_cache
@login_required
@require_safe
def learn(request: HttpRequest, pk: int) -> HttpResponse:
    """All lessons with their standing, where to go on, and what completing asks."""
    enrolment = enrolment_of(request, pk)
    lessons = learning.lessons_of(enrolment.session.course)
    done = learning.done_ids(enrolment, lessons)
    is_in_order = learning.settings_of(enrolment.session.course).is_in_order
    next_up = learning.where_left(enrolment, lessons, done)
    context = {
        **frame(enrolment),
        "rows": pages.lesson_rows(enrolment, lessons, done, is_in_order=is_in_order),
        "is_in_order": is_in_order,
        "done": len(done),
        "total": len(lessons),
        "next_url": pages.lesson_address(enrolment, next_up) if next_up else "",
        "next_up": next_up,
        "is_begun": bool(done) or enrolment.lesson_progress.exists(),
        "items": pages.item_rows(assess(enrolment)),
        "rule": rule_for(enrolment.session),
        "can_grade": can_grade(request.user, enrolment.session),
    }
    return render(request, "courses/learning_learn.html", context)


@never_cache
@login_required
@at_most(MOST_BYTES)
@csp_update({"media-src": [SELF]})
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, pk: int, lesson_pk: int) -> HttpResponse:
    """One lesson, by its kind; 409 with a sentence while it is locked."""
    enrolment, found, lessons = place_of(request, pk, lesson_pk)
    try:
        learning.check_opened(enrolment.session, at=timezone.now())
        learning.check_unlocked(found, enrolment, lessons=lessons)
    except LearningRefused as refusal:
        return refused(request, enrolment, refusal)
    # When somebody opened a survey would tell who answered when.
    if found.kind != LessonKind.SURVEY and standing(enrolment) is None:
        learning.begin_lesson(lesson=found, enrolment=enrolment, at=timezone.now())
    context = {**frame(enrolment), **_around(enrolment, found, lessons), "lesson": found}
    render_kind = RENDERERS.get(found.kind)
    if render_kind is None:
        raise Http404
    return render_kind(request, enrolment, found, context)


def place_of(
    request: HttpRequest, pk: int, lesson_pk: int
) -> tuple[Enrolment, Lesson, list[Lesson]]:
    """The reader's seat, the lesson and all lessons of the course, or 404."""
    enrolment = enrolment_of(request, pk)
    lessons = learning.lessons_of(enrolment.session.course)
    found = next((item for item in lessons if item.pk == lesson_pk), None)
    if found is None:
        raise Http404
    return enrolment, found, lessons


def _around(enrolment: Enrolment, found: Lesson, lessons: list[Lesson]) -> dict[str, Any]:
    place = lessons.index(found)
    after = lessons[place + 1] if place + 1 < len(lessons) else None
    before = lessons[place - 1] if place else None
    return {
        "lesson_number": place + 1,
        "total": len(lessons),
        "kind_label": found.get_kind_display(),
        "lesson_lang": presenters.title_language(found),
        "body": found.in_language("body"),
        "before": before,
        "before_url": pages.lesson_address(enrolment, before) if before else "",
        "after": after,
        "after_url": pages.lesson_address(enrolment, after) if after else "",
        "is_done": found.pk in learning.done_ids(enrolment, [found]),
    }


def refused(request: HttpRequest, enrolment: Enrolment, refusal: LearningRefused) -> HttpResponse:
    """Why this is not possible, and the way back to the lessons."""
    context = {**frame(enrolment), "sentence": str(refusal)}
    context["is_locked"] = isinstance(refusal, LessonLocked)
    return render(request, "courses/learning_refused.html", context, status=CONFLICT)


@never_cache
@login_required
@require_POST
def done(request: HttpRequest, pk: int, lesson_pk: int) -> HttpResponse:
    """The learner has read or seen a lesson; on to the next one."""
    enrolment, found, lessons = place_of(request, pk, lesson_pk)
    try:
        progress = learning.finish_lesson(lesson=found, enrolment=enrolment, at=timezone.now())
    except LearningRefused as refusal:
        return refused(request, enrolment, refusal)
    if progress.done_at is None:  # an assignment is done by what it asks for, not by saying so
        return redirect("courses:lesson", pk, lesson_pk)
    messages.success(request, _("Done: “%(lesson)s”.") % {"lesson": found})
    after_url = _around(enrolment, found, lessons)["after_url"]
    return redirect(after_url) if after_url else redirect("courses:learn", pk)


@never_cache
@login_required
@require_POST
def position(request: HttpRequest, pk: int, lesson_pk: int) -> HttpResponse:
    """Where the video was left; sent while it plays."""
    enrolment, found, _lessons = place_of(request, pk, lesson_pk)
    typed = request.POST.get("seconds", "")
    if not typed.isdecimal() or len(typed) > 6:
        return HttpResponse(status=400)
    try:
        learning.check_unlocked(found, enrolment)
        learning.keep_position(
            lesson=found, enrolment=enrolment, seconds=int(typed), at=timezone.now()
        )
    except LearningRefused:
        return HttpResponse(status=CONFLICT)
    return HttpResponse(status=204)


@never_cache
@login_required
@require_safe
def lesson_file(request: HttpRequest, pk: int, lesson_pk: int, what: str) -> HttpResponse:
    """A video, its captions or a document, for those with a seat and the lesson open to them."""
    enrolment, found, lessons = place_of(request, pk, lesson_pk)
    stored = getattr(found, what)
    if stored is None:
        raise Http404
    try:
        learning.check_opened(enrolment.session, at=timezone.now())
        learning.check_unlocked(found, enrolment, lessons=lessons)
    except LearningRefused as refusal:
        return refused(request, enrolment, refusal)
    return serve(request, stored)


def serve(request: HttpRequest, stored: Any) -> HttpResponse:
    """A stored file by its checked type, in parts where the reader asks for a part."""
    is_shown = stored.media_type.startswith(INLINE)
    response = FileResponse(
        stored.file.open("rb"),
        content_type=stored.media_type,
        as_attachment=not is_shown,
        filename=stored.name,
    )
    return ranged(request, response, size=stored.size)


@never_cache
@login_required
@require_safe
def submission_file(request: HttpRequest, pk: int, submission_pk: int) -> HttpResponse:
    """A file handed in: for its author, the registrar and the teachers of the session."""
    found = Submission.objects.select_related("file", "enrolment__session")
    submission = get_object_or_404(found, pk=submission_pk, enrolment__session=pk)
    is_theirs = submission.enrolment.person_id == request.user.pk
    if submission.file is None or not (
        is_theirs or can_grade(request.user, submission.enrolment.session)
    ):
        raise Http404
    response = FileResponse(
        submission.file.file.open("rb"),
        content_type=submission.file.media_type,
        as_attachment=True,
        filename=submission.file.name,
    )
    return response
