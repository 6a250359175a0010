"""Forms of attendance: the roll, the code typed at the door, a correction."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.choices.attendance import MarkSource, MarkState

ENTERED = [
    (MarkSource.STAFF, pgettext_lazy("attendance", "I called the names")),
    (MarkSource.SHEET, pgettext_lazy("attendance", "I copy from the signed sheet")),
]
CORRECTABLE = (MarkState.PRESENT, MarkState.ABSENT, MarkState.EXCUSED)


class KeyedForm(forms.Form):
    """A form whose key makes a double tap harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class RollForm(KeyedForm):
    source = forms.TypedChoiceField(
        label=_("How do you know?"),
        choices=ENTERED,
        coerce=MarkSource,
        initial=MarkSource.STAFF,
        widget=forms.RadioSelect,
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the screen"),
        max_length=20,
        help_text=_("Eight letters and digits; capital or small, with or without a space."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class CorrectionForm(KeyedForm):
    enrolment = forms.TypedChoiceField(label=pgettext_lazy("course", "Person"), coerce=int)
    state = forms.TypedChoiceField(
        label=_("Was in truth"),
        choices=[(state.value, state.label) for state in CORRECTABLE],
        coerce=MarkState,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays on record with your name and the time."),
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.enrolment_id, f"{row.name} – {row.agency}") for row in people]
        self.fields["enrolment"].choices = [("", "—"), *choices]
