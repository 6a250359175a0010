"""Pages of a signed-in person: enrol, withdraw, my courses."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses import answers, presenters, services
from courses.conflicts import conflicts_of
from courses.exceptions import EnrolmentRefused, NotEligible
from courses.forms import EnrolForm, WithdrawForm, form_key
from courses.models import Enrolment, Session
from courses.services import seats
from courses.services.enrolling import check_may_enrol
from vkc.core.states import Refusal

FORBIDDEN, CONFLICT, BAD_REQUEST = 403, 409, 400


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be sent; on confirmation answer at once: a seat, or a place in the line."""
    form = EnrolForm(request.POST if request.method == "POST" else None)
    at = timezone.now()
    try:
        if request.method == "POST" and form.is_valid():
            key = form.cleaned_data["key"]
            # The service reads the session under its lock; asking here as well would cost a query.
            enrolment = services.enrol(session=pk, person=request.user, at=at, key=key)
            return _answer(request, enrolment, at)
        session = _session(pk)
        check_may_enrol(session=session, person=request.user, at=at)
    except Session.DoesNotExist as error:
        raise Http404 from error
    except EnrolmentRefused as refusal:
        return _refused(request, _session(pk), refusal)
    status = BAD_REQUEST if form.errors else 200
    form = EnrolForm(initial={"key": form_key(request.user, session)})
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
        "is_full": not seats.has_seat_for(session, unit_id=seats.holder_unit(user)),
        "seats": presenters.seats_in_words(session, at=at),
        "conflicts": [found.sentence for found in conflicts_of(user, session)],
        "sent": [
            {"label": label, "value": value} for label, value in presenters.what_is_sent(user)
        ],
    }


def _answer(request: HttpRequest, enrolment: Enrolment, at: datetime) -> HttpResponse:
    """The answer, also to the second tap: it tells the state of now."""
    session = enrolment.session
    context = {
        "enrolment": enrolment,
        "session": session,
        "course": session.course,
        "answer": answers.answer_to(enrolment, at=at),
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
