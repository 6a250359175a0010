"""What readers fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vkc.core.text import is_clean, nfc


class ContactForm(forms.Form):
    """The contact form; `website` is a field that people do not see and robots fill in."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(
        label=_("Your e-mail address"), help_text=_("The answer is sent to this address.")
    )
    subject = forms.CharField(label=_("What it is about"), max_length=200)
    body = forms.CharField(
        label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
    consent = forms.BooleanField(
        label=_(
            "I agree that my name, e-mail address and message are stored so that the centre can "
            "answer me, as the personal data law 91/2025/QH15 provides."
        )
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if not isinstance(value, str):
                continue
            if not is_clean(value):
                self.add_error(name, _("This text holds a character that cannot be stored."))
            else:
                cleaned[name] = nfc(value)
        return cleaned

    @property
    def is_trap_sprung(self) -> bool:
        """True where the field that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))

    def message(self) -> dict[str, str]:
        """What the service stores."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "subject", "body")}
