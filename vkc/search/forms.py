from django import forms
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 200


class SearchForm(forms.Form):
    """The one box."""

    q = forms.CharField(label=_("Search"), required=False, max_length=MAX_LENGTH, strip=True)
