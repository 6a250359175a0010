"""Programmes and registers in the back office."""

import django_filters
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from projects import admin_programmes, admin_views
from projects.choices import Kind, Scope
from projects.forms import ProgrammeForm
from projects.models import Programme, Register
from projects.permissions import can_confirm_member
from vkc.core.models import Confidence

SOURCE_PANELS = [
    FieldPanel("title"),
    FieldPanel("url"),
    FieldPanel("supports"),
    FieldRowPanel([FieldPanel("retrieved_on"), FieldPanel("confidence")]),
]
WHAT = [
    FieldPanel("title_vi"),
    FieldPanel("slug"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("unit"), FieldPanel("scope")]), FieldPanel("city")],
        heading=_("Place"),
    ),
    FieldPanel("kind"),
    FieldRowPanel(
        [FieldPanel("decision_number"), FieldPanel("decision_date"), FieldPanel("issuer")],
        heading=_("Decision"),
    ),
    FieldRowPanel(
        [FieldPanel("period_start"), FieldPanel("period_end"), FieldPanel("vision_year")],
        heading=_("Period"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("budget_value"), FieldPanel("budget_currency")]),
            FieldPanel("budget_text_vi"),
        ],
        heading=_("Budget"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("has_ioc"), FieldPanel("ioc_date")]),
            FieldPanel("ioc_name"),
            FieldPanel("ioc_note_vi"),
        ],
        heading=_("Operations centre"),
    ),
    FieldPanel("topics"),
    FieldPanel("focus_words"),
    FieldPanel("partners"),
]
STATUS = [
    FieldRowPanel([FieldPanel("status_date"), FieldPanel("confidence")]),
    FieldPanel("status_vi"),
    FieldPanel("note_vi"),
    FieldPanel("staff_note"),
    InlinePanel(
        "sources",
        panels=[*SOURCE_PANELS, FieldPanel("facts")],
        heading=_("Sources"),
        label=_("Source"),
    ),
]
LANGUAGES = [
    MultiFieldPanel(
        [
            FieldPanel("title_en"),
            FieldPanel("status_en"),
            FieldPanel("note_en"),
            FieldPanel("budget_text_en"),
            FieldPanel("ioc_note_en"),
        ],
        heading=_("English"),
    ),
    MultiFieldPanel(
        [FieldPanel("title_ko"), FieldPanel("status_ko"), FieldPanel("note_ko")],
        heading=_("Korean"),
    ),
]


class ProgrammeFilterSet(WagtailFilterSet):
    """Filters of the staff list."""

    kind = django_filters.ChoiceFilter(label=_("kind"), choices=Kind.choices)
    scope = django_filters.ChoiceFilter(label=_("scope"), choices=Scope.choices)
    confidence = django_filters.ChoiceFilter(
        label=_("confidence"), choices=[choice for choice in Confidence.choices if choice[0]]
    )

    class Meta:
        model = Programme
        fields = ["kind", "scope", "confidence"]


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "globe"
    menu_label = _("Programmes")
    menu_name = "smart-city-programmes"
    list_display = [
        "title_vi",
        Column("place_name", label=_("place")),
        Column("get_kind_display", label=_("kind"), sort_key="kind"),
        Column("get_confidence_display", label=_("confidence"), sort_key="confidence"),
    ]
    list_per_page = 50
    filterset_class = ProgrammeFilterSet
    search_fields = ["title_vi", "decision_number", "slug"]
    search_backend_name = None
    ordering = ["unit__sort_key", "scope"]
    copy_view_enabled = False
    add_view_class = admin_programmes.ProgrammeCreateView
    edit_view_class = admin_programmes.ProgrammeEditView
    revisions_revert_view_class = admin_programmes.ProgrammeRevertView
    edit_handler = TabbedInterface(
        [
            ObjectList(WHAT, heading=_("Programme")),
            ObjectList(STATUS, heading=_("Status and sources")),
            ObjectList(LANGUAGES, heading=_("Other languages")),
        ],
        base_form_class=ProgrammeForm,
    )

    def get_queryset(self, request):
        return Programme.objects.select_related("unit", "city")


class RegisterViewSet(SnippetViewSet):
    model = Register
    icon = "list-ul"
    menu_label = _("Registers")
    menu_name = "registers"
    list_display = ["__str__", Column("as_of", label=_("as of")), "declared_total", "of_units"]
    search_backend_name = None
    copy_view_enabled = False
    panels = [
        FieldPanel("key"),
        FieldPanel("name_vi"),
        FieldRowPanel([FieldPanel("as_of"), FieldPanel("declared_total"), FieldPanel("of_units")]),
        FieldRowPanel([FieldPanel("declared_province_wide"), FieldPanel("declared_city_level")]),
        FieldPanel("note_vi"),
        MultiFieldPanel(
            [
                FieldPanel("name_en"),
                FieldPanel("note_en"),
                FieldPanel("name_ko"),
                FieldPanel("note_ko"),
            ],
            heading=_("Other languages"),
        ),
        InlinePanel("sources", panels=SOURCE_PANELS, heading=_("Sources"), label=_("Source")),
        InlinePanel(
            "counts",
            panels=[
                FieldRowPanel([FieldPanel("as_of"), FieldPanel("precision")]),
                FieldRowPanel([FieldPanel("value"), FieldPanel("of_units"), FieldPanel("quality")]),
                FieldPanel("text_vi"),
                FieldPanel("text_en"),
                *SOURCE_PANELS,
            ],
            heading=_("Other counts"),
            label=_("Count"),
        ),
    ]


class MemberMenuItem(MenuItem):
    """Shown to those who may act on members."""

    def is_shown(self, request) -> bool:
        return can_confirm_member(request.user)


class MemberViewSet(ViewSet):
    """Members of each register: confirm, replace, remove, restore, load the official list."""

    name = "register_members"
    url_prefix = "programmes/members"
    icon = "tasks"
    menu_label = _("Register members")
    menu_name = "register-members"
    menu_item_class = MemberMenuItem
    app_label = "projects"

    def get_urlpatterns(self):
        return [
            path("", admin_views.register_index, name="index"),
            path("<slug:key>/", admin_views.member_list, name="members"),
            path("<slug:key>/load/", admin_views.load_list, name="load"),
            path("<slug:key>/load/template/", admin_views.list_template, name="template"),
            path("<slug:key>/load/apply/", admin_views.apply_list, name="apply"),
            path("member/<int:pk>/", admin_views.member_history, name="history"),
            path("member/<int:pk>/<slug:event>/", admin_views.member_act, name="act"),
        ]


class ProgrammeGroup(SnippetViewSetGroup):
    items = (ProgrammeViewSet, RegisterViewSet, MemberViewSet)
    menu_label = _("Programmes")
    menu_name = "programmes"
    menu_icon = "globe"
    menu_order = 240
    add_to_admin_menu = True
