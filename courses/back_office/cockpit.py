"""The registrar's first page: what needs somebody today, each one click away."""

from typing import Any

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from courses.back_office.frame import Desk
from courses.cockpit import parts_of_today


class CockpitView(Desk, TemplateView):
    """All parts on one page; those with something in them first."""

    template_name = "courses/admin/cockpit.html"
    page_title = gettext_lazy("What needs me today")
    header_icon = "tasks"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = parts_of_today(at=timezone.now())
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "waiting": [part for part in parts if part.count],
            "done": [part for part in parts if not part.count],
            "count": sum(part.count for part in parts),
        }


patterns = [path("desk/", CockpitView.as_view(), name="cockpit")]
