"""What a reader asked of the list of programmes, and what answers it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.choices import Kind, Scope, Stage
from projects.models import Programme, Register, RegisterMember
from vkc.core.models import Confidence
from vkc.core.translated import FALLBACK
from vkc.places.choices import Scheme
from vkc.places.models import FormerCity, Succession, Unit
from vkc.topics.models import Topic

DEFAULT_REGISTER = "41-2022"
COLOURS = ("count", "stage")
SHOWN_OF_A_BAD_VALUE = 40
TITLES = {
    "scope": gettext_lazy("Scope"),
    "stage": gettext_lazy("Stage"),
    "region": gettext_lazy("Region"),
    "topic": gettext_lazy("Focus area"),
    "kind": gettext_lazy("Kind of document"),
    "confidence": gettext_lazy("Confidence of the sources"),
}
CLOSED = ("topic", "kind", "confidence")


@dataclass(frozen=True)
class Row:
    """A programme with the units it counts for in the scheme shown, and its present units."""

    programme: Programme
    units: tuple[Unit, ...]
    now: tuple[Unit, ...] = ()
    topics: tuple[Topic, ...] = ()

    def words(self, facet: str) -> set[str]:
        """The values of a facet that this row answers to."""
        programme = self.programme
        if facet == "topic":
            return {topic.key for topic in self.topics}
        if facet == "region":
            return {unit.region.code for unit in self.units if unit.region}
        return {str(getattr(programme, facet))}


@dataclass(frozen=True)
class Selection:
    """The scheme, the register and the filters of one page or download."""

    scheme: int
    register: Register | None = None
    colour: str = "count"
    chosen: dict[str, str] = field(default_factory=dict)
    ignored: tuple[tuple[Any, str], ...] = ()

    def query(self, **changes: str | None) -> str:
        """The address of this selection with some parameters changed or (None) left out."""
        values: dict[str, str | None] = {
            "scheme": str(self.scheme) if self.scheme != Scheme.NEW else None,
            "register": self.register.key if self.register else None,
            "colour": self.colour if self.colour != "count" else None,
            **self.chosen,
            **changes,
        }
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    def without_filters(self) -> str:
        return replace(self, chosen={}, register=None).query()

    @property
    def count(self) -> int:
        return len(self.chosen) + (1 if self.register else 0)


def read_scheme(data: QueryDict) -> int:
    """34 unless told; any other number than 34 and 63 is a 404."""
    try:
        return Scheme(int(data.get("scheme") or Scheme.NEW)).value
    except ValueError:
        raise Http404(_("There is no such scheme of units.")) from None


def read_register(data: QueryDict) -> Register | None:
    """The register asked for, None without one, 404 for an unknown one."""
    key = data.get("register") or ""
    if not key:
        return None
    found = Register.objects.for_pages().filter(key=key[:40]).first()
    if found is None or found.key != key:
        raise Http404(_("There is no such register."))
    return found


def read_selection(data: QueryDict, rows: list[Row], scheme: int) -> Selection:
    """Filters that make no sense are left out and named."""
    chosen, ignored = {}, []
    for name, title in TITLES.items():
        value = data.get(name) or ""
        if value and value in known_values(name, rows):
            chosen[name] = value
        elif value:
            ignored.append((title, value[:SHOWN_OF_A_BAD_VALUE]))
    colour = data.get("colour") or "count"
    return Selection(
        scheme=scheme,
        register=read_register(data),
        colour=colour if colour in COLOURS else "count",
        chosen=chosen,
        ignored=tuple(ignored),
    )


def load_rows(scheme: int) -> list[Row]:
    """Every published programme with its units in a scheme; a constant number of queries.

    A programme of the old scheme counts for its successors in the new one (a number of programmes
    is additive); one of the new scheme has no place on the old map.
    """
    programmes = Programme.objects.published().defer(
        "staff_note", "loaded_parts", "note_vi", "note_en", "note_ko"
    )
    places, topics = Places(), topics_by_programme()
    rows = [
        Row(
            places.attach(found),
            places.counted(found, scheme),
            places.counted(found, Scheme.NEW),
            topics[found.pk],
        )
        for found in programmes
    ]
    return sorted(rows, key=lambda row: (row.programme.unit.sort_key, row.programme.scope))


def topics_by_programme() -> dict[int, tuple[Topic, ...]]:
    """The topics of every programme, in one query.

    The clusterable field's own prefetch makes an object for each pair: a fifth of the page's time.
    """
    columns = ("topic_id", "topic__key", "topic__order", *(f"topic__name_{c}" for c in FALLBACK))
    pairs = Programme.topics.through.objects.order_by("topic__order")
    known: dict[int, Topic] = {}
    found: dict[int, tuple[Topic, ...]] = defaultdict(tuple)
    for programme, pk, *values in pairs.values_list("programme_id", *columns):
        if pk not in known:
            names = (column.removeprefix("topic__") for column in columns[1:])
            known[pk] = Topic(pk=pk, **dict(zip(names, values, strict=True)))
        found[programme] += (known[pk],)
    return found


class Places:
    """Units, cities and successions, read once for many programmes: three queries."""

    def __init__(self) -> None:
        self.units = {unit.pk: unit for unit in Unit.objects.select_related("region")}
        self.cities = {city.pk: city for city in FormerCity.objects.all()}
        passed = Succession.objects.order_by("successor__sort_key")
        self.successors: dict[int, list[Unit]] = defaultdict(list)
        for old, new in passed.values_list("predecessor_id", "successor_id"):
            self.successors[old].append(self.units[new])

    def attach(self, programme: Programme) -> Programme:
        """Give a programme its places without a query of its own."""
        programme.unit = self.units[programme.unit_id]
        if programme.city_id:
            programme.city = self.cities[programme.city_id]
        return programme

    def counted(self, programme: Programme, scheme: int) -> tuple[Unit, ...]:
        """The units of a scheme for which a programme counts."""
        if programme.unit.scheme == scheme:
            return (programme.unit,)
        return tuple(u for u in self.successors[programme.unit_id] if u.scheme == scheme)


def known_values(facet: str, rows: Iterable[Row]) -> dict[str, str]:
    """The values of a facet that a reader may choose, with their words."""
    fixed: dict[str, Any] = {
        "scope": Scope,
        "stage": Stage,
        "kind": Kind,
        "confidence": Confidence,
    }
    if facet in fixed:
        return {str(word.value): str(word.label) for word in fixed[facet] if word.value}
    if facet == "topic":
        topics = {topic for row in rows for topic in row.topics}
        return {topic.key: topic.name for topic in sorted(topics, key=lambda t: t.order)}
    regions = {unit.region for row in rows for unit in row.units if unit.region}
    return {region.code: str(region) for region in sorted(regions, key=lambda r: r.order)}


def member_states(register: Register | None) -> dict[int, RegisterMember]:
    """Standing members of a register by the id of their programme."""
    if register is None:
        return {}
    return {
        member.programme_id: member
        for member in register.members.all()
        if member.is_standing and member.programme_id
    }


def select(rows: list[Row], selection: Selection, members: dict[int, RegisterMember]) -> list[Row]:
    """The rows that answer to every filter."""
    return [row for row in rows if _matches(row, selection, members)]


def _matches(
    row: Row, selection: Selection, members: dict[int, RegisterMember], *, except_for: str = ""
) -> bool:
    if selection.register and row.programme.pk not in members:
        return False
    return all(
        value in row.words(name) for name, value in selection.chosen.items() if name != except_for
    )


def facets(
    rows: list[Row],
    selection: Selection,
    members: dict[int, RegisterMember],
    link: Callable[..., str],
) -> list[dict[str, Any]]:
    """Groups of filters; a count says how many rows a choice would leave."""
    groups = []
    for name, title in TITLES.items():
        counts: Counter[str] = Counter()
        for row in rows:
            if _matches(row, selection, members, except_for=name):
                counts.update(row.words(name))
        options = [
            {
                "value": value,
                "label": label,
                "count": counts[value],
                "is_selected": selection.chosen.get(name) == value,
                "url": link(**{name: None if selection.chosen.get(name) == value else value}),
            }
            for value, label in known_values(name, rows).items()
            if counts[value] or selection.chosen.get(name) == value
        ]
        is_closed = name in CLOSED and name not in selection.chosen
        if options:
            groups.append(
                {"title": title, "name": name, "options": options, "is_closed": is_closed}
            )
    return groups


def chips(rows: list[Row], selection: Selection) -> list[dict[str, Any]]:
    """The filters that are on, each with the address without it."""
    found = [
        {
            "label": known_values(name, rows)[value],
            "url": selection.query(**{name: None}),
            "is_removable": True,
        }
        for name, value in selection.chosen.items()
    ]
    if selection.register:
        found.append(
            {
                "label": str(selection.register),
                "url": selection.query(register=None),
                "is_removable": True,
            }
        )
    return found
