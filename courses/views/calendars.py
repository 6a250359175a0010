"""Calendars: of a session for everybody, of a person behind an address nobody can guess."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses import calendars
from courses.models import CalendarFeed, Session
from courses.services.calendars import feed_of, renew_feed

TYPE = "text/calendar; charset=utf-8"


@require_safe
def session_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One session as a file for a calendar program."""
    sessions = Session.objects.published().select_related("course")
    session = get_object_or_404(sessions.prefetch_related("meetings", "dropped_meetings"), pk=pk)
    body = calendars.session_calendar(session, at=timezone.now())
    if body.count(b"BEGIN:VEVENT") == 0:
        raise Http404
    name = {"Content-Disposition": f'attachment; filename="lop-{pk}.ics"'}
    return HttpResponse(body, content_type=TYPE, headers=name)


@never_cache
@require_safe
def personal_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed a calendar program asks for again and again; in the person's language."""
    feeds = CalendarFeed.objects.select_related("person__agency")
    feed = get_object_or_404(feeds, token=token, person__is_active=True)
    with translation.override(feed.person.language):
        body = calendars.personal_calendar(feed.person, at=timezone.now())
    return HttpResponse(body, content_type=TYPE, headers={"X-Robots-Tag": "noindex"})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The private address, how to use it, and how to make it useless to others."""
    if request.method == "POST":
        renew_feed(person=request.user, at=timezone.now())
        messages.success(request, _("You have a new address. The old one no longer works."))
        return redirect("courses:my_calendar")
    feed = feed_of(person=request.user, at=timezone.now())
    address = request.build_absolute_uri(_path(feed))
    context = {"address": address, "subscribe_url": f"webcal:{address.partition(':')[2]}"}
    return render(request, "courses/calendars_mine.html", context)


def _path(feed: CalendarFeed) -> str:
    return reverse("courses:personal_calendar", args=[feed.token])
