"""“Ngày nghỉ” in the back office: the days the Government swaps or adds each year."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from courses.models import DayOff
from courses.services.legal_days import (
    LegalDay,
    is_decided,
    legal_days,
    notices_of,
    source_name,
)

YEARS_SHOWN = 2


@dataclass(frozen=True)
class YearOfDays:
    """What working hours of one year are counted by, apart from the table."""

    year: int
    days: list[tuple[LegalDay, bool]]
    is_decided: bool
    notices: list[str]


def years_of_days(first: int) -> list[YearOfDays]:
    """This year and the next; each day with whether the table says otherwise."""
    years = range(first, first + YEARS_SHOWN)
    told = dict(DayOff.objects.filter(day__year__in=years).values_list("day", "is_working"))
    return [
        YearOfDays(
            year=year,
            days=[
                (day, told.get(day.day, day.is_working) != day.is_working)
                for day in legal_days(year)
            ],
            is_decided=is_decided(year) or any(day.year == year for day in told),
            notices=notices_of(year),
        )
        for year in years
    ]


class DayOffIndexView(IndexView):
    """The table, and below it the calendar it corrects."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            years=years_of_days(timezone.localdate().year), source=source_name(), **kwargs
        )


class DayOffViewSet(SnippetViewSet):
    """Kept by the registrar; offers of seats count their hours by it."""

    model = DayOff
    icon = "calendar-alt"
    menu_label = _("Days off")
    menu_name = "courses-days-off"
    # It stands inside the menu of courses.
    add_to_admin_menu = False
    menu_item_is_registered = True
    copy_view_enabled = False
    list_display = [
        Column("day", label=_("day"), sort_key="day"),
        "name",
        BooleanColumn("is_working", label=_("a working day")),
        "decided_by",
        "source_title",
    ]
    list_per_page = 50
    index_view_class = DayOffIndexView
    index_template_name = "courses/admin/days_off.html"
    search_fields = ["name", "source_title"]
    search_backend_name = None
    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("is_working")]),
        FieldPanel("name"),
        FieldPanel("decided_by"),
        FieldPanel("source_title"),
        FieldPanel("source_url"),
    ]
