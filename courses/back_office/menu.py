"""“Khóa học” in the menu of the back office: lists, and the desks that are no lists of rows."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from courses.permissions import can_edit_learning, can_manage_session

# (label, name of the address, icon, who may), by the name their place is given with.
DESKS: dict[str, tuple[Promise, str, str, Callable[[Any], bool]]] = {
    "today": (_("What needs me today"), "courses_desk:cockpit", "tasks", can_manage_session),
    "letters": (
        _("Letters of nomination"), "courses_desk:nominations", "mail", can_manage_session,
    ),
    "courses-reports": (_("Reports"), "courses_desk:reports", "table", can_manage_session),
    "learning": (
        _("Learning online"), "courses_desk:learning_courses", "openquote", can_edit_learning,
    ),
}  # fmt: skip
# As a registrar works: what waits, who comes, what is held, what it leads to; tables last.
ORDER = (
    "today", "letters", "courses-sessions", "courses-enrolments", "courses-catalogue", "learning",
    "certificates", "courses-reports", "courses-days-off",
)  # fmt: skip


class DeskItem(MenuItem):
    """Shown to those who may; each desk asks again who comes."""

    def __init__(self, name: str) -> None:
        label, address, icon, self.may = DESKS[name]
        super().__init__(label, reverse_lazy(address), name=name, icon_name=icon)

    def is_shown(self, request: HttpRequest) -> bool:
        return self.may(request.user)


def in_order(items: list[MenuItem]) -> list[MenuItem]:
    """Lists and desks together, each at its place."""
    found = [*items, *(DeskItem(name) for name in DESKS)]
    for item in found:
        item.order = ORDER.index(item.name)
    return found
