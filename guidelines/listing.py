"""The question a reader asks of the library: checked, as a query, as links to its neighbours."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import QueryDict
from django.utils.translation import pgettext

from guidelines.library_index import ORDERS, UNKNOWN_YEAR
from guidelines.models import Document
from guidelines.querysets import DocumentQuerySet
from vkc.core.text import slug_text

FACETS = ("status", "kind", "issuer", "year", "topic")
COLUMNS = {
    "kind": "kind",
    "issuer": "issuer__key",
    "topic": "topics__key",
    "status": "status_on_day",
}
LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """What the reader asked for, already checked."""

    q: str
    on: date
    chosen: dict[str, str]
    sort: str

    @property
    def chosen_count(self) -> int:
        return sum(1 for value in self.chosen.values() if value)


def results(asked: Asked) -> DocumentQuerySet:
    """The rows as a query, for feeds and files; the page itself asks `facets.Found`."""
    conditions = [
        _year(value) if name == "year" else Q(**{COLUMNS[name]: value})
        for name, value in asked.chosen.items()
        if value
    ]
    found = Document.objects.published().matching(asked.q).with_legal_status(on=asked.on)
    found = found.filter(*conditions).for_list()
    order = ORDERS[asked.sort]
    slug = slug_text(asked.q)
    if slug:
        exact = Case(
            When(number_slug=slug, then=Value(0)),
            When(number_slug__startswith=f"{slug}-", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return found.annotate(exactness=exact).order_by("exactness", *order)
    return found.order_by(*order)


def _year(value: str) -> Q:
    if value == UNKNOWN_YEAR:
        return Q(issued_on=None)
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 9999:
        return Q(issued_on__year=int(value))
    return Q(pk__in=[])


class Links:
    """The present question with one answer changed; back to the first page."""

    def __init__(self, query: QueryDict, name: str) -> None:
        self.name = name
        kept = {
            key: query[key]
            for key in ("q", "on", *FACETS, "sort")
            if key != name and query.get(key) and len(query[key]) <= LONGEST
        }
        self.kept = urlencode(kept)

    def to(self, value: str) -> str:
        asked = urlencode({self.name: value}) if value else ""
        return "?" + "&".join(part for part in (self.kept, asked) if part)


def sort_links(asked: Asked, query: QueryDict) -> list[dict[str, Any]]:
    labels = {
        "-issued": pgettext("sort order", "Newest first"),
        "issued": pgettext("sort order", "Oldest first"),
        "effective": pgettext("sort order", "By date of entry into force"),
        "number": pgettext("sort order", "By number"),
    }
    links = Links(query, "sort")
    return [
        {"label": label, "url": links.to(key), "is_selected": key == asked.sort}
        for key, label in labels.items()
    ]
