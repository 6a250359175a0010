"""“Giấy chứng nhận” in the back office: the register, the series of numbers, types of training, rules."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.certificates.states import CertificateState
from courses.models import Certificate, CertificateRegister, HoursRule, TrainingType

SOURCE = MultiFieldPanel(
    [FieldPanel("title"), FieldPanel("url"), FieldPanel("supports"),
     FieldRowPanel([FieldPanel("retrieved_on"), FieldPanel("confidence")])],
    heading=_("Source"),
)  # fmt: skip


class SeenOnly(ModelPermissionPolicy):
    """Rows are seen here; acts on them have pages of their own. Nobody deletes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")


class CertificateIndexView(snippets.IndexView):
    """The register; a row leads to the desk of its certificate."""

    def get_edit_url(self, instance: Certificate) -> str | None:
        return None

    @cached_property
    def columns(self) -> list[Any]:
        return [c for c in super().columns if not isinstance(c, BulkActionsCheckboxColumn)]


class CertificateFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("state"), choices=CertificateState.choices)
    register = django_filters.ModelChoiceFilter(
        label=_("series"), queryset=CertificateRegister.objects.all()
    )
    issued_on = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("certificate", "issued on")
    )

    class Meta:
        model = Certificate
        fields = ["state", "register", "issued_on"]


class CertificateViewSet(SnippetViewSet):
    model = Certificate
    icon = "form"
    menu_label = _("Register of certificates")
    menu_name = "certificates-register"
    index_view_class = CertificateIndexView
    copy_view_enabled = False
    list_display = [
        TitleColumn(
            "number", label=pgettext_lazy("certificate", "number"), sort_key="number",
            url_name="courses_desk:certificate",
        ),
        Column("holder_name", label=_("name of the holder"), sort_key="holder_name"),
        Column("course_title", label=_("course"), sort_key="course_title"),
        Column("issued_on", label=pgettext_lazy("certificate", "issued on"), sort_key="issued_on"),
        Column("get_state_display", label=_("state"), sort_key="state"),
    ]  # fmt: skip
    list_export = ["number", "holder_name", "course_title", "issued_on", "get_state_display"]
    export_headings = {"get_state_display": _("state")}
    export_filename = "certificates"
    list_per_page = 100
    filterset_class = CertificateFilterSet
    search_fields = ["number", "holder_name", "course_title"]
    search_backend_name = None

    @property
    def permission_policy(self) -> SeenOnly:
        return SeenOnly(Certificate)

    def get_queryset(self, request: Any) -> QuerySet:
        return Certificate.objects.all()


class RegisterViewSet(SnippetViewSet):
    model = CertificateRegister
    icon = "list-ol"
    menu_label = _("Series of numbers")
    menu_name = "certificates-series"
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("suffix", label=_("what follows the number")),
        Column("last_number", label=_("last number given")),
        Column("is_open", label=_("open")),
    ]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("suffix"), FieldPanel("digits")]),
        FieldPanel("is_open"),
        FieldRowPanel([FieldPanel("title_vi"), FieldPanel("title_en")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("parent_body_vi"), FieldPanel("parent_body_en")]),
                FieldRowPanel([FieldPanel("body_vi"), FieldPanel("body_en")]),
                FieldPanel("place_vi"),
            ],
            heading=_("Who issues"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("signer_name"),
                FieldRowPanel([FieldPanel("signer_title_vi"), FieldPanel("signer_title_en")]),
            ],
            heading=_("Who signs"),
        ),
    ]


class TrainingTypeViewSet(SnippetViewSet):
    model = TrainingType
    icon = "tag"
    menu_label = _("Types of training")
    menu_name = "certificates-types"
    copy_view_enabled = False
    list_display = ["__str__", Column("is_active", label=_("may be chosen"))]
    panels = [
        FieldPanel("name_vi"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ko")]),
        FieldRowPanel([FieldPanel("position"), FieldPanel("is_active")]),
        SOURCE,
    ]


class HoursRuleViewSet(SnippetViewSet):
    model = HoursRule
    icon = "clipboard-list"
    menu_label = _("Rules on hours")
    menu_name = "certificates-rules"
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("valid_from", label=_("valid from")),
        Column("periods_a_year", label=_("least periods (tiết) a year")),
    ]
    panels = [
        FieldPanel("training_type"),
        FieldPanel("text_number"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
        FieldPanel("periods_a_year"),
        FieldPanel("note_vi"),
        SOURCE,
    ]


class CertificatesGroup(SnippetViewSetGroup):
    items = (CertificateViewSet, RegisterViewSet, TrainingTypeViewSet, HoursRuleViewSet)
    menu_label = _("Certificates and hours")
    menu_name = "certificates"
    menu_icon = "form"
    # It stands inside the menu of courses.
    add_to_admin_menu = False
    menu_item_is_registered = True
