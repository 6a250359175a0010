"""The registrar's desk of certificates: issue for a session, suspend, lift, revoke, correct."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from courses.back_office.frame import Desk, SessionDesk
from courses.certificates.forms import FORMS, CorrectionForm, IssueForm
from courses.certificates.page import fact_rows
from courses.certificates.states import CERTIFICATE, CertificateState
from courses.models import Certificate, IssueRun
from courses.permissions.certificates import can_issue_certificates, can_view_certificates
from courses.services import certificate_acts as acts
from courses.services.certificate_runs import prospects, start_run
from vkc.core.states import Refusal

# The verb in the address, its heading, what follows from it, its button, whether it is for good.
ACTS: dict[str, tuple[Any, Any, Any, bool]] = {
    "suspend": (
        gettext_lazy("Suspend the certificate"),
        gettext_lazy(
            "Its public page says at once that it must not be relied on. The holder is told."
        ),
        acts.suspend,
        False,
    ),
    "lift": (
        gettext_lazy("Lift the suspension"),
        gettext_lazy("Its public page says again that it is valid. The holder is told."),
        acts.lift,
        False,
    ),
    "revoke": (
        gettext_lazy("Revoke the certificate"),
        gettext_lazy(
            "Its public page stays and says that it was revoked, when and for what class of reason."
            " The number is never used again and the person gets no second certificate for this"
            " session. This cannot be undone."
        ),
        acts.revoke,
        True,
    ),
    "supersede": (
        gettext_lazy("Correct the certificate"),
        gettext_lazy(
            "A corrected certificate with the same number and day of issue takes the place of this"
            " one, whose page stays and leads to it. The holder is told. This cannot be undone."
        ),
        acts.supersede,
        True,
    ),
}


class CertificateDesk(Desk):
    """One certificate; for those who see the register."""

    header_icon = "form"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_view_certificates(request.user):
            raise PermissionDenied
        related = ("enrolment__session__course", "enrolment__person", "register", "person", "made")
        rows = Certificate.objects.select_related(*related)
        self.certificate = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.certificate)

    def trail(self) -> list[dict[str, Any]]:
        register = reverse("wagtailsnippets_courses_certificate:list")
        return [{"url": register, "label": _("Register of certificates")}]

    @property
    def own_url(self) -> str:
        return reverse("courses_desk:certificate", args=[self.certificate.pk])


class CertificateView(CertificateDesk, TemplateView):
    """What is printed, what happened, and what may be done."""

    template_name = "courses/admin/certificate.html"
    page_title = gettext_lazy("Certificate")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        certificate = self.certificate
        possible = CERTIFICATE.events_from(certificate.state)
        return {
            **super().get_context_data(**kwargs),
            "certificate": certificate,
            "facts": fact_rows(certificate),
            "events": certificate.events.select_related("by").order_by("id"),
            "states": CertificateState.choices,
            "acts": [
                {"label": label, "is_final": is_final,
                 "url": reverse("courses_desk:certificate_act", args=[certificate.pk, verb])}
                for verb, (label, _words, _service, is_final) in ACTS.items() if verb in possible
            ] if can_issue_certificates(self.request.user) else [],
            "file_url": reverse("courses:certificate_file", args=[certificate.code]),
            "hours_url": _hours_address(certificate),
        }  # fmt: skip


def _hours_address(certificate: Certificate) -> str:
    if not certificate.person_id:
        return ""
    return f"{reverse('courses:transcript')}?person={certificate.person_id}"


class CertificateActView(CertificateDesk, FormView):
    """One act on a certificate, on a page of its own, with what follows from it."""

    template_name = "courses/admin/certificate_act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_issue_certificates(request.user):
            raise PermissionDenied
        self.verb = kwargs["verb"]
        if self.verb not in ACTS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def act(self) -> tuple[Any, Any, Any, bool]:
        return ACTS[self.verb]

    def get_page_title(self) -> str:
        return str(self.act[0])

    def get_form_class(self) -> type:
        return FORMS[self.verb]

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return {**given, "certificate": self.certificate} if self.verb == "supersede" else given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.certificate.get_state_display()
        is_possible = self.verb in CERTIFICATE.events_from(self.certificate.state)
        label, follows, _service, is_final = self.act
        return {
            **super().get_context_data(**kwargs), "certificate": self.certificate, "label": label,
            "follows": follows, "is_final": is_final, "state": state, "is_possible": is_possible,
            "back_url": self.own_url,
        }  # fmt: skip

    def form_valid(self, form: Any) -> HttpResponse:
        values = form.changes() if isinstance(form, CorrectionForm) else form.cleaned_data
        try:
            made = self.act[2](
                certificate=self.certificate, by=self.request.user, at=timezone.now(), **values
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Done. The public page says so now."))
        return redirect("courses_desk:certificate", (made or self.certificate).pk)


class IssueView(SessionDesk, FormView):
    """Who of a session gets a certificate, who does not and why; then issue them all."""

    template_name = "courses/admin/certificates_issue.html"
    page_title = gettext_lazy("Issue certificates")
    header_icon = "form"
    form_class = IssueForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_issue_certificates(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def last_run(self) -> IssueRun | None:
        return IssueRun.objects.filter(session=self.session).order_by("-pk").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = prospects(self.session)
        run = self.last_run
        return {
            **super().get_context_data(**kwargs),
            "gets": [row for row in rows if row.gets_one],
            "gets_not": [row for row in rows if not row.gets_one],
            "run": run,
            "is_running": run is not None and run.finished_at is None,
            "series_url": reverse("wagtailsnippets_courses_certificateregister:add"),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            start_run(
                session=self.session, register=form.cleaned_data["register"],
                by=self.request.user, at=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request, _("The certificates are being issued; this page shows how far.")
        )
        return redirect("courses_desk:certificates_issue", self.session.pk)


patterns = [
    path("certificates/<int:pk>/", CertificateView.as_view(), name="certificate"),
    path(
        "certificates/<int:pk>/<slug:verb>/", CertificateActView.as_view(), name="certificate_act"
    ),
    path("sessions/<int:pk>/certificates/", IssueView.as_view(), name="certificates_issue"),
]
