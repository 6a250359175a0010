"""Lists of words kept in one column, edited as tick boxes or as lines."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField


class LinesField(forms.CharField):
    """One entry a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = value if isinstance(value, list) else super().to_python(value).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or "") != self.to_python(data or "")


class LinesArrayField(ArrayField):
    """A list of short texts."""

    def formfield(self, **kwargs: Any) -> Any:
        return LinesField(
            label=str(self.verbose_name).capitalize(),
            required=not self.blank,
            help_text=self.help_text,
            widget=forms.Textarea(attrs={"rows": 3}),
        )


class ChoiceArrayField(ArrayField):
    """A list of known words, ticked."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            label=str(self.verbose_name).capitalize(),
            required=not self.blank,
            help_text=self.help_text,
            choices=self.base_field.choices,
            widget=forms.CheckboxSelectMultiple,
        )
