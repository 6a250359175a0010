"""The page around a package, and the door for what the package reports."""

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.exceptions.learning import LearningRefused
from courses.exceptions.scorm import NothingToPlay, ValueRefused
from courses.learning import pages
from courses.models import Enrolment, Lesson, ScormPart
from courses.scorm.page import part_address, saved_in_words, standing_words
from courses.scorm.rollup import Standing
from courses.services import learning, scorm
from courses.views.learning import frame, place_of, refused

BAD_REQUEST, CONFLICT = 400, 409
MOST_REPORT = 64 * 1024


@never_cache
@login_required
@require_safe
def play(request: HttpRequest, pk: int, lesson_pk: int, number: int | None = None) -> HttpResponse:
    """A visit to one part, in a frame without the portal's origin; 409 while it is locked.

    Without `number`: the part to go on with.
    """
    enrolment, lesson, lessons = place_of(request, pk, lesson_pk)
    try:
        learning.check_opened(enrolment.session, at=timezone.now())
        learning.check_unlocked(lesson, enrolment, lessons=lessons)
        standing = scorm.standing_of(lesson, enrolment)
        if standing is None:
            raise NothingToPlay
        part = _part(standing, number)
        scorm.check_part(part, standing, enrolment)
    except LearningRefused as refusal:
        return refused(request, enrolment, refusal)
    return _player(request, enrolment, lesson, standing, part)


def _part(standing: Standing, number: int | None) -> ScormPart:
    if number is None:
        return standing.next_part
    found = [part for part in standing.parts if part.order == number]
    if not found:
        raise Http404
    return found[0]


def _player(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, standing: Standing, part: ScormPart
) -> HttpResponse:
    context = {**frame(enrolment), "lesson": lesson}
    is_counted = context["refusal"] is None
    visit = scorm.open_part(
        part=part, enrolment=enrolment, at=timezone.now(), is_counted=is_counted
    )
    place = standing.parts.index(part)
    after = standing.parts[place + 1] if place + 1 < len(standing.parts) else None
    context |= {
        "visit": visit,
        "part": part,
        "package": standing.package,
        "standing": standing_words(standing),
        "part_number": place + 1,
        "part_count": len(standing.parts),
        "after": after,
        "after_url": part_address(enrolment, lesson, after) if after else "",
        "frame_url": _frame_address(visit),
        "lesson_url": pages.lesson_address(enrolment, lesson),
    }
    # The frame cannot be led to any other page of the portal.
    files = request.build_absolute_uri(reverse("scorm:entry", args=[visit.token, "x"]))[:-1]
    return csp_replace({"frame-src": [files]})(render)(request, "courses/scorm_play.html", context)


def _frame_address(visit: scorm.Visit) -> str:
    part = visit.state.part
    address = reverse("scorm:entry", args=[visit.token, part.launch_path])
    return address + quote(part.launch_query, safe="?&=#%+/;:@,!$'()*~")


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
    try:
        launch = UUID(request.POST.get("launch", ""))
    except ValueError:
        return None
    values = read_json(request.POST.get("values", ""))
    return None if values is None else (launch, values)


def read_json(typed: str) -> Any:
    """What a browser says a package reported, still to be asked by the data model; None: nothing."""
    if len(typed) > MOST_REPORT:
        return None
    try:
        return json.loads(typed)
    except (ValueError, RecursionError):
        return None
