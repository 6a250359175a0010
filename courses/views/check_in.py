"""A participant at the door: check in with the room's code, carry a code of one's own."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from courses.attendance import codes, rooms
from courses.attendance.forms import CodeForm
from courses.attendance.states import SEATED
from courses.exceptions.attendance import CheckInRefused, CodeUnknown, TooManyGuesses
from courses.models import Enrolment
from courses.services.attendance import check_in as check_in_person
from vkc.core.context import has_web_fonts

BAD_REQUEST, CONFLICT, TOO_MANY = 400, 409, 429


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_form(request: HttpRequest) -> HttpResponse:
    """Type the code where the camera cannot read it."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = codes.read_code(form.cleaned_data["code"])
        if code:
            return redirect("courses:check_in", code=code)
        form.add_error("code", str(CodeUnknown()))
    status = BAD_REQUEST if form.errors else 200
    return render(request, "courses/attendance_check_in.html", {"form": form}, status=status)


@never_cache
@login_required
@require_GET
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code opens: who is signed in is present. A second time gives the same answer.

    It acts on GET, since a camera opens addresses and a code lives 30 seconds. Nobody else can
    make the request useful: the code is known only in the room, and the act is one's own presence.
    """
    try:
        done = check_in_person(person=request.user, typed=code, at=timezone.now())
    except CheckInRefused as refusal:
        status = TOO_MANY if isinstance(refusal, TooManyGuesses) else CONFLICT
        context = {"sentence": str(refusal), "form": CodeForm()}
        return render(request, "courses/attendance_check_in.html", context, status=status)
    context = {
        "session": done.meeting.session,
        "course": done.meeting.session.course,
        "meeting_name": rooms.meeting_name(done.meeting),
        "since": rooms.hours(done.marked_at),
        "has_web_fonts": has_web_fonts(),
        "home_url": reverse("courses:list"),
    }
    # Without the request: a whole room asks at once, and the frame of the other pages costs a third.
    return HttpResponse(render_to_string("courses/attendance_checked_in.html", context))


@never_cache
@login_required
@require_safe
def my_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The personal code to show at the desk: on the telephone, or printed."""
    mine = Enrolment.objects.filter(person=request.user, state__in=SEATED)
    enrolment = get_object_or_404(mine.select_related("session__course", "agency"), session=pk)
    agency = str(enrolment.agency) if enrolment.agency else ""
    person = rooms.Attendee(enrolment.pk, request.user.full_name, agency)
    context = {
        "session": enrolment.session,
        "course": enrolment.session.course,
        "person": person,
        "marks": rooms.marks_of(enrolment),
    }
    return render(request, "courses/attendance_my_code.html", context)
