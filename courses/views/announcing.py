"""Write to the people of a session: text, preview with the number of recipients, then send."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.attendance import rooms
from courses.attendance.announcing_forms import AnnouncementForm
from courses.choices.attendance import Audience
from courses.models import Session
from courses.presenters import moment
from courses.services.announcing import announce_to, recipients
from courses.views.attendance_desk import taught_session
from vkc.core.states import Refusal

BAD_REQUEST = 400


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announcements(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; `preview` shows the mail and who gets it; `send` queues it, once."""
    session = taught_session(request, pk)
    form = AnnouncementForm(request.POST or None, meetings=rooms.meetings_of(session))
    count = None
    if request.method == "POST" and form.is_valid():
        chosen = {key: form.cleaned_data[key] for key in ("audience", "meeting")}
        count = recipients(session=session, **chosen).count()
        if "send" in request.POST and _sent(request, session, form):
            return redirect("courses:announcements", pk=pk)
    context = {
        "session": session,
        "course": session.course,
        "form": form,
        "count": count if not form.errors and "change" not in request.POST else None,
        "audience": dict(Audience.choices).get(form.data.get("audience", "")),
        "log": _log(session),
    }
    status = BAD_REQUEST if form.errors else 200
    return render(request, "courses/announcing.html", context, status=status)


def _sent(request: HttpRequest, session: Session, form: AnnouncementForm) -> bool:
    try:
        sent = announce_to(session=session, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    sentence = ngettext(
        "The mail to %(count)s person is on its way.",
        "The mail to %(count)s people is on its way.",
        sent.recipients,
    )
    messages.success(request, sentence % {"count": sent.recipients})
    return True


def _log(session: Session) -> dict[str, Any]:
    columns = [
        {"label": pgettext("mail", "Subject")},
        {"label": _("Sent at")},
        {"label": _("By whom")},
        {"label": _("To whom")},
        {"label": _("Recipients"), "is_number": True},
    ]
    rows = [
        [
            sent.subject,
            moment(sent.at),
            sent.by.full_name if sent.by_id and sent.by else "—",
            sent.get_audience_display(),
            sent.recipients,
        ]
        for sent in session.announcements.select_related("by")
    ]
    return {"columns": columns, "rows": rows}
