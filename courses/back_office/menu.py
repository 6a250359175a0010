"""Entries of “Khóa học” in the menu that lead to desks: pages of work that are no lists of rows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from courses.permissions import can_manage_session

# (label, name of the address, icon), in the order of the menu; each desk asks again who comes.
DESKS: list[tuple[Any, str, str]] = [
    (_("What needs me today"), "courses_desk:cockpit", "tasks"),
    (_("Letters of nomination"), "courses_desk:nominations", "mail"),
    (_("Reports"), "courses_desk:reports", "table"),
]


class DeskItem(MenuItem):
    """Shown to those who manage sessions."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_session(request.user)


def desk_items(after: int) -> list[MenuItem]:
    """The desks, placed behind the first `after` entries."""
    return [
        DeskItem(label, reverse_lazy(address), icon_name=icon, order=after + place)
        for place, (label, address, icon) in enumerate(DESKS, start=1)
    ]
