"""Entries of “Văn bản” in the menu that lead to desks: pages of work that are no lists of rows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

# (label, name of the address, icon), in the order of the menu; each desk asks again who comes.
DESKS: list[tuple[Any, str, str]] = [
    (_("Import a text from a file"), "guidelines_imports:start", "upload"),
    (_("Texts waiting for approval"), "guidelines_texts:waiting", "check"),
    (_("Citations to be looked at"), "guidelines_citations:waiting", "link"),
    (_("Ledgers"), "guidelines_ledgers:index", "tasks"),
    (_("Effects not yet worked into a text"), "guidelines_effects:waiting", "history"),
]


class DeskItem(MenuItem):
    """Shown to those who work on documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("guidelines.change_document")


def desk_items(after: int) -> list[MenuItem]:
    """The desks, placed behind the first `after` entries."""
    return [
        DeskItem(label, reverse_lazy(address), icon_name=icon, order=after + place)
        for place, (label, address, icon) in enumerate(DESKS, start=1)
    ]
