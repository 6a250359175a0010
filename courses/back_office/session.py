"""The desk of one session: from here every verb and every page of it is reached."""

from typing import Any

from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from courses.back_office.frame import SessionDesk
from courses.presenters import tone
from courses.session_desk import acts_now, counts_by_state, facts_of, groups_of, history_of


class SessionView(SessionDesk, TemplateView):
    """State, verbs and pages of a session."""

    template_name = "courses/admin/session.html"
    page_title = gettext_lazy("Desk of the session")

    def trail(self) -> list[dict[str, Any]]:
        return []

    def get_page_subtitle(self) -> str:
        return ""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        edit = reverse("wagtailsnippets_courses_session:edit", args=[self.session.pk])
        return [
            HeaderButton(label=gettext_lazy("Edit"), url=edit, icon_name="edit"),
            HeaderButton(
                label=gettext_lazy("Public page"),
                url=self.session.get_absolute_url(),
                icon_name="view",
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, session = timezone.now(), self.session
        state = session.public_state(at=at)
        return {
            **super().get_context_data(**kwargs),
            "state": state,
            "tone": tone(state),
            "acts": acts_now(session),
            "groups": groups_of(session, user=self.request.user),
            "facts": facts_of(session, at=at),
            "states": counts_by_state(session),
            "history": history_of(session),
            "moved_to": session.moved_to,
        }


patterns = [path("sessions/<int:pk>/", SessionView.as_view(), name="session")]
