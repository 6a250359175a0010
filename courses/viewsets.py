"""“Khóa học” in the back office: courses, sessions with their meetings, enrolments."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
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
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses import admin_views
from courses.admin_forms import SessionAdminForm
from courses.back_office.menu import in_order
from courses.certificates.viewsets import CertificatesGroup
from courses.choices import EnrolmentState, Form, SessionState
from courses.days_off import DayOffViewSet
from courses.models import Course, Enrolment, Session

COURSE_TEXTS = ("title", "summary", "audience", "prerequisites", "outcomes")
SESSION_TEXTS = (
    "date_text", "place", "target_groups", "organisers", "funding", "duration", "note",
)  # fmt: skip
OTHER_LANGUAGES = (("en", _("English")), ("ko", _("Korean")))
SOURCES = InlinePanel(
    "sources",
    panels=[
        FieldPanel("title"),
        FieldPanel("url"),
        FieldPanel("supports"),
        FieldRowPanel([FieldPanel("retrieved_on"), FieldPanel("confidence")]),
    ],
    heading=_("Sources"),
    label=_("Source"),
)


def other_languages(names: tuple[str, ...]) -> ObjectList:
    groups = [
        MultiFieldPanel([FieldPanel(f"{name}_{code}") for name in names], heading=label)
        for code, label in OTHER_LANGUAGES
    ]
    return ObjectList(groups, heading=_("Other languages"))


class CourseViewSet(SnippetViewSet):
    model = Course
    icon = "openquote"
    menu_label = _("Courses")
    menu_name = "courses-catalogue"
    list_display = [
        "__str__",
        Column("periods", label=pgettext_lazy("course", "periods"), sort_key="periods"),
        Column("status_string", label=_("state")),
    ]
    list_per_page = 50
    search_fields = ["title_vi", "title_en", "title_ko"]
    search_backend_name = None
    ordering = ["title_vi"]
    copy_view_enabled = False
    add_view_class = admin_views.CourseCreateView
    edit_view_class = admin_views.CourseEditView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title_vi", required_on_save=True),
                    FieldPanel("summary_vi"),
                    FieldPanel("audience_vi"),
                    FieldPanel("prerequisites_vi"),
                    FieldPanel("outcomes_vi"),
                    FieldPanel("periods"),
                    FieldPanel("topics", widget=CheckboxSelectMultiple),
                    FieldPanel("slug"),
                ],
                heading=_("Course"),
            ),
            other_languages(COURSE_TEXTS),
            ObjectList([SOURCES], heading=_("Sources")),
        ]
    )

    def get_queryset(self, request: Any) -> QuerySet:
        return Course.objects.select_related("latest_revision")


class SessionFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("state"), choices=SessionState.choices)
    form = django_filters.ChoiceFilter(label=pgettext_lazy("course", "form"), choices=Form.choices)
    course = django_filters.ModelChoiceFilter(label=_("course"), queryset=Course.objects.all())

    class Meta:
        model = Session
        fields = ["state", "form", "course"]


class SessionViewSet(SnippetViewSet):
    model = Session
    icon = "calendar-alt"
    menu_label = pgettext_lazy("course", "Sessions")
    menu_name = "courses-sessions"
    list_display = [
        "__str__",
        Column("starts_on", label=_("first day"), sort_key="starts_on"),
        Column("get_state_display", label=_("state"), sort_key="state"),
        Column("seats_in_use", label=_("seats taken"), sort_key="seats_taken"),
        Column("capacity", label=_("seats"), sort_key="capacity"),
    ]
    list_per_page = 50
    filterset_class = SessionFilterSet
    search_fields = ["course__title_vi", "place_vi"]
    search_backend_name = None
    copy_view_enabled = False
    index_view_class = admin_views.SessionIndexView
    edit_view_class = admin_views.SessionEditView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("course"),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                    FieldRowPanel([FieldPanel("form"), FieldPanel("language")]),
                    FieldPanel("place_vi"),
                    FieldPanel("unit"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("capacity"), FieldPanel("minimum")]),
                            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                            FieldPanel("target_groups_vi"),
                            FieldPanel("accepts_single"),
                            FieldRowPanel(
                                [FieldPanel("needs_letter_by"), FieldPanel("quotas_fall_on")]
                            ),
                            FieldRowPanel(
                                [FieldPanel("offer_hours"), FieldPanel("offers_stop_hours")]
                            ),
                        ],
                        heading=_("Enrolment and seats"),
                    ),
                    FieldRowPanel([FieldPanel("decision_number"), FieldPanel("decision_on")]),
                    FieldPanel("teachers"),
                    FieldPanel("travel_days"),
                    FieldPanel("organisers_vi"),
                    FieldPanel("funding_vi"),
                    FieldPanel("duration_vi"),
                    FieldPanel("note_vi"),
                ],
                heading=pgettext_lazy("course", "Session"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "meetings",
                        panels=[
                            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                            FieldPanel("topic"),
                            FieldRowPanel([FieldPanel("teacher"), FieldPanel("periods")]),
                            FieldRowPanel([FieldPanel("room"), FieldPanel("link")]),
                        ],
                        heading=_("Timetable"),
                        label=pgettext_lazy("course", "Meeting"),
                    )
                ],
                heading=_("Timetable"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("date_text_vi"), FieldPanel("year")]),
                    FieldRowPanel([FieldPanel("trainees"), FieldPanel("is_trainees_approximate")]),
                    SOURCES,
                ],
                heading=_("As reported"),
            ),
            other_languages(SESSION_TEXTS),
        ],
        base_form_class=SessionAdminForm,
    )

    def get_queryset(self, request: Any) -> QuerySet:
        return Session.objects.select_related("course")


class EnrolmentFilterSet(WagtailFilterSet):
    session = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("course", "session"), queryset=Session.objects.select_related("course")
    )
    state = django_filters.ChoiceFilter(label=_("state"), choices=EnrolmentState.choices)

    class Meta:
        model = Enrolment
        fields = ["session", "state"]


class ReadingPolicy(ModelPermissionPolicy):
    """Enrolments are seen here and moved by the services; nobody types them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")


