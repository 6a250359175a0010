"""Forms of the desk of certificates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Certificate, CertificateEvent, Session
from courses.services.certificate_acts import present_facts
from courses.services.certificates import open_registers
from vkc.core.text import nfc

# What a correction may change by hand; the rest follows the session and the series.
TYPED = {
    "name": _("Name of the holder"),
    "course_vi": _("Course"),
    "course_en": _("Course, in English"),
    "place_vi": pgettext_lazy("course", "Place"),
    "place_en": _("Place, in English"),
    "decision_number": _("Number of the decision"),
}
CLASSES = [row for row in CertificateEvent.ReasonClass.choices if row[0]]


class ReasonField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Reason"),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_(
                "Stays in the register and is sent to the holder; the public page shows only the class."
            ),
        )


class LiftForm(forms.Form):
    reason = ReasonField()


class ActForm(forms.Form):
    """Why a certificate is suspended or revoked."""

    reason_class = forms.ChoiceField(
        label=_("Class of reason, for the public page"), choices=CLASSES
    )
    reason = ReasonField()


class CorrectionForm(forms.Form):
    """Printed facts as they stand now in the session, the account and the series; each may be changed."""

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.certificate = certificate
        self.present = present_facts(certificate)
        for key, label in TYPED.items():
            printed = certificate.facts[key]
            self.fields[key] = forms.CharField(
                label=label,
                initial=self.present[key],
                max_length=300,
                required=key in ("name", "course_vi"),
                help_text=_("Printed so far: “%(text)s”.") % {"text": printed}
                if printed
                else _("Not printed so far."),
            )
        self.fields["name"].max_length = 150
        self.fields["reason"] = ReasonField()

    @property
    def differences(self) -> list[dict[str, Any]]:
        """Facts that are not typed here and would print differently today."""
        return [
            {"key": key, "printed": self.certificate.facts[key], "present": value}
            for key, value in self.present.items()
            if key not in TYPED and self.certificate.facts.get(key) != value
        ]

    def changes(self) -> dict[str, Any]:
        """Arguments of `supersede`: today's facts, with what was typed over them."""
        typed = {key: nfc(self.cleaned_data[key]) for key in TYPED}
        return {"changes": {**self.present, **typed}, "reason": self.cleaned_data["reason"]}


class IssueForm(forms.Form):
    """Which series the numbers are taken from."""

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        registers = open_registers(is_demo=session.is_demo)
        self.fields["register"] = forms.ModelChoiceField(
            label=_("Series of numbers"), queryset=registers, empty_label=None
        )


FORMS: dict[str, type[forms.Form]] = {
    "suspend": ActForm,
    "revoke": ActForm,
    "lift": LiftForm,
    "supersede": CorrectionForm,
}
