"""Pages of a signed-in person: enrol, withdraw, my courses."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses import presenters, services
from courses.conflicts import conflicts_of
from courses.exceptions import EnrolmentRefused, NotEligible
from courses.forms import EnrolForm, WithdrawForm
from courses.models import Enrolment, Session
from courses.services.enrolling import check_may_enrol
from vkc.core.states import Refusal

FORBIDDEN, CONFLICT, BAD_REQUEST = 403, 409, 400


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be sent; on confirmation answer at once: a seat, or a place in the line."""
    session = _session(pk)
    form = EnrolForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            enrolment = services.enrol(
                session=session,
                person=request.user,
                at=timezone.now(),
                key=form.cleaned_data["key"],
            )
            return _answer(request, enrolment)
        check_may_enrol(session=session, person=request.user, at=timezone.now())
    except EnrolmentRefused as refusal:
        return _refused(request, session, refusal)
    status = BAD_REQUEST if form.errors else 200
    form = EnrolForm() if form.errors else form
    return render(
        request, "courses/session_enrol.html", _page(session, form, request), status=status
    )


def _session(pk: int) -> Session:
    return get_object_or_404(Session.objects.published().select_related("course"), pk=pk)


def _page(session: Session, form: Any, request: HttpRequest) -> dict[str, Any]:
    at = timezone.now()
    user = request.user
    return {
        "session": session,
        "course": session.course,
        "title_lang": presenters.title_language(session.course),
        "form": form,
        "is_incomplete": request.method == "POST",
        "is_full": not session.seats_left,
        "seats": presenters.seats_in_words(session, at=at),
        "conflicts": [found.sentence for found in conflicts_of(user, session)],
        "sent": [
            {"label": label, "value": value} for label, value in presenters.what_is_sent(user)
        ],
    }


def _answer(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """The answer, also to the second tap: it tells the state of now."""
    context = {
        "enrolment": enrolment,
        "session": enrolment.session,
        "course": enrolment.session.course,
        "rank": enrolment.waiting_rank(),
        "is_confirmed": enrolment.state == "confirmed",
        "state_label": enrolment.get_state_display(),
        "email": request.user.email,
    }
    return render(request, "courses/session_enrolled.html", context)


def _refused(request: HttpRequest, session: Session, refusal: Refusal) -> HttpResponse:
    status = FORBIDDEN if isinstance(refusal, NotEligible) else CONFLICT
    context = {"session": session, "course": session.course, "sentence": str(refusal)}
    return render(request, "courses/session_refused.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, then give the place back; the first who waits gets it."""
    mine = Enrolment.objects.filter(person=request.user).select_related("session__course")
    enrolment = get_object_or_404(mine.open(), session=pk)
    form = WithdrawForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            services.withdraw(
                enrolment=enrolment,
                by=request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
            return redirect("courses:mine")
    except EnrolmentRefused as refusal:
        return _refused(request, enrolment.session, refusal)
    context = {"session": enrolment.session, "course": enrolment.session.course, "form": form}
    status = BAD_REQUEST if form.errors else 200
    return render(
        request, "courses/session_withdraw.html",
        {**context, "is_waiting": enrolment.is_waiting}, status=status,
    )  # fmt: skip


@never_cache
@login_required
@require_safe
def my_courses(request: HttpRequest) -> HttpResponse:
    """Everything this person enrolled in, what is ahead on top."""
    rows = presenters.rows_of_person(request.user)
    return render(
        request,
        "courses/enrolment_mine.html",
        {
            "current": [row for row in rows if row["is_current"]],
            "ended": [row for row in rows if not row["is_current"]],
        },
    )
