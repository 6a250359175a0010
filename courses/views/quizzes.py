"""A quiz as a learner takes it: begin, save while writing, hand in, see the result."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.exceptions.learning import LearningRefused
from courses.learning import pages
from courses.models import Attempt, Enrolment, Lesson
from courses.services import quizzes
from courses.views.learning import frame, place_of, refused

CONFLICT = 409


@never_cache
@login_required
@require_POST
def start(request: HttpRequest, pk: int, lesson_pk: int) -> HttpResponse:
    """Begin an attempt, or go on with the one that runs."""
    enrolment, lesson, _lessons = place_of(request, pk, lesson_pk)
    try:
        attempt = quizzes.start_attempt(lesson=lesson, enrolment=enrolment, at=timezone.now())
    except LearningRefused as refusal:
        return refused(request, enrolment, refusal)
    return redirect(pages.attempt_address(attempt, enrolment))


def _attempts(
    request: HttpRequest, pk: int, lesson_pk: int, number: int
) -> tuple[Enrolment, Lesson, list[Attempt], Attempt]:
    """The reader's own attempt of that number with its siblings, or 404."""
    enrolment, lesson, _lessons = place_of(request, pk, lesson_pk)
    attempts = quizzes.attempts_of(lesson, enrolment, at=timezone.now())
    found = next((attempt for attempt in attempts if attempt.number == number), None)
    if found is None:
        raise Http404
    return enrolment, lesson, attempts, found


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, pk: int, lesson_pk: int, number: int) -> HttpResponse:
    """The sheet while the attempt runs, its result afterwards."""
    enrolment, lesson, attempts, found = _attempts(request, pk, lesson_pk, number)
    late: LearningRefused | None = None
    if request.method == "POST":
        try:
            return _taken(request, enrolment, found)
        except LearningRefused as refusal:
            late = refusal
            enrolment, lesson, attempts, found = _attempts(request, pk, lesson_pk, number)
    context = {**frame(enrolment), "lesson": lesson, "attempt": found, "late": late}
    if found.is_running:
        return render(request, "courses/learning_attempt.html", context | _sheet(request, found))
    context |= _result(lesson, attempts, found)
    status = CONFLICT if late else 200
    return render(request, "courses/learning_result.html", context, status=status)


def _taken(request: HttpRequest, enrolment: Enrolment, found: Attempt) -> HttpResponse:
    """Save, ask once more, or hand in, as the button says."""
    act, answers = request.POST.get("act", "save"), changed_answers(request.POST, found)
    here = pages.attempt_address(found, enrolment)
    if act == "submit":
        quizzes.submit(attempt=found, answers=answers, at=timezone.now())
        return redirect(here)
    quizzes.save_answers(attempt=found, answers=answers, at=timezone.now())
    return redirect(f"{here}?{'sure' if act == 'check' else 'saved'}=1")


def changed_answers(posted: Any, found: Attempt) -> dict[str, list[str]]:
    """What this page changed since it was opened, so that a stale tab overwrites nothing.

    `q<place>` is the answer now, `was<place>` what the page was opened with.
    """
    changed = {}
    for place in range(len(found.questions)):
        values = [value for value in posted.getlist(f"q{place}") if value]
        was = [value for value in posted.get(f"was{place}", "").split(",") if value]
        if sorted(values) != sorted(was):
            changed[str(place)] = values
    return changed


@never_cache
@login_required
@require_POST
def save(request: HttpRequest, pk: int, lesson_pk: int, number: int) -> HttpResponse:
    """Autosave: 200 with a sentence and the time, 409 with a sentence once it is too late."""
    _enrolment, _lesson, _siblings, found = _attempts(request, pk, lesson_pk, number)
    try:
        saved = quizzes.save_answers(
            attempt=found, answers=changed_answers(request.POST, found), at=timezone.now()
        )
    except LearningRefused as refusal:
        return HttpResponse(str(refusal), status=CONFLICT, content_type="text/plain; charset=utf-8")
    words = _("Saved at %(time)s") % {"time": pages.clock(saved.saved_at)}
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _sheet(request: HttpRequest, found: Attempt) -> dict[str, Any]:
    questions = pages.sheet_of(found)
    left = found.deadline - timezone.now()
    return {
        "questions": questions,
        "answered": sum(bool(question["was"]) for question in questions),
        "deadline": pages.clock(found.deadline),
        "seconds_left": max(0, int(left.total_seconds())),
        "is_sure_asked": "sure" in request.GET,
        "saved": pages.clock(found.saved_at) if found.saved_at else "",
    }


def _result(lesson: Lesson, attempts: list[Attempt], found: Attempt) -> dict[str, Any]:
    quiz = quizzes.quiz_of(lesson)
    is_shown = quizzes.shows_answers(found, quiz, attempts=attempts)
    return {
        "score": pages.score_in_words(found),
        "result_tone": pages.result_tone(found),
        "result_label": pages.result_label(found),
        "questions": pages.corrected_sheet(found) if is_shown else [],
        "is_shown": is_shown,
        "is_never_shown": quiz.shows_answers == "never",
        "attempts_left": 0 if found.is_passed else max(0, quiz.attempts - len(attempts)),
    }
