"""The attendance desk: a page, and what its application on a device asks for."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid5

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from courses.attendance import rooms
from courses.attendance.batches import read_batch
from courses.attendance.forms import RollForm
from courses.choices.attendance import MarkState
from courses.desk_words import desk_words
from courses.exceptions.attendance import BatchRefused
from courses.models import Meeting, Session
from courses.permissions import can_take_attendance
from courses.services.attendance import sync as sync_marks
from courses.services.marks import REFUSED, Act
from vkc.core.states import Refusal

BAD_REQUEST, UNAUTHORISED, CONFLICT = 400, 401, 409
SCANNER = "vendor/jsqr/jsQR.js"
# Of the telephone's screen: (side in pixels, what for). Each fills its square, as "maskable" asks.
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))
TOUCH_ICON = "img/desk-180.png"


def taught_session(request: HttpRequest, pk: int) -> Session:
    """The session whose attendance this person takes; 404 for everybody else."""
    session = get_object_or_404(Session.objects.select_related("course"), pk=pk)
    if not can_take_attendance(request.user, session):
        raise Http404
    return session


def taught_meeting(request: HttpRequest, pk: int, meeting: int) -> Meeting:
    session = taught_session(request, pk)
    found = get_object_or_404(Meeting, pk=meeting, session=session)
    found.session = session
    return found


def for_devices(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A device that is signed out is told so in JSON, not sent to a page."""

    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            sentence = _("You are signed out. Sign in again: the marks stay on this device.")
            return JsonResponse({"sentence": sentence}, status=UNAUTHORISED)
        return view(request, **kwargs)

    return answered


@never_cache
@login_required
@require_safe
@csp_update({"worker-src": ["'self'"]})
@permissions_policy_override({"camera": "self"})
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """A form with a box per person; with JavaScript an application that needs no network.

    `?shell=1` is the same page without any name: what a device may keep. `?plain=1` is the form.
    """
    session, at = taught_session(request, pk), timezone.now()
    meetings = rooms.meetings_of(session)
    meeting = _chosen(meetings, request) or rooms.nearest_meeting(meetings, at=at)
    is_shell = "shell" in request.GET
    context = {
        "session": session,
        "course": session.course,
        "meetings": [(row.pk, rooms.meeting_name(row)) for row in meetings],
        "meeting": meeting,
        "meeting_name": rooms.meeting_name(meeting) if meeting else "",
        "people": [] if is_shell or not meeting else rooms.attendees(session, meeting),
        "form": RollForm(),
        "is_shell": is_shell,
        "is_plain": "plain" in request.GET,
        "app": _application(request, session),
    }
    return render(request, "courses/attendance_desk.html", context)


def _chosen(meetings: list[Meeting], request: HttpRequest) -> Meeting | None:
    wanted = request.GET.get("meeting", "")
    return next((row for row in meetings if str(row.pk) == wanted), None)


def _application(request: HttpRequest, session: Session) -> dict[str, Any]:
    """Addresses and words of the application on the device."""
    here = reverse("courses:desk", args=[session.pk])
    return {
        "owner": f"{session.pk}:{request.user.pk}",
        "here": here,
        "roster": f"{here}roster.json",
        "sync": f"{here}sync/",
        "worker": f"{here}worker.js",
        "login": f"{reverse('account_login')}?next={here}",
        "scanner": static(SCANNER) if finders.find(SCANNER) else "",
        "touch_icon": static(TOUCH_ICON),
        "words": desk_words(),
    }


@for_devices
@require_safe
def roster(request: HttpRequest, pk: int) -> JsonResponse:
    """Names, hashes and marks; the server's clock, and a token to send marks with."""
    session, at = taught_session(request, pk), timezone.now()
    facts = {"server_time": at.isoformat(), "csrf": get_token(request)}
    return JsonResponse({**facts, **rooms.roster(session, at=at)})


@for_devices
@require_POST
def sync(request: HttpRequest, pk: int) -> JsonResponse:
    """A batch of marks: one transaction, one answer a mark; the same again changes nothing."""
    session, at = taught_session(request, pk), timezone.now()
    try:
        batch = read_batch(_parsed(request), at=at)
        answers = sync_marks(session=session, acts=batch.acts, by=request.user, at=at)
    except Refusal as refusal:
        status = BAD_REQUEST if isinstance(refusal, BatchRefused) else CONFLICT
        return JsonResponse({"sentence": str(refusal)}, status=status)
    told = [{"key": str(a.key), "answer": a.answer, "sentence": a.sentence} for a in answers]
    return JsonResponse({"server_time": at.isoformat(), "answers": told + batch.refused})


def _parsed(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BatchRefused from error


@never_cache
@login_required
@require_POST
def marks(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """The form: a tick is a mark, a tick taken away takes the mark back."""
    found, at = taught_meeting(request, pk, meeting), timezone.now()
    back = f"{reverse('courses:desk', args=[pk])}?meeting={found.pk}"
    form = RollForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The form was incomplete. Please send it once more."))
        return redirect(back)
    people = rooms.attendees(found.session, found)
    acts = _acts(request, found, people, form.cleaned_data)
    try:
        answers = sync_marks(session=found.session, acts=acts, by=request.user, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    done = sum(answer.answer != REFUSED for answer in answers)
    sentence = ngettext("%(count)s change recorded.", "%(count)s changes recorded.", done)
    messages.success(request, sentence % {"count": done})
    return redirect(back)


def _acts(
    request: HttpRequest, meeting: Meeting, people: list[rooms.Attendee], said: dict[str, Any]
) -> list[Act]:
    """Only what differs from what the form showed: nobody else's later mark is undone."""
    shown, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("present"))
    before = set(request.POST.getlist("before"))
    acts = []
    for person in people:
        name = str(person.enrolment_id)
        if name not in shown or (name in ticked) == (name in before):
            continue
        state = MarkState.PRESENT if name in ticked else MarkState.UNDONE
        key: UUID = uuid5(said["key"], name)
        acts.append(Act(key, meeting.pk, person.enrolment_id, state, said["source"]))
    return acts


@never_cache
@login_required
@require_safe
def manifest(request: HttpRequest, pk: int) -> JsonResponse:
    """What a telephone needs to keep the desk among its applications."""
    session = taught_session(request, pk)
    here = reverse("courses:desk", args=[pk])
    facts = {
        "id": here,
        "name": _("Attendance: %(title)s") % {"title": session.course.title},
        "short_name": _("Attendance"),
        "lang": get_language(),
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "background_color": "#fbfaf6",
        "theme_color": "#0b5c6b",
        "icons": [_icon(side, purpose) for side, purpose in ICONS],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


def _icon(side: int, purpose: str) -> dict[str, str]:
    source = static(f"img/desk-{side}.png")
    return {"src": source, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


@never_cache
@require_safe
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """The service worker; its scope is the folder it is served from: the desk, nothing else."""
    return render(request, "courses/attendance_worker.js", content_type="text/javascript")
