"""The map of programmes and the table of the same numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.choices import Stage
from projects.listing import Row
from projects.models import Programme
from vkc.places.maps import MapValue, draw_map
from vkc.places.models import Unit
from vkc.places.presentation import MAP_CREDIT

MOST = 5
STAGE_STEPS = {
    Stage.APPROVED: 5,
    Stage.PLANNED: 4,
    Stage.PREPARING: 3,
    Stage.REPORTED: 3,
    Stage.COMPONENT: 2,
    Stage.MENTIONED: 1,
    Stage.UNVERIFIED: 1,
}
COUNT_LEGEND = [
    {"step": 0, "label": gettext_lazy("none of this choice")},
    *[{"step": step, "label": str(step)} for step in range(1, MOST)],
    {"step": MOST, "label": gettext_lazy("5 or more")},
    {"step": "unknown", "label": gettext_lazy("no information yet")},
]
STAGE_LEGEND = [
    {"step": 0, "label": gettext_lazy("none of this choice")},
    {"step": 1, "label": gettext_lazy("only mentioned, or not yet verified")},
    {"step": 2, "label": Stage.COMPONENT.label},
    {"step": 3, "label": gettext_lazy("being prepared, or approval not seen")},
    {"step": 4, "label": Stage.PLANNED.label},
    {"step": 5, "label": Stage.APPROVED.label},
    {"step": "unknown", "label": gettext_lazy("no information yet")},
]


@dataclass
class Tally:
    """The programmes of one unit; `known` tells whether anything at all was found there."""

    unit: Unit
    known: bool = False
    rows: list[Row] = field(default_factory=list)

    def stage_count(self, stage: Stage) -> int:
        return sum(row.programme.stage == stage for row in self.rows)

    @property
    def centres(self) -> int:
        return sum(row.programme.has_ioc == "yes" for row in self.rows)

    @property
    def furthest(self) -> Stage | None:
        stages = [row.programme.stage for row in self.rows]
        return max(stages, key=lambda stage: STAGE_STEPS[stage], default=None)


def tally(
    scheme: int, rows: list[Row], chosen: list[Row], units: Iterable[Unit] | None = None
) -> list[Tally]:
    """One tally per unit of the scheme, in Vietnamese order; one query unless given the units."""
    known = {unit.pk for row in rows for unit in row.units}
    by_unit: dict[int, list[Row]] = defaultdict(list)
    for row in chosen:
        for unit in row.units:
            by_unit[unit.pk].append(row)
    all_units = Unit.objects.of_scheme(scheme) if units is None else units
    return [Tally(unit, unit.pk in known, by_unit.get(unit.pk, [])) for unit in all_units]


def tally_today() -> list[Tally]:
    """The tallies of the 34 units over all published programmes, in two queries."""
    units = {unit.pk: unit for unit in Unit.objects.of_scheme(34)}
    programmes = (
        Programme.objects.published()
        .annotate(now=F("unit__passed_to__successor"))
        .only("unit_id", "kind", "confidence", "has_ioc")
    )
    places = ((found, units.get(found.now or found.unit_id)) for found in programmes)
    rows = [Row(found, (unit,)) for found, unit in places if unit]
    return tally(34, rows, rows, units.values())


def map_of(
    *, scheme: int, tallies: list[Tally], colour: str = "count", id_prefix: str = "map"
) -> dict[str, Any]:
    """The parameters of components/map.html: drawing, words, legend, credit."""
    if scheme == 34:
        title = _("Smart-city programmes in the 34 units")
    else:
        title = _("Smart-city programmes in the 63 former units")
    if colour == "stage":
        says = _(
            "A stronger colour means further: the furthest stage that a programme of the unit reached."
        )
    else:
        says = _(
            "A stronger colour means more programmes found. Hover or focus a unit for its number."
        )
    if scheme == 34:
        says += " " + _("Programmes of the former units are counted for the unit they passed into.")
    return {
        "svg": _drawing(scheme, tallies, colour, title, says, id_prefix),
        "title": title,
        "says": says,
        "legend": STAGE_LEGEND if colour == "stage" else COUNT_LEGEND,
        "credit": MAP_CREDIT,
    }


def _drawing(
    scheme: int, tallies: list[Tally], colour: str, title: str, says: str, id_prefix: str
) -> SafeString:
    values = {entry.unit.code: _value(entry, colour) for entry in tallies}
    return draw_map(
        scheme=scheme, values=values, title=title, description=says, id_prefix=id_prefix
    )


def _value(entry: Tally, colour: str) -> MapValue:
    count, furthest = len(entry.rows), entry.furthest
    label = ngettext("%(count)s programme", "%(count)s programmes", count) % {"count": count}
    if furthest is not None:
        label = f"{label} – {furthest.label}" if colour == "stage" else label
    step: int | None = min(count, MOST)
    if colour == "stage":
        step = STAGE_STEPS[furthest] if furthest else 0
    if not entry.known:
        step, label = None, _("no information yet")
    return MapValue(step, label, entry.unit.get_absolute_url(), name=entry.unit.name)


def table_of(tallies: list[Tally], *, title: str) -> SafeString:
    """The numbers of the map as a table: plain markup, as it has a row for every unit."""
    context = {"tallies": [_numbers(entry) for entry in tallies], "title": title}
    return render_to_string("projects/numbers_table.html", context)


def _numbers(entry: Tally) -> dict[str, Any]:
    counts = [
        len(entry.rows),
        entry.stage_count(Stage.APPROVED),
        entry.centres,
        entry.stage_count(Stage.UNVERIFIED),
    ]
    return {
        "name": entry.unit.name,
        "url": entry.unit.get_absolute_url(),
        "counts": counts if entry.known else [None] * len(counts),
    }
