"""Forms of the desk of quotas: a number of seats per province, and rows for further provinces."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from courses.models import Session
from vkc.places.models import Unit

NEW_ROWS = 3
MOST_SEATS = 10_000


def seats_field(label: Any, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_SEATS, widget=widget, **options
    )


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.name


class QuotaForm(forms.Form):
    """`quota_<unit key>` for each province that has seats, and empty rows to add more."""

    def __init__(self, *args: Any, units: Iterable[Unit], quotas: Mapping[int, int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.units = list(units)
        for unit in self.units:
            label = _("Seats for %(unit)s") % {"unit": unit.name}
            self.fields[name_of(unit)] = seats_field(label, initial=quotas.get(unit.pk, 0))
        others = Unit.objects.current().exclude(pk__in=[unit.pk for unit in self.units])
        for number in range(1, NEW_ROWS + 1):
            self.fields[f"unit_{number}"] = UnitField(
                others, required=False, label=_("Further province"), empty_label="—"
            )
            self.fields[f"seats_{number}"] = seats_field(
                pgettext_lazy("quota", "Seats"), required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen: set[Unit] = set()
        for number in range(1, NEW_ROWS + 1):
            unit, seats = data.get(f"unit_{number}"), data.get(f"seats_{number}")
            if unit and seats is None and f"seats_{number}" not in self.errors:
                self.add_error(f"seats_{number}", gettext("Enter a number of seats."))
            if seats and not unit:
                self.add_error(f"unit_{number}", gettext("Choose a province for these seats."))
            if unit and unit in chosen:
                self.add_error(f"unit_{number}", gettext("This province stands in two rows."))
            chosen.add(unit)
        return data

    def quotas(self) -> dict[int, int]:
        """Unit key → seats, as entered."""
        data = self.cleaned_data
        given = {unit.pk: data[name_of(unit)] for unit in self.units}
        for number in range(1, NEW_ROWS + 1):
            if unit := data[f"unit_{number}"]:
                given[unit.pk] = data[f"seats_{number}"]
        return given

    def rows(self) -> list[tuple[Unit, Any]]:
        return [(unit, self[name_of(unit)]) for unit in self.units]

    def new_rows(self) -> list[tuple[Any, Any]]:
        numbers = range(1, NEW_ROWS + 1)
        return [(self[f"unit_{number}"], self[f"seats_{number}"]) for number in numbers]


class SimulationForm(forms.Form):
    """Other seats, quotas and day of release to try on a demand there was."""

    capacity = seats_field(_("All seats"))
    falls_on = forms.DateField(
        label=_("Unused provincial seats are released on"), required=False, widget=AdminDateInput
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(units)
        for unit in self.units:
            self.fields[name_of(unit)] = seats_field(unit.name, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        total, capacity = sum(self.quotas().values()), data.get("capacity")
        if capacity is not None and total > capacity:
            sentence = gettext(
                "The quotas add up to %(total)s, more than the %(capacity)s seats there are."
            )
            self.add_error("capacity", sentence % {"total": total, "capacity": capacity})
        return data

    def quotas(self) -> dict[int, int]:
        given = {unit.pk: self.cleaned_data.get(name_of(unit)) for unit in self.units}
        return {unit: quota for unit, quota in given.items() if quota}

    def province_fields(self) -> list[Any]:
        return [self[name_of(unit)] for unit in self.units]


def name_of(unit: Unit) -> str:
    return f"quota_{unit.pk}"


def tried_first(session: Session, plan: Any) -> dict[str, Any]:
    """What the form shows at first: the seats as they were."""
    quotas = {f"quota_{unit}": quota for unit, quota in plan.quotas.items()}
    return {"capacity": session.capacity, "falls_on": plan.falls_on, **quotas}
