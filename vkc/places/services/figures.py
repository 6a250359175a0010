"""Figures over a merger: additive ones may be summed forward, others refuse and say why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from vkc.core.states import Refusal
from vkc.places.choices import ADDITIVE, Measure
from vkc.places.models import Unit, UnitFigure


class NotAdditive(Refusal):
    """A density or a share of two provinces is not the density or share of their union."""

    code = "not_additive"

    def default_message(self) -> str:
        return _(
            "This figure cannot be summed over a merger: it is not additive. "
            "It has to be worked out again from its parts."
        )


@dataclass(frozen=True)
class Total:
    """A sum over the units that went into one; incomplete sums carry no value."""

    value: Decimal | None
    parts: list[UnitFigure] = field(default_factory=list)
    missing: list[Unit] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return bool(self.parts) and not self.missing


def year_order(figure: UnitFigure) -> str:
    """Figures by year; "c. 2020" stands with 2020."""
    return figure.year.removeprefix("c. ")


def sum_forward(*, unit: Unit, measure: str) -> Total:
    """The sum of the predecessors' latest figures for a unit of the 34-unit scheme.

    Units as stored (people, km², units). Raises NotAdditive for measures that must not be summed.
    A missing part makes the sum unknown; it is never counted as zero. Prefetch
    "predecessors__figures" to ask the database nothing.
    """
    if measure not in ADDITIVE:
        raise NotAdditive
    parts, missing = [], []
    for predecessor in sorted(unit.predecessors.all(), key=lambda row: row.sort_key):
        figure = _latest(predecessor.figures.all(), measure)
        if figure is None:
            missing.append(predecessor)
        else:
            parts.append(figure)
    value = None if missing or not parts else sum((part.value for part in parts), Decimal(0))
    return Total(value=value, parts=parts, missing=missing)


def latest_figures(units: list[Unit], measure: str) -> dict[str, UnitFigure]:
    """The latest figure of one measure per unit key, in one query."""
    by_unit: dict[str, list[UnitFigure]] = {}
    rows = UnitFigure.objects.filter(unit__in=units, measure=measure)
    for figure in rows.select_related("unit"):
        by_unit.setdefault(figure.unit.key, []).append(figure)
    found = {key: _latest(figures, measure) for key, figures in by_unit.items()}
    return {key: figure for key, figure in found.items() if figure is not None}


def _latest(figures: Iterable[UnitFigure], measure: str) -> UnitFigure | None:
    """The figure of the latest year; of several of one year the one loaded first."""
    rows = [figure for figure in figures if figure.measure == measure]
    return max(rows, key=lambda row: (year_order(row), -row.pk), default=None)


__all__ = ["Measure", "NotAdditive", "Total", "latest_figures", "sum_forward"]
