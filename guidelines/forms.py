"""What readers may ask of the library, checked before anything is asked of the database."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

EARLIEST = date(1945, 9, 2)
AHEAD = timedelta(days=366 * 50)


class DayField(forms.DateField):
    """A day of the calendar between the first decree of the Republic and fifty years ahead."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            required=False,
            widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "is-date"}),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={
                "invalid": _("“%(value)s” is not a day. Write it like 01/08/2018 or 2018-08-01.")
            },
            **kwargs,
        )

    def clean(self, value: str | None) -> date | None:
        if value and len(value) > 20:
            value = value[:20] + "…"
        try:
            day = super().clean(value)
        except forms.ValidationError as error:
            message = self.error_messages["invalid"] % {"value": value}
            raise forms.ValidationError(message, code="invalid") from error
        if day and not EARLIEST <= day <= date.today() + AHEAD:
            raise forms.ValidationError(
                _("The day has to lie between 02/09/1945 and fifty years from now.")
            )
        return day


class AsOfForm(forms.Form):
    """The day as of which a page is read."""

    on = DayField(label=_("Status as of"))


class LibraryForm(AsOfForm):
    """The search box and filters of the library; an unknown filter value finds nothing."""

    q = forms.CharField(
        label=_("Number or words of the title"),
        required=False,
        max_length=200,
        error_messages={
            "max_length": _("The search text is too long: %(limit_value)d characters at most.")
        },
    )
    kind = forms.CharField(required=False, max_length=100)
    issuer = forms.CharField(required=False, max_length=100)
    year = forms.CharField(required=False, max_length=20)
    topic = forms.CharField(required=False, max_length=100)
    status = forms.CharField(required=False, max_length=40)
    sort = forms.CharField(required=False, max_length=20)
