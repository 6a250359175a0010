"""A person's place in a session: the offer to answer, or why they wait."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.exceptions import EnrolmentRefused
from courses.exceptions.waiting import NothingOffered, OfferExpired
from courses.forms import WithdrawForm
from courses.models import Enrolment
from courses.seating.place import place_page
from courses.services import offers

BAD_REQUEST, CONFLICT = 400, 409


@never_cache
@login_required
@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Where I stand: a seat, an offer with its deadline, or a rank with the reason."""
    context = place_page(_latest(request, pk), at=timezone.now())
    return render(request, "courses/waiting_place.html", context)


@never_cache
@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the offered seat; the page before it said what follows, and one may withdraw later."""
    enrolment = _latest(request, pk)
    try:
        offers.accept_offer(enrolment=enrolment, by=request.user, at=timezone.now())
    except EnrolmentRefused as refusal:
        return _refused(request, enrolment, refusal)
    return redirect("courses:place", pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, then let the offer go to the next in line."""
    enrolment = _latest(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    try:
        if enrolment.state != "offered":
            raise NothingOffered
        if request.method == "POST" and form.is_valid():
            offers.decline_offer(
                enrolment=enrolment, by=request.user, at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            return redirect("courses:place", pk)
    except EnrolmentRefused as refusal:
        return _refused(request, enrolment, refusal)
    status = BAD_REQUEST if form.errors else 200
    return render(
        request, "courses/waiting_decline.html", _context(enrolment, form=form), status=status
    )


def _latest(request: HttpRequest, pk: int) -> Enrolment:
    """The person's last enrolment in the session; an open one, where there is one."""
    mine = Enrolment.objects.filter(person=request.user, session=pk)
    mine = mine.select_related("session__course", "unit", "person").order_by("-pk")
    return get_object_or_404(mine[:1])


def _refused(request: HttpRequest, enrolment: Enrolment, refusal: EnrolmentRefused) -> HttpResponse:
    if isinstance(refusal, OfferExpired):
        offers.expire_offers(at=timezone.now(), session_id=enrolment.session_id)
    context = _context(enrolment, sentence=str(refusal))
    return render(request, "courses/session_refused.html", context, status=CONFLICT)


def _context(enrolment: Enrolment, **more: Any) -> dict[str, Any]:
    return {"session": enrolment.session, "course": enrolment.session.course, **more}
