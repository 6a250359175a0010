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
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from courses.back_office.frame import Desk
from courses.choices import NominationState
from courses.models import Nomination, Nominee, Session
from courses.nominations import pages
from courses.nominations.desk import VIEWS, desk_row, filter_links, is_overdue, overdue_rows
from courses.nominations.forms import LapseForm, NoteForm, RefuseForm, ReturnForm
from courses.permissions.nominations import can_settle_nomination
from courses.services import nominations, overdue
from courses.services.reminders import is_awaited, remind_of_letter
from courses.session_desk import session_address
from courses.states import HOLDS_A_SEAT, NOMINATION
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
        session = self._session()
        found = self._found(view, session)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "links": filter_links(view, at=at, session=session),
            "session": session,
            "session_url": session_address(session) if session else "",
            "page": page,
            "rows": [desk_row(letter, at=at) for letter in page],
            "view": view,
        }

    def _session(self) -> Session | None:
        """The one session whose letters are asked for: `?session=12`."""
        key = self.request.GET.get("session", "")
        if not (key.isascii() and key.isdigit()):
            return None
        return get_object_or_404(Session.objects.select_related("course"), pk=int(key[:9]))

    def _found(self, view: str, session: Session | None) -> QuerySet[Nomination]:
        letters = VIEWS[view].find(Nomination.objects.visible_to(self.request.user), timezone.now())
        if session:
            letters = letters.filter(session=session)
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
            "is_overdue": is_overdue(nomination, at=at),
            "can_remind": is_awaited(nomination),
            "session_url": session_address(nomination.session),
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
        if self.request.POST.get("then") == "today":
            return redirect("courses_desk:cockpit")
        return redirect("courses_desk:nomination", self.nomination.pk)


class RemindView(OneLetter, View):
    """Write to the agency whose letter, or its correction, is missing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count = remind_of_letter(nomination=self.nomination, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.warning(request, f"{self.nomination.agency}: {refusal}")
        else:
            sentence = ngettext(
                "%(agency)s: a reminder was queued to %(count)s person.",
                "%(agency)s: a reminder was queued to %(count)s people.",
                count,
            )
            facts = {"agency": self.nomination.agency, "count": count}
            messages.success(request, sentence % facts)
        if request.POST.get("then") == "today":
            return redirect("courses_desk:cockpit")
        return redirect("courses_desk:nomination", self.nomination.pk)


class OverdueView(Desk, TemplateView):
    """Confirm, then end the overdue letters that were chosen: `?letter=1&letter=2`."""

    template_name = "courses/admin/nominations_overdue.html"
    page_title = gettext_lazy("End the letters overdue")
    header_icon = "mail"

    def trail(self) -> list[dict[str, Any]]:
        url = reverse("courses_desk:nominations")
        return [{"url": f"{url}?view=overdue", "label": _("Letters of nomination")}]

    def chosen(self, said: Any) -> QuerySet[Nomination]:
        keys = [int(key[:9]) for key in said.getlist("letter") if key.isascii() and key.isdigit()]
        return Nomination.objects.visible_to(self.request.user).filter(pk__in=keys[:PER_PAGE])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        found = self.chosen(self.request.GET).overdue(on=timezone.localdate(at))
        rows = overdue_rows(found, at=at)
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "seats": _seats_of(found),
            "form": LapseForm(),
            "back_url": f"{reverse('courses_desk:nominations')}?view=overdue",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = LapseForm(request.POST)
        ended = overdue.end_all_overdue(
            nominations=self.chosen(request.POST).select_related("agency"), by=request.user,
            at=timezone.now(), note=form.cleaned_data["reason"] if form.is_valid() else "",
        )  # fmt: skip
        if ended.done:
            count = len(ended.done)
            sentence = ngettext(
                "%(count)s letter was ended.", "%(count)s letters were ended.", count
            )
            messages.success(request, sentence % {"count": count})
        for letter, refusal in ended.refused:
            messages.warning(request, f"{letter.agency}: {refusal}")
        return redirect(f"{reverse('courses_desk:nominations')}?view=overdue")


def _seats_of(letters: QuerySet[Nomination]) -> int:
    """Seats that come free with these letters; who had applied alone keeps theirs."""
    people = Nominee.objects.in_force().filter(nomination__in=letters, was_enrolled=False)
    return people.filter(enrolment__state__in=HOLDS_A_SEAT).count()


class ScanView(OneLetter, TemplateView):
    """The scan, to take away."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return scan_of(self.nomination)


patterns: list[URLPattern] = [
    path("nominations/", NominationsDesk.as_view(), name="nominations"),
    path("nominations/overdue/", OverdueView.as_view(), name="nominations_overdue"),
    path("nominations/<int:pk>/", NominationView.as_view(), name="nomination"),
    path("nominations/<int:pk>/scan/", ScanView.as_view(), name="nomination_scan"),
    path("nominations/<int:pk>/remind/", RemindView.as_view(), name="nomination_remind"),
    path("nominations/<int:pk>/<slug:verb>/", SettleView.as_view(), name="nomination_settle"),
]
