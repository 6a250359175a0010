"""The registrar's desk of letters of nomination: approve, return, refuse, look at the scan."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from courses.back_office.frame import Desk
from courses.choices import NominationState
from courses.models import Nomination
from courses.nominations import pages
from courses.nominations.desk import VIEWS, desk_row, filter_links
from courses.nominations.forms import NoteForm, RefuseForm, ReturnForm
from courses.permissions.nominations import can_settle_nomination
from courses.services import nominations
from courses.states import NOMINATION
from courses.views.nominations import scan_of
from vkc.core.states import Refusal

PER_PAGE = 50


class NominationsDesk(Desk, TemplateView):
    """Letters by what they need: to approve, missing, overdue, all; each row one click away."""

    template_name = "courses/admin/nominations.html"
    page_title = gettext_lazy("Letters of nomination")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        view = self.request.GET.get("view", "")
        view = view if view in VIEWS else "to_approve"
        found = self._found(view, self.request.GET.get("session", ""))
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "links": filter_links(view, at=at),
            "page": page,
            "rows": [desk_row(letter, at=at) for letter in page],
            "view": view,
        }

    def _found(self, view: str, session: str) -> QuerySet[Nomination]:
        letters = VIEWS[view].find(Nomination.objects.visible_to(self.request.user), timezone.now())
        if session.isascii() and session.isdigit():
            letters = letters.filter(session=int(session[:9]))
        return pages.with_counts(letters).order_by("submitted_at", "pk")


class OneLetter(Desk):
    """A page of one letter that was submitted, `self.nomination`."""

    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_settle_nomination(request.user):
            raise PermissionDenied
        letters = Nomination.objects.visible_to(request.user)
        letters = letters.select_related("session__course", "agency", "unit", "letter")
        self.nomination = get_object_or_404(letters, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.nomination.agency)

    def trail(self) -> list[dict[str, Any]]:
        url = reverse("courses_desk:nominations")
        return [{"url": url, "label": _("Letters of nomination")}]


class NominationView(OneLetter, TemplateView):
    """Everything about a letter, and the verbs that are possible now."""

    template_name = "courses/admin/nomination.html"
    page_title = gettext_lazy("Letter of nomination")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, nomination = timezone.now(), self.nomination
        possible = NOMINATION.events_from(nomination.state)
        context = super().get_context_data(**kwargs)
        return {
            **context,
            **pages.frame(nomination),
            "facts": pages.letter_facts(nomination),
            "people": pages.people_rows(nomination, at=at),
            "substituted": pages.substituted_rows(nomination),
            "history": pages.history(nomination),
            "reason": pages.last_reason(nomination),
            "due": pages.due_in_words(nomination, on=timezone.localdate(at)),
            "can_approve": "approve" in possible and nomination.has_letter,
            "is_incomplete": "approve" in possible and not nomination.has_letter,
            "can_return": "return" in possible,
            "can_refuse": "refuse" in possible,
            "session_url": reverse(
                "wagtailsnippets_courses_session:edit", args=[nomination.session_id]
            ),
        }


class SettleView(OneLetter, FormView):
    """Approve at a click; return and refuse on a page of their own, as a reason is needed."""

    template_name = "courses/admin/nomination_settle.html"
    FORMS = {"approve": NoteForm, "return": ReturnForm, "refuse": RefuseForm}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.verb = kwargs["verb"]
        if self.verb not in self.FORMS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        titles = {
            "approve": _("Approve the letter"),
            "return": _("Return the letter for correction"),
            "refuse": _("Refuse the letter"),
        }
        return titles[self.verb]

    def get_form_class(self) -> type:
        return self.FORMS[self.verb]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_possible = self.verb in NOMINATION.events_from(self.nomination.state)
        return {
            **context,
            **pages.frame(self.nomination),
            "verb": self.verb,
            "is_possible": is_possible,
            "back_url": reverse("courses_desk:nomination", args=[self.nomination.pk]),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        facts = {} if self.verb == "approve" else form.cleaned_data
        act = getattr(nominations, f"{self.verb}_nomination")
        try:
            act(nomination=self.nomination, by=self.request.user, at=timezone.now(), **facts)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        self.nomination.refresh_from_db()
        state = NominationState(self.nomination.state).label
        sentence = _("Done: the letter of %(agency)s is now “%(state)s”.")
        messages.success(
            self.request, sentence % {"agency": self.nomination.agency, "state": state}
        )
        return redirect("courses_desk:nomination", self.nomination.pk)


class ScanView(OneLetter, TemplateView):
    """The scan, to take away."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return scan_of(self.nomination)


patterns: list[URLPattern] = [
    path("nominations/", NominationsDesk.as_view(), name="nominations"),
    path("nominations/<int:pk>/", NominationView.as_view(), name="nomination"),
    path("nominations/<int:pk>/scan/", ScanView.as_view(), name="nomination_scan"),
    path("nominations/<int:pk>/<slug:verb>/", SettleView.as_view(), name="nomination_settle"),
]