class EnrolmentViewSet(SnippetViewSet):
    model = Enrolment
    icon = "group"
    menu_label = _("Enrolments")
    menu_name = "courses-enrolments"
    index_view_class = admin_views.EnrolmentIndexView
    inspect_view_enabled = True
    inspect_view_fields = ["session", "person", "agency", "unit", "state", "submitted_at"]
    copy_view_enabled = False
    list_display = [
        Column("person", label=pgettext_lazy("course", "person"), sort_key="person__full_name"),
        Column("agency", label=_("agency"), sort_key="agency__name_vi"),
        Column("session", label=pgettext_lazy("course", "session"), sort_key="session_id"),
        Column("get_state_display", label=_("state"), sort_key="state"),
        Column("place_in_line", label=_("order of waiting"), sort_key="waiting_sequence"),
        Column("submitted_at", label=_("submitted at"), sort_key="submitted_at"),
    ]
    list_export = [
        "person.full_name", "person.position", "person.email", "agency", "unit", "session",
        "get_state_display", "place_in_line", "submitted_at",
    ]  # fmt: skip
    export_headings = {
        "person.full_name": pgettext_lazy("course", "full name"),
        "person.position": _("position"),
        "person.email": _("e-mail"),
        "get_state_display": _("state"),
        "place_in_line": _("order of waiting"),
    }
    export_filename = "enrolments"
    list_per_page = 100
    filterset_class = EnrolmentFilterSet
    search_fields = ["person__full_name", "person__email"]
    search_backend_name = None

    @property
    def permission_policy(self) -> ReadingPolicy:
        return ReadingPolicy(Enrolment)

    def get_queryset(self, request: Any) -> QuerySet:
        return Enrolment.objects.select_related("session__course", "person", "agency", "unit")


class CoursesGroup(SnippetViewSetGroup):
    items = (CourseViewSet, SessionViewSet, EnrolmentViewSet)
    menu_label = _("Courses")
    menu_name = "courses"
    menu_icon = "openquote"
    menu_order = 120

    def get_submenu_items(self) -> list[MenuItem]:
        """With the desks, the certificates and the days off, as a registrar works."""
        beside = [CertificatesGroup().get_menu_item(), DayOffViewSet().get_menu_item()]
        return in_order([*super().get_submenu_items(), *beside])
