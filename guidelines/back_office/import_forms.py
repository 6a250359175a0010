"""Forms of the import desk: the upload, and what a person confirms before the draft is saved."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.widgets import AdminSnippetChooser

from guidelines.choices import DocumentKind, VersionKind
from guidelines.models import Document, Issuer
from guidelines.readers.limits import MEGABYTE, MOST_BYTES
from guidelines.services.import_drafts import Details

NEW, EXISTING = "new", "existing"
ACCEPTED = ".docx,.pdf,.html,.htm,.txt"
DETAIL_FIELDS = (
    "document_kind",
    "number",
    "issuer",
    "issuer_name",
    "issued_on",
    "effective_on",
    "title",
    "signer",
)


def _file_help() -> str:
    sentence = gettext("DOCX, PDF, HTML or plain text; up to %(docx)s MB, a PDF up to %(pdf)s MB.")
    most = {kind: size // MEGABYTE for kind, size in MOST_BYTES.items()}
    return sentence % most


class UploadForm(forms.Form):
    """One file, and what the person already knows of it."""

    file = forms.FileField(
        label=_("File"),
        help_text=lazy(_file_help, str)(),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    document = forms.ModelChoiceField(
        Document.objects.all(),
        label=_("Document it is the text of"),
        help_text=_("Leave empty for a new document, or choose it after the file was read."),
        required=False,
        widget=AdminSnippetChooser(Document),
    )
    declared_number = forms.CharField(
        label=_("Number you expect"),
        help_text=_("Optional. The file is refused if its header says another number."),
        required=False,
        max_length=80,
    )


class ResumeForm(forms.Form):
    """Try a refused file again, with the number put right."""

    declared_number = forms.CharField(label=_("Number you expect"), required=False, max_length=80)


class SaveForm(forms.Form):
    """Where the text belongs, what it is, and for a new document its metadata."""

    target = forms.ChoiceField(
        label=_("The file is"),
        choices=[(EXISTING, _("a text of a document in the library")), (NEW, _("a new document"))],
        widget=forms.RadioSelect,
    )
    document = forms.ModelChoiceField(
        Document.objects.all(),
        label=_("Document it is the text of"),
        required=False,
        widget=AdminSnippetChooser(Document),
    )
    document_kind = forms.ChoiceField(
        label=_("document kind"), choices=[("", "–"), *DocumentKind.choices], required=False
    )
    number = forms.CharField(label=_("number"), required=False, max_length=80)
    issuer = forms.ModelChoiceField(
        Issuer.objects.all(), label=_("issuing body"), required=False, empty_label="–"
    )
    issuer_name = forms.CharField(
        label=_("Issuing body that is not in the list"), required=False, max_length=200
    )
    issued_on = forms.DateField(label=_("issued on"), required=False, widget=AdminDateInput)
    effective_on = forms.DateField(label=_("in force from"), required=False, widget=AdminDateInput)
    title = forms.CharField(
        label=pgettext_lazy("document", "title"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signer = forms.CharField(label=_("signed by"), required=False, max_length=150)
    text_kind = forms.ChoiceField(label=_("kind of text"), choices=VersionKind.choices)
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)
    valid_from = forms.DateField(
        label=_("text valid from"),
        help_text=_("For a text as issued: the day of entry into force."),
        widget=AdminDateInput,
    )
    is_number_checked = forms.BooleanField(
        label=_("I compared the number with the scan: the machine misread it"), required=False
    )

    def __init__(self, *args: Any, is_ocr: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(str(field.label))
        if not is_ocr:
            del self.fields["is_number_checked"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("target") == EXISTING and not given.get("document"):
            self.add_error("document", gettext("Choose the document this file is a text of."))
        if given.get("target") == NEW:
            self._ask_for_details(given)
        return given

    def _ask_for_details(self, given: dict[str, Any]) -> None:
        for name in ("document_kind", "number", "title"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, gettext("A new document needs this."))
        if not given.get("issuer") and not given.get("issuer_name"):
            self.add_error("issuer", gettext("Choose the issuing body, or write its name below."))

    def details(self) -> Details | None:
        """The metadata of a new document; None for a text of a known one."""
        given = self.cleaned_data
        if given["target"] != NEW:
            return None
        return Details(
            kind=given["document_kind"],
            number=given["number"],
            title=given["title"],
            issuer=given["issuer"],
            issuer_name=given["issuer_name"],
            issued_on=given["issued_on"],
            effective_on=given["effective_on"],
            signer=given["signer"],
        )

    def chosen(self) -> Document | None:
        """The known document the text is of."""
        given = self.cleaned_data
        return given["document"] if given["target"] == EXISTING else None
