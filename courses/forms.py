"""Forms of the public pages."""

import uuid
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment, Session


class EnrolForm(forms.Form):
    """Nothing to fill in: what is sent is shown on the page. The key makes a double tap harmless."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("The form was incomplete. Please confirm once more."),
            "invalid": _("The form was incomplete. Please confirm once more."),
        },
    )


def form_key(person: Any, session: Session) -> uuid.UUID:
    """The key of the person's next enrolment in the session, the same in every open tab.

    Whoever withdrew gets another one, so that they may enrol again.
    """
    count = Enrolment.objects.filter(session=session, person=person).count()
    words = f"{session.pk}:{person.pk}:{count}"
    return uuid.UUID(bytes=salted_hmac("courses.enrol", words).digest()[:16], version=4)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Helps the organisers plan; not shown to other participants."),
    )
