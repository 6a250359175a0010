"""Desks of seats: what provinces are given, its release, and trying other quotas on past demand."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView

from courses.back_office.frame import SessionDesk
from courses.choices import EnrolmentState
from courses.models import Enrolment, SeatPool
from courses.seating.quota_forms import QuotaForm, SimulationForm, tried_first
from courses.services import quotas, seats, simulation
from courses.states import BEFORE_THE_START
from vkc.core.states import Refusal
from vkc.places.models import Unit


class QuotasView(SessionDesk, FormView):
    """One row a province: its quota, taken, left, waiting; rows to add more."""

    template_name = "courses/seats_quotas.html"
    page_title = gettext_lazy("Seats of the provinces")
    header_icon = "group"
    form_class = QuotaForm

    def pools(self) -> list[SeatPool]:
        return seats.sort_units(
            SeatPool.objects.filter(session=self.session).select_related("unit")
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        provinces = [pool for pool in self.pools() if pool.unit_id]
        given = {pool.unit_id: pool.quota for pool in provinces}
        kwargs = super().get_form_kwargs()
        return {**kwargs, "units": [pool.unit for pool in provinces], "quotas": given}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        pools, form = self.pools(), context["form"]
        waiting = waiting_by_unit(self.session.pk)
        fields = {unit.pk: field for unit, field in form.rows()}
        provinces = [pool for pool in pools if pool.unit_id]
        known = {pool.unit_id for pool in provinces}
        return {
            **context,
            "rows": [(pool, fields.get(pool.unit_id), waiting.get(pool.unit_id, 0))
                     for pool in provinces],
            "national": next((pool for pool in pools if pool.unit_id is None), None),
            "waiting_elsewhere": sum(n for unit, n in waiting.items() if unit not in known),
            "is_changeable": refusal_to_set(self.session) is None,
            "refusal": refusal_to_set(self.session),
            "is_releasable": may_release(self.session) and bool(provinces),
            "release_url": reverse("courses_desk:release_quotas", args=[self.session.pk]),
            "simulate_url": reverse("courses_desk:simulate", args=[self.session.pk]),
            "log": quota_events(self.session),
        }  # fmt: skip

    def form_valid(self, form: QuotaForm) -> HttpResponse:
        try:
            quotas.set_quotas(
                session=self.session,
                quotas=form.quotas(),
                by=self.request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The seats of the provinces are saved."))
        return redirect("courses_desk:quotas", self.session.pk)


class ReleaseView(SessionDesk, TemplateView):
    """Say what would fall, then let it fall: it cannot be undone."""

    template_name = "courses/seats_release.html"
    page_title = gettext_lazy("Release unused seats now")
    header_icon = "warning"

    def trail(self) -> list[dict[str, Any]]:
        url = reverse("courses_desk:quotas", args=[self.session.pk])
        return [*super().trail(), {"url": url, "label": _("Seats of the provinces")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        provinces = SeatPool.objects.filter(session=self.session, unit__isnull=False)
        rows = seats.sort_units(provinces.select_related("unit"))
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "falling": sum(pool.left for pool in rows),
            "waiting": sum(waiting_by_unit(self.session.pk).values()),
            "is_possible": may_release(self.session),
            "desk_url": reverse("courses_desk:quotas", args=[self.session.pk]),
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            fallen = quotas.release_quotas(session=self.session, at=timezone.now(), by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            sentence = ngettext(
                "%(count)s seat fell to the national pool.",
                "%(count)s seats fell to the national pool.",
                fallen,
            )
            messages.success(request, sentence % {"count": fallen})
        return redirect("courses_desk:quotas", self.session.pk)


class SimulateView(SessionDesk, TemplateView):
    """Replay the demand there was on other seats. Reads only: the form is sent by GET."""

    template_name = "courses/seats_simulate.html"
    page_title = gettext_lazy("Try other quotas")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demand, plan = simulation.demand_of(self.session), simulation.plan_of(self.session)
        asked = {person.unit_id for person in demand.candidates.values()} | set(plan.quotas)
        units = list(Unit.objects.filter(pk__in=asked - {None}).order_by("sort_key"))
        data = self.request.GET if "capacity" in self.request.GET else None
        form = SimulationForm(data, units=units, initial=tried_first(self.session, plan))
        if data is not None and form.is_valid():
            capacity, day = form.cleaned_data["capacity"], form.cleaned_data["falls_on"]
            plan = simulation.Plan(capacity, form.quotas(), day)
        is_shown = bool(demand.candidates) and not form.errors
        found = simulation.compare(demand, plan) if is_shown else None
        context = super().get_context_data(**kwargs)
        return {**context, "form": form, "is_tried": data is not None, **shown(found, plan, units)}


def shown(found: simulation.Comparison | None, plan: simulation.Plan, units: list[Unit]) -> dict:
    """The comparison as the page wants it: named rows and a sentence."""
    if found is None:
        return {"rows": [], "total": None, "sentence": ""}
    lines = {line.unit_id: line for line in found.lines}
    rows = [(unit.name, plan.quotas.get(unit.pk), lines[unit.pk]) for unit in units
            if unit.pk in lines]  # fmt: skip
    if None in lines:
        rows.append((_("without a province"), None, lines[None]))
    facts = {"had": found.total.had, "would": found.total.would}
    facts |= {"gained": found.gained, "lost": found.lost}
    sentence = _(
        "%(would)s people would have a seat, against %(had)s in fact: %(gained)s who had none"
        " would have one, %(lost)s who had one would not."
    )
    return {"rows": rows, "total": found.total, "sentence": sentence % facts}


def waiting_by_unit(session_id: int) -> dict[int | None, int]:
    """Unit key → how many of it wait; None: people without a province."""
    line = Enrolment.objects.filter(session=session_id, state=EnrolmentState.WAITING)
    return dict(line.order_by().values_list("unit").annotate(Count("pk")))


def may_release(session: Any) -> bool:
    return session.quotas_fell_at is None and session.state in BEFORE_THE_START


def refusal_to_set(session: Any) -> str | None:
    """Why quotas cannot change now, as a sentence; None where they can."""
    try:
        quotas.check_may_set(session)
    except Refusal as refusal:
        return str(refusal)
    return None


def quota_events(session: Any) -> list[Any]:
    """What happened to the quotas, the latest first, with names of who did it."""
    known = Q(event__in=(quotas.SET_EVENT, quotas.RELEASE_EVENT))
    return list(session.events.filter(known).select_related("by").order_by("-id"))


patterns: list[URLPattern] = [
    path("sessions/<int:pk>/quotas/", QuotasView.as_view(), name="quotas"),
    path("sessions/<int:pk>/quotas/release/", ReleaseView.as_view(), name="release_quotas"),
    path("sessions/<int:pk>/simulate/", SimulateView.as_view(), name="simulate"),
]
