"""The form of a mail to the people of a session."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.attendance.forms import KeyedForm
from courses.attendance.rooms import meeting_name
from courses.choices.attendance import Audience
from courses.models import Meeting


class AnnouncementForm(KeyedForm):
    audience = forms.TypedChoiceField(
        label=_("To whom"), choices=Audience.choices, coerce=Audience, widget=forms.RadioSelect
    )
    meeting = forms.ChoiceField(
        label=pgettext_lazy("course", "Meeting"),
        required=False,
        help_text=_("Only for those who were not there."),
    )
    subject = forms.CharField(label=pgettext_lazy("mail", "Subject"), max_length=200)
    body = forms.CharField(
        label=pgettext_lazy("mail", "Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Sent as you write it. Greeting, name of the session and address are added in the"
            " reader's language."
        ),
    )

    def __init__(self, *args: Any, meetings: list[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._meetings = {str(meeting.pk): meeting for meeting in meetings}
        names = [(key, meeting_name(meeting)) for key, meeting in self._meetings.items()]
        self.fields["meeting"].choices = [("", "—"), *names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["meeting"] = self._meetings.get(data.get("meeting") or "")
        if data.get("audience") != Audience.ABSENT:
            data["meeting"] = None
        elif data["meeting"] is None:
            self.add_error("meeting", _now("Choose the meeting they were absent from."))
        return data
