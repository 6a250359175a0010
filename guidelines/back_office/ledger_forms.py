"""Forms of the desk of ledgers: a task, an answer, how far one province is, a filled-in table."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.widgets import AdminSnippetChooser

from guidelines.choices import PreparationStatus
from guidelines.models import Document, LedgerTask, Preparation
from guidelines.recognition.paths import path_of, words_of
from guidelines.services.ledgers import TASK_FIELDS, Source, Statement

AREA = forms.Textarea(attrs={"rows": 2})


class SourceMixin(forms.Form):
    """Where a statement was read; one of the two at least."""

    source = forms.CharField(label=_("Name of the source"), max_length=500, required=False)
    source_url = forms.URLField(
        label=_("Address of the source"), max_length=1000, required=False, assume_scheme="https"
    )

    def read_source(self) -> Source:
        given = self.cleaned_data
        return Source(title=given.get("source", ""), url=given.get("source_url", ""))


class TaskForm(forms.ModelForm):
    """A task as the document words it, with where it was read."""

    class Meta:
        model = LedgerTask
        fields = TASK_FIELDS
        widgets = {
            name: AREA
            for name in TASK_FIELDS
            if name.startswith(("task_", "missing_")) or name == "supports"
        }
        labels = {
            "group": _("Group of tasks"),
            "number": _("Number in the group"),
            "order": _("Place in the list"),
            "task_vi": _("What is asked for"),
            "title": _("Name of the source"),
            "url": _("Address of the source"),
        }
        help_texts = {"path": _("In words or as an address, for example khoản 2 Điều 3.")}

    def clean_path(self) -> str:
        given = " ".join(self.cleaned_data["path"].split())
        path = given if not given or words_of(given) else path_of(given)
        if given and not path:
            raise forms.ValidationError(
                gettext("This names no provision. Write it as khoản 2 Điều 3.")
            )
        return path

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("title") and not given.get("url"):
            self.add_error(
                "title",
                gettext("Say where this was read: the name of the source, its address, or both."),
            )
        return given


class AnswerForm(SourceMixin):
    """A document that answered the task: of the library, or named in words."""

    field_order = ("document", "document_text", "is_partial", "note_vi", "source", "source_url")
    document = forms.ModelChoiceField(
        label=_("Document of the library"),
        queryset=Document.objects.all(),
        widget=AdminSnippetChooser(Document),
        required=False,
    )
    document_text = forms.CharField(
        label=_("Or a document that the library does not hold"), max_length=300, required=False
    )
    is_partial = forms.BooleanField(label=_("It answers only a part"), required=False)
    note_vi = forms.CharField(
        label=_("Quoted evidence or note"), max_length=2000, required=False, widget=AREA
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if bool(given.get("document")) == bool(given.get("document_text")):
            self.add_error("document", gettext("Name one document: of the library, or in words."))
        return given


class PreparationForm(SourceMixin):
    """How far one province is with one task. No status means that nothing is known."""

    field_order = ("status", "as_of", "document", "note", "source", "source_url")
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("no information yet")), *PreparationStatus.choices],
        required=False,
    )
    as_of = forms.DateField(label=_("As of"), required=False, widget=AdminDateInput)
    document = forms.CharField(
        label=_("Document, by kind and number"), max_length=300, required=False
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)

    def __init__(self, *args: Any, row: Preparation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial_of(row), **kwargs)
        self.row = row

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("status"):
            return given
        if not given.get("as_of") and "as_of" not in self.errors:
            self.add_error("as_of", gettext("Say as of which day."))
        elif given.get("as_of") and given["as_of"] > timezone.localdate():
            self.add_error("as_of", gettext("The day of a status cannot lie in the future."))
        if not given.get("source") and not given.get("source_url"):
            self.add_error(
                "source",
                gettext("Say where this was read: the name of the source, its address, or both."),
            )
        return given

    def statement(self, document: Document | None) -> Statement:
        given = self.cleaned_data
        return Statement(
            status=given["status"],
            as_of=given["as_of"],
            source=self.read_source(),
            document=document,
            document_text="" if document else given["document"],
            notes={"vi": given["note"]},
        )


def initial_of(row: Preparation | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "status": row.status,
        "as_of": row.as_of,
        "document": str(row.document) if row.document_id else row.document_text,
        "note": row.note_vi,
        "source": row.title,
        "source_url": row.url,
    }


class SheetForm(forms.Form):
    """The filled-in table."""

    file = forms.FileField(
        label=_("The table, as XLSX"),
        help_text=_("Rows without a status say nothing and change nothing."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class ConfirmForm(forms.Form):
    """What the preview found, signed so that it cannot be changed on the way."""

    plan = forms.CharField(widget=forms.HiddenInput, max_length=1_000_000)
