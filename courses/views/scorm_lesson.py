"""The page of a lesson that is a package, before it is opened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.models import Enrolment, Lesson
from courses.scorm.page import standing_of
from courses.services import scorm


def package(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, context: dict[str, Any]
) -> HttpResponse:
    """How far the learner is, and the way in."""
    state = scorm.state_of(lesson, enrolment)
    found = state.package if state else scorm.package_of(lesson)
    context |= {"package": found, "standing": standing_of(state, found) if found else None}
    return render(request, "courses/scorm_lesson.html", context)
