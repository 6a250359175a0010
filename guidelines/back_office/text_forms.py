"""Forms of a text's page in the back office."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

LANGUAGES = ("vi", "en", "ko")


class NoteForm(forms.Form):
    """What a text changes for readers; Vietnamese is asked for when it is submitted."""

    vi = forms.CharField(
        label=_("What changes for readers"),
        help_text=_("One or two sentences; they are shown in the public change log."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "vi"}),
    )
    en = forms.CharField(
        label=_("What changes for readers, in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    ko = forms.CharField(
        label=_("What changes for readers, in Korean"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "ko"}),
    )


class AttachmentForm(forms.Form):
    """One more file that goes with the text."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, DOCX or plain text."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt"}),
    )
    title_vi = forms.CharField(label=_("Title"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    title_ko = forms.CharField(label=_("Title in Korean"), max_length=300, required=False)

    @property
    def titles(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"title_{code}"] for code in LANGUAGES}


class NothingForm(forms.Form):
    """An act that asks for nothing."""


class ReturnForm(forms.Form):
    """Why a text goes back to its author."""

    reason = forms.CharField(
        label=_("What has to be put right"),
        help_text=_("The author gets these words by e-mail."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawTextForm(forms.Form):
    """Why readers should no longer rely on a text."""

    reason = forms.CharField(
        label=_("Reason, shown to readers"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ScheduleForm(forms.Form):
    """When a text goes out, in the time of Viet Nam."""

    publish_at = forms.DateTimeField(
        label=_("Moment of publication"),
        help_text=_("Day and hour in the time of Viet Nam, for example 01/12/2026 08:00."),
        input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
        widget=AdminDateTimeInput(),
    )

    def clean_publish_at(self) -> Any:
        moment = self.cleaned_data["publish_at"]
        if moment <= timezone.now():
            raise forms.ValidationError(gettext("Choose a moment that is still to come."))
        return moment
