"""The library in the back office: documents and issuing bodies."""

from typing import Any

import django_filters
from django import forms
from django.forms import TextInput
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from guidelines.back_office import documents as document_views
from guidelines.back_office.effects import EFFECT_PANELS, EffectsPanel
from guidelines.back_office.menu import desk_items
from guidelines.choices import DocumentKind, DocumentState
from guidelines.models import Document, Issuer
from guidelines.presentation import short_day


def text_panel(name: str, **options: Any) -> FieldPanel:
    """A field for running text that grows with what is written."""
    return FieldPanel(name, widget=AdminAutoHeightTextInput, **options)


def issued_on(document: Document) -> str:
    """The day of issue as the list shows it."""
    if document.issued_on is None:
        return gettext("no information yet")
    return short_day(document.issued_on)


SOURCE_PANELS = [
    FieldPanel("title"),
    FieldPanel("url"),
    text_panel("supports"),
    FieldRowPanel([FieldPanel("retrieved_on"), FieldPanel("confidence")]),
]
METADATA = [
    FieldRowPanel(
        [
            FieldPanel("kind", required_on_save=True),
            FieldPanel("number", required_on_save=True),
        ],
        heading=_("Kind and number"),
    ),
    FieldPanel("issuer", widget=forms.Select, required_on_save=True),
    text_panel("title_vi", required_on_save=True),
    FieldRowPanel(
        [FieldPanel("issued_on"), FieldPanel("effective_on"), FieldPanel("expires_on")],
        heading=_("Dates"),
    ),
    FieldPanel("signer"),
    FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    text_panel("summary_vi"),
    MultiFieldPanel(
        [text_panel(f"change_note_{code}") for code in ("vi", "en", "ko")],
        heading=_("Public change note"),
        help_text=_(
            "What the next publication changes for readers. It is asked for when the document is submitted or published, and shown in the change log."
        ),
    ),
    PublishingPanel(),
]
LANGUAGES = [
    MultiFieldPanel(
        [text_panel(f"{name}_{code}") for name in ("title", "summary", "note")], heading=label
    )
    for code, label in (("en", _("English")), ("ko", _("Korean")))
]
EVIDENCE = [
    text_panel("note_vi"),
    MultiFieldPanel(
        [
            FieldPanel("stated_status"),
            FieldRowPanel([FieldPanel("stated_by"), FieldPanel("stated_on")]),
            FieldPanel("unverified_from"),
        ],
        heading=_("What sources say of the status"),
    ),
    InlinePanel("sources", panels=SOURCE_PANELS, heading=_("Sources"), label=_("Source")),
]
EFFECTS = [
    EffectsPanel(
        "effects",
        panels=EFFECT_PANELS,
        heading=_("What this document does to others"),
        label=_("Effect"),
        help_text=_(
            "The legal status of the other documents is derived from these rows once this document is published."
        ),
    )
]


class DocumentFilterSet(WagtailFilterSet):
    """Filters of the staff list."""

    kind = django_filters.ChoiceFilter(label=_("document kind"), choices=DocumentKind.choices)
    state = django_filters.ChoiceFilter(label=_("state"), choices=DocumentState.choices)
    issuer = django_filters.ModelChoiceFilter(
        label=_("issuing body"), queryset=Issuer.objects.all()
    )
    issued_on__year = django_filters.NumberFilter(
        field_name="issued_on", lookup_expr="year", label=_("year of issue")
    )

    class Meta:
        model = Document
        fields = ["kind", "state", "issuer"]


class DocumentSearchForm(BaseFilterForm):
    """Find a document by number or words, with or without marks."""

    q = forms.CharField(
        label=_("Number or words of the title"), required=False, max_length=200, widget=TextInput
    )

    def filter(self, objects: Any) -> Any:
        text = self.cleaned_data.get("q")
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        return objects.matching(text)


class DocumentChooseView(ChooseView):
    filter_form_class = DocumentSearchForm


class DocumentChooseResultsView(ChooseResultsView):
    filter_form_class = DocumentSearchForm


class DocumentChooserViewSet(SnippetChooserViewSet):
    """Choose the document an effect acts on."""

    choose_view_class = DocumentChooseView
    choose_results_view_class = DocumentChooseResultsView


class DocumentViewSet(SnippetViewSet):
    model = Document
    icon = "doc-full"
    menu_label = _("Documents")
    menu_name = "documents-of-the-library"
    add_to_admin_menu = False
    list_display = [
        "__str__",
        Column("title_vi", label=pgettext_lazy("document", "Title")),
        Column("issuer", label=_("Issuing body"), sort_key="issuer"),
        Column("issued_on", label=_("Issued on"), accessor=issued_on, sort_key="issued_on"),
        Column("get_state_display", label=_("State"), sort_key="state"),
    ]
    list_per_page = 50
    filterset_class = DocumentFilterSet
    search_fields = ["number", "title_vi", "folded"]
    search_backend_name = None
    ordering = ["-updated_at", "number_slug"]
    copy_view_enabled = False
    inspect_view_enabled = False
    chooser_viewset_class = DocumentChooserViewSet
    add_view_class = document_views.DocumentCreateView
    edit_view_class = document_views.DocumentEditView
    unpublish_view_class = document_views.DocumentWithdrawView
    revisions_revert_view_class = document_views.DocumentRevertView
    revisions_unschedule_view_class = document_views.DocumentUnscheduleView
    edit_handler = TabbedInterface(
        [
            ObjectList(METADATA, heading=_("Document")),
            ObjectList(EFFECTS, heading=_("Effects")),
            ObjectList(EVIDENCE, heading=_("Sources and evidence")),
            ObjectList(LANGUAGES, heading=_("Other languages")),
        ],
        base_form_class=document_views.DocumentForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Document.objects.select_related("issuer", "latest_revision")


class IssuerViewSet(SnippetViewSet):
    model = Issuer
    icon = "group"
    menu_label = _("Issuing bodies")
    list_display = ["name_vi", "name_en", "abbreviation", "order"]
    search_fields = ["name_vi", "name_en"]
    search_backend_name = None
    panels = [
        FieldPanel("name_vi"),
        FieldPanel("name_en"),
        FieldPanel("name_ko"),
        FieldRowPanel([FieldPanel("abbreviation"), FieldPanel("key"), FieldPanel("order")]),
    ]


class LibraryGroup(SnippetViewSetGroup):
    """“Văn bản” in the menu of the back office."""

    items = (DocumentViewSet, IssuerViewSet)
    menu_label = _("Documents")
    menu_name = "guideline-library"
    menu_icon = "doc-full"
    menu_order = 110

    def get_submenu_items(self) -> list[MenuItem]:
        """The desks that are no lists of rows come after them."""
        return [*super().get_submenu_items(), *desk_items(len(self.items))]
