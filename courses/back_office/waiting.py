"""The desk of a session's waiting list, a seat out of turn, and moving a session to another date."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from courses.admin_forms import ReasonForm
from courses.back_office.frame import SessionDesk
from courses.back_office.moving import MoveForm
from courses.models import Enrolment
from courses.seating.waiting_desk import desk_of, shortfall
from courses.services import moving, offers
from courses.session_desk import session_address
from courses.states import BEFORE_THE_START
from vkc.core.states import Refusal


class WaitingView(SessionDesk, TemplateView):
    """The line in its order with reasons, open offers, what happened, and the proof of fairness."""

    template_name = "courses/waiting_desk.html"
    page_title = gettext_lazy("Waiting list")
    header_icon = "list-ol"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, **desk_of(self.session, at=timezone.now())}


class OutOfTurnView(SessionDesk, FormView):
    """Seat one person out of turn, with a reason that is kept."""

    template_name = "courses/waiting_override.html"
    page_title = gettext_lazy("Seat out of turn")
    header_icon = "user"
    form_class = ReasonForm

    @cached_property
    def enrolment(self) -> Enrolment:
        rows = Enrolment.objects.filter(session=self.session)
        rows = rows.select_related("session__course", "person", "agency", "unit")
        return get_object_or_404(rows, pk=self.kwargs["enrolment"])

    def trail(self) -> list[dict[str, Any]]:
        desk = {"url": desk_address(self.session.pk), "label": _("Waiting list")}
        return [*super().trail(), desk]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        row = self.enrolment
        rank = row.waiting_rank()
        return {
            **context,
            "enrolment": row,
            "rank": rank,
            "ahead": rank - 1 if rank else 0,
            "pool": offers.pool_out_of_turn(row),
            "is_possible": row.is_waiting and self.session.state in BEFORE_THE_START,
            "shortfall": shortfall(row),
            "back_url": desk_address(self.session.pk),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            offers.seat_out_of_turn(
                enrolment=self.enrolment,
                by=self.request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        sentence = _("%(person)s now has a seat; your name and the reason are in the log.")
        messages.success(self.request, sentence % {"person": self.enrolment.person or "—"})
        return redirect(desk_address(self.session.pk))


class MoveView(SessionDesk, FormView):
    """Move a session to another date; everyone keeps seat and rank."""

    template_name = "courses/waiting_move.html"
    page_title = gettext_lazy("Move to another date")
    form_class = MoveForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "is_possible": self.session.state in BEFORE_THE_START,
            "state": self.session.get_state_display(),
            "enrolled": self.session.enrolments.open().count(),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            new = moving.move_session(
                session=self.session, by=self.request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        sentence = _("Done: everyone is now in “%(session)s” and was told by mail.")
        messages.success(self.request, sentence % {"session": new})
        return redirect(session_address(new))


def desk_address(session_id: int) -> str:
    return reverse("courses_desk:waiting", args=[session_id])


patterns: list[URLPattern] = [
    path("sessions/<int:pk>/waiting/", WaitingView.as_view(), name="waiting"),
    path(
        "sessions/<int:pk>/waiting/<int:enrolment>/seat/",
        OutOfTurnView.as_view(),
        name="out_of_turn",
    ),
    path("sessions/<int:pk>/move/", MoveView.as_view(), name="move"),
]
