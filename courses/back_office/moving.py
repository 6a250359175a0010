"""The form that moves a session."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput


class MoveForm(forms.Form):
    """The new days, whether the timetable is shifted along, and why."""

    starts_on = forms.DateField(label=_("New first day"), widget=AdminDateInput)
    ends_on = forms.DateField(
        label=_("New last day"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Empty: as many days as before."),
    )
    shifts_meetings = forms.TypedChoiceField(
        label=_("Meetings"),
        choices=(
            ("yes", _("Shift each meeting by the same number of days")),
            ("", _("Begin with an empty timetable")),
        ),
        coerce=bool,
        empty_value=False,
        required=False,
        initial="yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is sent to everyone enrolled or waiting."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first day."))
        return data
