"""Model fields that keep text in NFC, whichever door it came through."""

from typing import Any

from django.db import models

from vkc.core.text import nfc


class NFCMixin:
    """Normalises on the way in from forms and on the way into the database."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = nfc(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return nfc(value) if isinstance(value, str) else value


class NFCCharField(NFCMixin, models.CharField):
    """A CharField in NFC."""


class NFCTextField(NFCMixin, models.TextField):
    """A TextField in NFC."""
