"""The forms of passkeys: allauth leaves the name's label in English for everybody."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class NamedInTheReadersLanguage:
    """Gives the field `name` a label in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = capfirst(_("name"))


class AddPasskeyForm(NamedInTheReadersLanguage, AddWebAuthnForm):
    """Adding a passkey."""


class EditPasskeyForm(NamedInTheReadersLanguage, EditWebAuthnForm):
    """Renaming a passkey."""
