"""Back office doors: four eyes on courses, the verbs of a session, a list of enrolments to read."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from courses import exceptions
from courses.admin_forms import NoteForm, ReasonForm
from courses.models import Course, Session
from courses.permissions import can_manage_session, can_publish_course
from courses.session_acts import ACTS, Act, acts_of
from courses.session_desk import session_address
from vkc.core.states import Refusal
from vkc.core.tabular import defuse

SCHEDULE_FIELDS = {"go_live_at", "expire_at"}


class CourseCreateView(snippets.CreateView):
    """A new course starts as a draft: its author does not publish it in the same step."""

    def is_valid(self, form: Any) -> bool:
        if self.action == "publish":
            refusal = exceptions.OwnWorkRefused()
            self.produced_error_code, self.produced_error_message = refusal.code, str(refusal)
            return False
        return super().is_valid(form)


class CourseEditView(snippets.EditView):
    """Publishing puts live what somebody else wrote, unchanged."""

    def is_valid(self, form: Any) -> bool:
        refusal = self._refusal(form)
        if refusal:
            self.produced_error_code, self.produced_error_message = refusal.code, str(refusal)
            return False
        return super().is_valid(form)

    def _refusal(self, form: Any) -> Refusal | None:
        approves = self.request.POST.get("workflow-action-name") == "approve"
        if self.action != "publish" and not (self.action == "workflow-action" and approves):
            return None
        course: Course = self.live_object
        if not can_publish_course(self.request.user, course):
            return exceptions.OwnWorkRefused()
        if set(form.changed_data) - SCHEDULE_FIELDS:
            return exceptions.ChangedWhilePublishing()
        return None


class SessionEditView(snippets.EditView):
    """Edit a session; the way to its desk and its verbs stand in the menu beside the title."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if can_manage_session(self.request.user, self.object):
            buttons += session_buttons(self.object)
        return buttons


class SessionIndexView(snippets.IndexView):
    """The list of sessions; a title leads whoever manages sessions to the desk."""

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, **kwargs)
        if can_manage_session(self.request.user):
            column._get_url_func = session_address
        return column


def session_buttons(session: Session) -> list[Button]:
    """The desk, and what the transition table allows now."""
    desk = Button(
        _("Desk of the session"), url=session_address(session), icon_name="desktop", priority=25
    )
    return [desk, *(act_button(act, session) for act in acts_of(session))]


def act_button(act: Act, session: Session) -> Button:
    url = reverse("courses_desk:act", args=[session.pk, act.verb])
    return Button(act.label, url=url, icon_name=act.icon, priority=act.priority)


class SessionActView(WagtailAdminTemplateMixin, FormView):
    """One verb of a session, on its own page, with what follows from it."""

    template_name = "courses/desk_act.html"
    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.act = ACTS.get(kwargs["verb"])
        if self.act is None:
            raise Http404
        sessions = Session.objects.select_related("course")
        self.session = get_object_or_404(sessions, pk=kwargs["pk"])
        if not can_manage_session(request.user, self.session):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type:
        return ReasonForm if self.act.needs_reason else NoteForm

    def get_page_title(self) -> str:
        return str(self.act.label)

    def get_page_subtitle(self) -> str:
        return str(self.session)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailsnippets_courses_session:list"),
                "label": capfirst(Session._meta.verbose_name_plural),
            },
            {"url": session_address(self.session), "label": str(self.session)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_possible = self.act in acts_of(self.session)
        return {
            **context,
            "act": self.act,
            "session": self.session,
            "is_possible": is_possible,
            "state": self.session.get_state_display(),
            "enrolled": self.session.enrolments.open().count(),
            "back_url": session_address(self.session),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        reason = {"reason": form.cleaned_data["reason"]} if self.act.takes_reason else {}
        try:
            self.act.service(
                session=self.session, by=self.request.user, at=timezone.now(), **reason
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        sentence = _("Done: “%(session)s” is now “%(state)s”.")
        facts = {"session": self.session, "state": self.session.get_state_display()}
        messages.success(self.request, sentence % facts)
        return redirect(session_address(self.session))


class EnrolmentIndexView(snippets.IndexView):
    """Who is enrolled, to read and to export; states move by the services only."""

    custom_value_preprocess = {
        **snippets.IndexView.custom_value_preprocess,
        str: {"csv": defuse, "xlsx": defuse},
    }

    @cached_property
    def columns(self) -> list[Any]:
        """Without the boxes for bulk deletion: an enrolment stays."""
        return [c for c in super().columns if not isinstance(c, BulkActionsCheckboxColumn)]
