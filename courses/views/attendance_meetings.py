"""Pages of one meeting at the desk: the code on the screen, the printed sheet, corrections."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.attendance import codes, rooms
from courses.attendance.forms import CorrectionForm
from courses.exceptions.attendance import TooEarly, TooLate
from courses.models import Meeting
from courses.services.attendance import check_window, correct
from courses.services.marks import REFUSED
from courses.views.attendance_desk import taught_meeting
from vkc.core.states import Refusal

BAD_REQUEST = 400


def _frame(meeting: Meeting) -> dict[str, Any]:
    return {
        "session": meeting.session,
        "course": meeting.session.course,
        "meeting": meeting,
        "meeting_name": rooms.meeting_name(meeting),
        "desk_url": f"{reverse('courses:desk', args=[meeting.session_id])}?meeting={meeting.pk}",
    }


@never_cache
@login_required
@require_safe
def screen(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """For the wall: a QR code and eight letters, new every 15 seconds. `?part` is the code alone."""
    found, at = taught_meeting(request, pk, meeting), timezone.now()
    code = codes.room_code(found.pk, codes.step_at(at))
    address = request.build_absolute_uri(reverse("courses:check_in", args=[code]))
    people = rooms.attendees(found.session, found)
    context = {
        **_frame(found),
        "code": f"{code[:4]} {code[4:]}",
        "qr": codes.qr_svg(address, label=_("Code to check in")),
        "typed_at": request.build_absolute_uri(reverse("courses:check_in_form")),
        "seconds": codes.seconds_left(at),
        "present": sum(person.is_present for person in people),
        "total": len(people),
        "closed": _why_closed(found, at),
    }
    name = "attendance_code.html" if "part" in request.GET else "attendance_screen.html"
    return render(request, f"courses/{name}", context)


def _why_closed(meeting: Meeting, at: Any) -> str:
    try:
        check_window(meeting, at=at)
    except (TooEarly, TooLate) as refusal:
        return str(refusal)
    return ""


@never_cache
@login_required
@require_safe
def sheet(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """To print: a row per person with a QR code and room for a signature."""
    found = taught_meeting(request, pk, meeting)
    context = {**_frame(found), "people": rooms.attendees(found.session)}
    return render(request, "courses/attendance_sheet.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Put a mark right with a reason, and read what was done to this meeting's marks."""
    found = taught_meeting(request, pk, meeting)
    people = rooms.attendees(found.session, found)
    form = CorrectionForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid() and _corrected(request, found, form):
        return redirect("courses:corrections", pk=pk, meeting=found.pk)
    context = {**_frame(found), "people": people, "form": form, "log": _log(found)}
    status = BAD_REQUEST if form.errors else 200
    return render(request, "courses/attendance_corrections.html", context, status=status)


def _corrected(request: HttpRequest, meeting: Meeting, form: CorrectionForm) -> bool:
    said = form.cleaned_data
    try:
        answer = correct(
            meeting=meeting,
            enrolment_id=said["enrolment"],
            state=said["state"],
            reason=said["reason"],
            key=said["key"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    if answer.answer == REFUSED:
        form.add_error(None, answer.sentence)
        return False
    messages.success(request, _("The attendance was corrected."))
    return True


def _log(meeting: Meeting) -> dict[str, Any]:
    labels = [
        pgettext("attendance", "When"),
        pgettext("course", "Person"),
        pgettext("attendance", "Before"),
        pgettext("attendance", "After"),
        _("How it came about"),
        _("By whom"),
        _("Reason"),
    ]
    return {"columns": [{"label": label} for label in labels], "rows": rooms.log_of(meeting)}
