"""The page of a lesson that is a package, before it is opened."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.models import Enrolment, Lesson
from courses.scorm.page import part_address, part_rows, standing_words
from courses.services import learning, scorm


def package(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, context: dict[str, Any]
) -> HttpResponse:
    """How far the learner is, the parts, and the way in."""
    standing = scorm.standing_of(lesson, enrolment)
    if standing is not None:
        is_in_order = learning.settings_of(enrolment.session.course).is_in_order
        address = partial(part_address, enrolment, lesson)
        context["parts"] = part_rows(standing, address, is_in_order=is_in_order)
        context["has_prerequisites"] = "prerequisites" in standing.package.warnings
        context["package"] = standing.package
        context["standing"] = standing_words(standing)
    return render(request, "courses/scorm_lesson.html", context)
