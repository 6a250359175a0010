"""The country drawn on the server: every unit a link with its name and value, no JavaScript.

Both archipelagos are drawn and named at every width: in place on wide screens, moved into framed
insets on narrow ones (by CSS transforms of the same drawing). Shapes: Natural Earth.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from vkc.places.choices import Scheme

DATA = Path(__file__).parent / "data"
VIEWBOX = "0 0 2260 2480"
ISLAND_RADIUS = 11
UNKNOWN = "is-unknown"


@dataclass(frozen=True)
class MapValue:
    """What a unit shows: a step 0–5 (None: not known, hatched) and the words for its value."""

    step: int | None
    label: str
    url: str
    name: str = ""


@dataclass(frozen=True)
class Archipelago:
    """Where a group of islands is labelled and framed, in the drawing's units."""

    code: str
    key: str
    name: Any
    belongs_to: Any
    label_at: tuple[int, int]
    frame: tuple[int, int, int, int]


ARCHIPELAGOS = (
    Archipelago(
        "48",
        "hoang-sa",
        gettext_lazy("Hoàng Sa archipelago"),
        gettext_lazy("(Đà Nẵng City)"),
        (1550, 985),
        (1310, 890, 480, 400),
    ),
    Archipelago(
        "56",
        "truong-sa",
        gettext_lazy("Trường Sa archipelago"),
        gettext_lazy("(Khánh Hòa Province)"),
        (1920, 1905),
        (1585, 1815, 670, 650),
    ),
)


@lru_cache(maxsize=2)
def shapes(scheme: int) -> dict[str, Any]:
    """The paths and island points of a scheme, keyed by unit code."""
    return json.loads((DATA / f"map_{scheme}.json").read_text(encoding="utf-8"))


def draw_map(
    *,
    scheme: int,
    values: Mapping[str, MapValue],
    title: str,
    description: str,
    id_prefix: str = "map",
) -> SafeString:
    """The map of one scheme as SVG.

    `values` is keyed by unit code; a unit without a value is hatched ("no information yet") and
    still a link only if a value gives its address. Raises KeyError for an unknown scheme.
    """
    drawing = shapes(Scheme(scheme).value)
    units = format_html_join(
        "\n",
        "{}",
        ((_unit(code, path, values.get(code)),) for code, path in drawing["units"].items()),
    )
    islands = format_html_join(
        "\n",
        "{}",
        ((_archipelago(group, drawing["islands"][group.code], values),) for group in ARCHIPELAGOS),
    )
    return format_html(
        '<svg class="country" viewBox="{}" role="group" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}'
        '<g class="map-units">{}</g>{}</svg>',
        VIEWBOX, id_prefix, id_prefix, id_prefix, title, id_prefix, description,
        _hatching(), units, islands,
    )  # fmt: skip


def _hatching() -> SafeString:
    return mark_safe(
        '<defs><pattern id="hatch" width="16" height="16" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="16" height="16"></rect>'
        '<line x1="0" y1="0" x2="0" y2="16"></line></pattern></defs>'
    )


def _shade(value: MapValue | None) -> str:
    return UNKNOWN if value is None or value.step is None else f"step-{value.step}"


def _words(value: MapValue | None) -> str:
    if value is None:
        return _("no information yet")
    return f"{value.name}: {value.label}" if value.name else value.label


def _unit(code: str, path: str, value: MapValue | None) -> SafeString:
    shape = format_html('<path class="map-unit {}" d="{}"/>', _shade(value), path)
    return _link(value, shape, _words(value))


def _link(value: MapValue | None, shape: SafeString, words: str) -> SafeString:
    if value is None or not value.url:
        return format_html("<g><title>{}</title>{}</g>", words, shape)
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title>{}</a>', value.url, words, words, shape
    )


def _archipelago(
    group: Archipelago, points: list[list[int]], values: Mapping[str, MapValue]
) -> SafeString:
    value = values.get(group.code)
    dots = format_html_join(
        "",
        '<circle class="map-island {}" cx="{}" cy="{}" r="{}"/>',
        ((_shade(value), x, y, ISLAND_RADIUS) for x, y in points),
    )
    x, y, width, height = group.frame
    target = format_html(
        '<rect class="map-inset" x="{}" y="{}" width="{}" height="{}"/>', x, y, width, height
    )
    words = pgettext("map", "%(islands)s %(unit)s") % {
        "islands": group.name,
        "unit": group.belongs_to,
    }
    label = format_html(
        '<text class="map-label" x="{}" y="{}"><tspan x="{}">{}</tspan>'
        '<tspan x="{}" dy="1.2em">{}</tspan></text>',
        group.label_at[0], group.label_at[1] - 40, group.label_at[0], group.name,
        group.label_at[0], group.belongs_to,
    )  # fmt: skip
    detail = f"{words}. {value.label}" if value else words
    shape = format_html("{}{}{}", target, dots, label)
    return format_html(
        '<g class="map-archipelago map-{}">{}</g>', group.key, _link(value, shape, detail)
    )
