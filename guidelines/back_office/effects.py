"""Recording what a document does to others: the form of one effect, and the report of what waits."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.panels.base import get_form_for_model
from wagtail.admin.widgets import AdminAutoHeightTextInput

from guidelines.back_office.texts import Desk
from guidelines.choices import ENDING_VERBS, TOUCHING_VERBS, DocumentState, Verb
from guidelines.life import place_of
from guidelines.models import Document, Effect, Provision, Version
from guidelines.presentation import short_day
from guidelines.recognition.paths import path_of, words_of

PER_PAGE = 50
MOST_DIGITS = 19
EFFECT_PANELS = [
    FieldPanel("verb", required_on_save=True),
    FieldPanel("target"),
    FieldPanel("target_text"),
    FieldRowPanel([FieldPanel("target_provision_text"), FieldPanel("acting_path")]),
    FieldPanel("is_partial"),
    FieldRowPanel([FieldPanel("in_force_on"), FieldPanel("ends_on")]),
    FieldPanel("note", widget=AdminAutoHeightTextInput),
    FieldPanel("applied_in", widget=forms.Select),
    MultiFieldPanel(
        [FieldPanel("title"), FieldPanel("url")], heading=gettext_lazy("Where it was read")
    ),
]


def read_path(given: str) -> str:
    """The address of a provision from an address or from official words; "" if it is neither."""
    given = " ".join(given.split())
    return given if words_of(given) else path_of(given)


class EffectForm(WagtailAdminModelForm):
    """One effect: the provision in words or as an address, with the sentence that proves it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        effect = self.instance
        provision = self.fields["target_provision_text"]
        provision.label = _("Provision acted on")
        provision.help_text = _(
            "In words or as an address: điểm đ khoản 2 Điều 5, or dieu-5.khoan-2.diem-dd. "
            "Leave empty when the effect is on the whole document."
        )
        if effect.target_path:
            self.initial["target_provision_text"] = words_of(effect.target_path)
        if effect.acting_path:
            self.initial["acting_path"] = words_of(effect.acting_path)
        self.fields["acting_path"].help_text = _("In words or as an address, if it is known.")
        self._offer_texts()

    def _offer_texts(self) -> None:
        """The texts of the target, or a word on when there will be some to choose from."""
        field, target = self.fields["applied_in"], self._target_id()
        texts = Version.objects.filter(document=target).select_related("document")
        field.queryset = texts.exclude(state=DocumentState.WITHDRAWN)
        field.label_from_instance = text_label
        if target is None:
            field.help_text = _(
                "Choose the document acted on and save: its texts can then be chosen here. "
                "Empty: recorded only."
            )
        elif not field.queryset.exists():
            field.help_text = _(
                "The library holds no text of the document acted on, so nothing can be chosen here yet."
            )

    def _target_id(self) -> int | None:
        given = self.data.get(self.add_prefix("target")) if self.is_bound else None
        if given is not None:
            is_key = str(given).isdecimal() and len(str(given)) < MOST_DIGITS
            return int(given) if is_key else None
        return self.instance.target_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_target(cleaned)
        self._clean_acting(cleaned)
        touches = cleaned.get("verb") in TOUCHING_VERBS
        is_kept = bool(self.instance.reference_key) and not self.has_changed()
        if touches and not (cleaned.get("note") or "").strip() and not is_kept:
            self.add_error("note", _("Quote the sentence that says so: readers are shown it."))
        begins, ends = cleaned.get("in_force_on"), cleaned.get("ends_on")
        if begins and ends and ends <= begins:
            self.add_error("ends_on", _("The effect ends before it begins: check the two days."))
        return cleaned

    def _clean_target(self, cleaned: dict[str, Any]) -> None:
        words = cleaned.get("target_provision_text") or ""
        target = cleaned.get("target")
        self.instance.target_path = read_path(words) if words else ""
        if words:
            cleaned["is_partial"] = True
        if words and target is not None and Version.objects.filter(document=target).exists():
            self._check_provision(words, target)
        if self.instance.target_path:
            cleaned["target_provision_text"] = words_of(self.instance.target_path)
        self.instance.target_lineage = None

    def _check_provision(self, words: str, target: Document) -> None:
        read = self.instance.target_path
        held = Provision.objects.filter(version__document=target, path=read)
        facts = {"provision": words, "document": target}
        if not read:
            text = _("“%(provision)s” cannot be read. Write it like: điểm đ khoản 2 Điều 5.")
            self.add_error("target_provision_text", text % facts)
        elif not held.exists():
            text = _(
                "No text of %(document)s that the library holds has “%(provision)s”. Check the "
                "number; for a provision still to be inserted, name what it goes into."
            )
            self.add_error("target_provision_text", text % facts)

    def _clean_acting(self, cleaned: dict[str, Any]) -> None:
        words = cleaned.get("acting_path") or ""
        if not words:
            return
        cleaned["acting_path"] = read_path(words)
        if not cleaned["acting_path"]:
            text = _("“%(provision)s” cannot be read. Write it like: điểm đ khoản 2 Điều 5.")
            self.add_error("acting_path", text % {"provision": words})


def text_label(version: Version) -> str:
    """A text in the list of those an effect may be worked into."""
    facts = {"day": short_day(version.valid_from), "kind": version.get_kind_display()}
    said = _("%(kind)s, valid from %(day)s") % facts
    return f"{said} ({version.get_language_display()}, {version.get_state_display()})"


class EffectsPanel(InlinePanel):
    """The rows of effects with a form of their own."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            Effect, form_class=EffectForm, defer_required_on_fields=deferred
        )
        return options


def waiting() -> QuerySet[Effect]:
    """Changes of parts of documents we hold that no text shows yet, newest first."""
    changes = Q(verb=Verb.AMENDS) | Q(verb__in=ENDING_VERBS, is_partial=True)
    rows = Effect.objects.counting().filter(changes, applied_in=None).exclude(target=None)
    related = ("acting", "target", "acting__issuer", "target__issuer")
    return rows.select_related(*related).order_by("-in_force_on", "-pk")


class WaitingEffectsView(Desk, TemplateView):
    """“Chưa cập nhật vào bản văn”: passed, recorded, and in no text of the target yet."""

    template_name = "guidelines/admin/effect_list.html"
    page_title = gettext_lazy("Effects not yet worked into a text")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(waiting(), PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [_row(effect) for effect in page]
        return {**super().get_context_data(**kwargs), "page": page, "rows": rows}


def _row(effect: Effect) -> dict[str, Any]:
    target = effect.target
    return {
        "target": str(target),
        "url": reverse("wagtailsnippets_guidelines_document:edit", args=[target.pk]),
        "place": place_of(effect),
        "verb": effect.get_verb_display(),
        "acting": effect.acting_label,
        "day": short_day(effect.starts_on) if effect.starts_on else None,
        "note": effect.note,
    }


urlpatterns = [path("", WaitingEffectsView.as_view(), name="waiting")]
