"""Assignments as teachers and registrars see them: who waits for an answer, and the answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses import presenters
from courses.exceptions.learning import LearningRefused
from courses.learning import pages
from courses.learning.forms import GradeForm
from courses.models import Session, Submission
from courses.permissions import can_grade
from courses.services.assignments import grade


def _session(request: HttpRequest, pk: int) -> Session:
    session = get_object_or_404(Session.objects.select_related("course"), pk=pk)
    if not can_grade(request.user, session):
        raise Http404
    return session


@never_cache
@login_required
@require_safe
def grading(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version of everybody's assignments; those without an answer on top."""
    session = _session(request, pk)
    found = Submission.objects.filter(enrolment__session=session)
    newest = found.order_by("enrolment_id", "lesson_id", "-version").distinct(
        "enrolment_id", "lesson_id"
    )
    rows = list(newest.select_related("enrolment__person", "enrolment__agency", "lesson"))
    rows.sort(key=lambda row: (row.is_accepted is not None, row.submitted_at))
    context = {
        "session": session,
        "course": session.course,
        "title_lang": presenters.title_language(session.course),
        "columns": [
            {"label": _("Participant")}, {"label": _("Agency")}, {"label": _("Assignment")},
            {"label": _("Version"), "is_number": True}, {"label": _("Handed in")},
            {"label": _("Standing")},
        ],
        "rows": [_row(row, session) for row in rows],
        "waiting": sum(row.is_accepted is None for row in rows),
    }  # fmt: skip
    return render(request, "courses/learning_grading.html", context)


def _row(row: Submission, session: Session) -> list[Any]:
    person = row.enrolment.person
    return [
        {
            "text": person.full_name if person else _("erased at their own wish"),
            "url": reverse("courses:grade", args=[session.pk, row.pk]),
        },
        str(row.enrolment.agency) if row.enrolment.agency else None,
        str(row.lesson),
        row.version,
        presenters.moment(row.submitted_at),
        {"text": pages.grade_label(row), "tone": pages.grade_tone(row)},
    ]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grade_one(request: HttpRequest, pk: int, submission_pk: int) -> HttpResponse:
    """One learner's versions and the teacher's answer to this one."""
    session = _session(request, pk)
    found = Submission.objects.filter(enrolment__session=session)
    submission = get_object_or_404(
        found.select_related("enrolment__person", "enrolment__session", "lesson", "file"),
        pk=submission_pk,
    )
    form = GradeForm(request.POST or None, initial=_initial(submission))
    if request.method == "POST" and form.is_valid():
        try:
            _grade(request, submission, form.cleaned_data)
            messages.success(request, _("Your answer was sent to the learner."))
            return redirect("courses:grading", pk)
        except LearningRefused as refusal:
            form.add_error("feedback", str(refusal))
    siblings = found.filter(enrolment=submission.enrolment_id, lesson=submission.lesson_id)
    context = {
        "session": session,
        "course": session.course,
        "submission": submission,
        "person": submission.enrolment.person,
        "form": form,
        "versions": pages.submission_rows(list(siblings.select_related("file")), _address(pk)),
    }
    status = 400 if form.errors else 200
    return render(request, "courses/learning_grade.html", context, status=status)


def _address(pk: int) -> Any:
    return lambda row: reverse("courses:submission_file", args=[pk, row.pk])


def _initial(submission: Submission) -> dict[str, Any]:
    verdict = {None: None, True: "accept", False: "rework"}[submission.is_accepted]
    return {"verdict": verdict, "points": submission.points, "feedback": submission.feedback}


def _grade(request: HttpRequest, submission: Submission, data: dict[str, Any]) -> None:
    if not can_grade(request.user, submission.enrolment.session):
        raise PermissionDenied
    grade(
        submission=submission,
        is_accepted=data["verdict"] == "accept",
        points=data["points"],
        feedback=data["feedback"],
        by=request.user,
        at=timezone.now(),
    )
