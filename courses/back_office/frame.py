"""The frame of every desk of the registrar: who may come, and the way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.models import Session
from courses.permissions import can_manage_session
from courses.session_desk import session_address


class Desk(WagtailAdminTemplateMixin):
    """A page for those who manage sessions; subclasses add to the trail before their own title."""

    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_manage_session(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def trail(self) -> list[dict[str, Any]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        sessions = {
            "url": reverse("wagtailsnippets_courses_session:list"),
            "label": capfirst(str(Session._meta.verbose_name_plural)),
        }
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), sessions, *self.trail(), here]


class SessionDesk(Desk):
    """A desk of one session, `self.session`; 404 where there is none of that key."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sessions = Session.objects.select_related("course")
        self.session = get_object_or_404(sessions, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.session)

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": session_address(self.session), "label": str(self.session)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "session": self.session, "back_url": session_address(self.session)}
