"""What a registrar sees on the first page of the back office."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from courses.cockpit import MOST, parts_of_today, sessions_at_hand
from courses.session_desk import session_address


class TodayPanel(Component):
    """The kinds of things that wait, each with how many, and the way to them."""

    name = "courses_today"
    template_name = "courses/admin/home_today.html"
    order = 80

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        parts = parts_of_today(at=timezone.now())
        return {"parts": [part for part in parts if part.count]}


class SessionsPanel(Component):
    """The sessions that run or begin soon, each with its state and its seats."""

    name = "courses_at_hand"
    template_name = "courses/admin/home_sessions.html"
    order = 81

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        at = timezone.now()
        found = list(sessions_at_hand(at=at)[:MOST])
        return {"rows": [_row(session, at) for session in found]}


def _row(session: Any, at: Any) -> dict[str, Any]:
    return {
        "url": session_address(session),
        "session": session,
        "state": session.public_state(at=at),
        "taken": session.seats_in_use,
        "capacity": session.capacity,
    }
