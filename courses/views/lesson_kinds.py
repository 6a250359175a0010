"""One renderer a kind of lesson; a further kind adds its own to `RENDERERS`."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.choices.learning import LessonKind
from courses.exceptions.learning import LearningRefused, SurveyIncomplete
from courses.learning import pages
from courses.learning.forms import HandInForm
from courses.models import Enrolment, Lesson, LessonProgress, Submission, SurveyQuestion
from courses.services import quizzes
from courses.services.assignments import hand_in
from courses.services.surveys import answer_survey
from courses.views.scorm_lesson import package
from vkc.core.states import Refusal
from vkc.core.uploads import dropped_files

Renderer = Callable[[HttpRequest, Enrolment, Lesson, dict[str, Any]], HttpResponse]
BAD_REQUEST, CONFLICT = 400, 409


def reading(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, context: dict
) -> HttpResponse:
    """A text, a video with its captions in words, or a document."""
    progress = LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson).first()
    context |= {
        "position": progress.position_seconds if progress else 0,
        "transcript": pages.transcript_of(lesson),
        "document": lesson.document,
        "document_type": lesson.document.name.rpartition(".")[2].upper() if lesson.document else "",
    }
    return render(request, "courses/learning_reading.html", context)


def quiz(request: HttpRequest, enrolment: Enrolment, lesson: Lesson, context: dict) -> HttpResponse:
    """The rules of a quiz, the attempts so far, and the way in."""
    attempts = quizzes.attempts_of(lesson, enrolment, at=timezone.now())
    settings = quizzes.quiz_of(lesson)
    drawn = min(settings.draws, quizzes.bank_size(lesson.course))
    running = next((attempt for attempt in attempts if attempt.is_running), None)
    is_over = any(a.is_passed for a in attempts) or len(attempts) >= settings.attempts
    context |= {
        "facts": pages.quiz_facts(settings, drawn=drawn, used=len(attempts)),
        "attempts": pages.attempt_rows(attempts, enrolment),
        "running_url": pages.attempt_address(running, enrolment) if running else "",
        "can_start": not running and not is_over and drawn and context["refusal"] is None,
        "is_empty": not drawn,
    }
    return render(request, "courses/learning_quiz.html", context)


def assignment(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, context: dict
) -> HttpResponse:
    """What to hand in, the versions so far with the teacher's words, and the form."""
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _takes(request, form):
        try:
            hand_in(
                lesson=lesson,
                enrolment=enrolment,
                upload=form.cleaned_data["file"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("Handed in. The teacher's words come by mail."))
            return redirect(pages.lesson_address(enrolment, lesson))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    found = Submission.objects.filter(enrolment=enrolment, lesson=lesson).select_related("file")
    submissions = list(found)
    context |= {
        "form": form,
        "versions": pages.submission_rows(submissions, _file_address),
        "can_hand_in": context["refusal"] is None and not any(s.is_accepted for s in submissions),
    }
    status = BAD_REQUEST if form.errors else 200
    return render(request, "courses/learning_assignment.html", context, status=status)


def _takes(request: HttpRequest, form: HandInForm) -> bool:
    """Whether the form is complete; a file dropped for its size has its own sentence."""
    too_big = dropped_files(request).get("file")
    is_valid = form.is_valid()
    if too_big is not None:
        form.errors.pop("file", None)
        form.add_error("file", str(too_big))
    return is_valid and too_big is None


def _file_address(submission: Submission) -> str:
    return reverse("courses:submission_file", args=[submission.enrolment.session_id, submission.pk])


def survey(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, context: dict
) -> HttpResponse:
    """Questions whose answers belong to nobody; answered once."""
    questions = list(SurveyQuestion.objects.filter(lesson=lesson))
    given = {q.pk: request.POST.get(f"s{q.pk}", "") for q in questions}
    missing: list[int] = []
    sentence = ""
    if request.method == "POST":
        try:
            answer_survey(lesson=lesson, enrolment=enrolment, answers=given, at=timezone.now())
            messages.success(request, _("Thank you. Your answers were mixed with those of others."))
            return redirect(pages.lesson_address(enrolment, lesson))
        except SurveyIncomplete as refusal:
            missing, sentence = list(refusal.facts["missing"]), str(refusal)
        except LearningRefused as refusal:
            sentence = str(refusal)
    context |= {
        "fields": pages.survey_fields(questions, given, missing),
        "sentence": sentence,
        "can_answer": not context["is_done"] and context["refusal"] is None and bool(questions),
    }
    status = CONFLICT if sentence and not missing else BAD_REQUEST if sentence else 200
    return render(request, "courses/learning_survey.html", context, status=status)


RENDERERS: dict[str, Renderer] = {
    LessonKind.TEXT: reading,
    LessonKind.VIDEO: reading,
    LessonKind.DOCUMENT: reading,
    LessonKind.QUIZ: quiz,
    LessonKind.ASSIGNMENT: assignment,
    LessonKind.SURVEY: survey,
    LessonKind.SCORM: package,
}
