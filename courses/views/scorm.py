"""The page around a package, and the door for what the package reports."""

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.exceptions.learning import LearningRefused
from courses.exceptions.scorm import NothingToPlay, ValueRefused
from courses.learning import pages
from courses.scorm.page import saved_in_words, standing_of
from courses.services import learning, scorm
from courses.views.learning import frame, place_of, refused

BAD_REQUEST, CONFLICT = 400, 409
MOST_REPORT = 64 * 1024


@never_cache
@login_required
@csp_update({"frame-src": ["'self'"]})
@require_safe
def play(request: HttpRequest, pk: int, lesson_pk: int) -> HttpResponse:
    """A visit to a package, in a frame without the portal's origin; 409 while it is locked."""
    enrolment, lesson, lessons = place_of(request, pk, lesson_pk)
    context = {**frame(enrolment), "lesson": lesson}
    state = scorm.state_of(lesson, enrolment)
    package = state.package if state else scorm.package_of(lesson)
    try:
        learning.check_opened(enrolment.session, at=timezone.now())
        learning.check_unlocked(lesson, enrolment, lessons=lessons)
        if package is None:
            raise NothingToPlay
    except LearningRefused as refusal:
        return refused(request, enrolment, refusal)
    visit = scorm.open_package(
        package=package,
        enrolment=enrolment,
        at=timezone.now(),
        is_counted=context["refusal"] is None,
    )
    context |= {
        "visit": visit,
        "package": package,
        "standing": standing_of(state, package),
        "frame_url": _frame_address(visit),
        "lesson_url": pages.lesson_address(enrolment, lesson),
    }
    return render(request, "courses/scorm_play.html", context)


def _frame_address(visit: scorm.Visit) -> str:
    package = visit.state.package
    address = reverse("scorm:entry", args=[visit.token, package.launch_path])
    return address + quote(package.launch_query, safe="?&=#%+/;:@,!$'()*~")


@never_cache
@login_required
@require_POST
def report(request: HttpRequest, pk: int, lesson_pk: int) -> HttpResponse:
    """Keep what a package reported; answers {sentence, is_done}, 400 or 409 with the reason."""
    enrolment, lesson, _lessons = place_of(request, pk, lesson_pk)
    read = _read(request)
    if read is None:
        return JsonResponse({"sentence": str(ValueRefused("cmi"))}, status=BAD_REQUEST)
    launch, values = read
    try:
        state = scorm.record(
            lesson=lesson,
            enrolment=enrolment,
            launch=launch,
            values=values,
            is_over=request.POST.get("is_over") == "1",
            at=timezone.now(),
        )
    except ValueRefused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=BAD_REQUEST)
    except LearningRefused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=CONFLICT)
    return JsonResponse({"sentence": saved_in_words(state), "is_done": bool(state.done_at)})


def _read(request: HttpRequest) -> tuple[UUID, Any] | None:
    typed = request.POST.get("values", "")
    if len(typed) > MOST_REPORT:
        return None
    try:
        return UUID(request.POST.get("launch", "")), json.loads(typed)
    except (ValueError, RecursionError):
        return None
