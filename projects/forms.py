"""Forms of the back office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from projects.models import Programme
from vkc.places.models import FormerCity, Unit


class ProgrammeForm(WagtailAdminModelForm):
    """Names the scheme beside each unit, as eight codes and most names exist in both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields.get("unit")
        if unit is not None:
            unit.queryset = Unit.objects.order_by("-scheme", "sort_key")
            unit.label_from_instance = unit_label


def unit_label(unit: Unit) -> str:
    return f"{unit.name_vi} ({unit.get_scheme_display()})"


class ActForm(forms.Form):
    """Why an act on a register member, and on what evidence."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Number, date and issuer of the document, or its address."),
    )


class ReplaceForm(ActForm):
    """Which place stands in the member's stead."""

    unit = forms.ModelChoiceField(
        label=_("Province-level unit"),
        queryset=Unit.objects.filter(scheme=63).order_by("sort_key"),
    )
    city = forms.ModelChoiceField(
        label=_("Former city under the province"),
        queryset=FormerCity.objects.select_related("province"),
        required=False,
        help_text=_("Leave it empty for a whole province."),
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.order_by("title_vi"), required=False
    )
    field_order = ["unit", "city", "programme", "reason", "evidence"]


class UploadForm(forms.Form):
    """The official list as a table."""

    file = forms.FileField(
        label=_("Official list (XLSX or CSV)"),
        help_text=_("At most 2 MB. Nothing is changed before you confirm the preview."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ApplyForm(ActForm):
    """Confirms a preview; the evidence is the document that carries the list."""

    token = forms.CharField(widget=forms.HiddenInput)
    fingerprint = forms.CharField(widget=forms.HiddenInput)
    field_order = ["reason", "evidence"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = True
