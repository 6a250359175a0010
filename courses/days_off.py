"""“Ngày nghỉ” in the back office: the days the Government swaps or adds each year."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import DayOff


class DayOffViewSet(SnippetViewSet):
    """Kept by the registrar; offers of seats count their hours by it."""

    model = DayOff
    icon = "calendar-alt"
    menu_label = _("Days off")
    menu_name = "courses-days-off"
    menu_order = 125
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        Column("day", label=_("day"), sort_key="day"),
        "name",
        BooleanColumn("is_working", label=_("a working day")),
        "decided_by",
        "source_title",
    ]
    list_per_page = 50
    search_fields = ["name", "source_title"]
    search_backend_name = None
    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("is_working")]),
        FieldPanel("name"),
        FieldPanel("decided_by"),
        FieldPanel("source_title"),
        FieldPanel("source_url"),
    ]
