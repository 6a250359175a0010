"""The library list: filters, facets with counts, order. A fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import ExtractYear
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidelines.choices import DocumentKind, LegalStatus
from guidelines.models import Document, Issuer
from guidelines.querysets import DocumentQuerySet
from vkc.core.text import slug_text
from vkc.topics.models import Topic

FACETS = ("status", "kind", "issuer", "year", "topic")
UNKNOWN_YEAR = "unknown"
LONGEST = 200
ORDERS = {
    "-issued": [F("issued_on").desc(nulls_last=True), "number_slug"],
    "issued": [F("issued_on").asc(nulls_last=True), "number_slug"],
    "effective": [F("effective_on").desc(nulls_last=True), "number_slug"],
    "number": ["number_slug", F("issued_on").desc(nulls_last=True)],
}


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


def _conditions(asked: Asked) -> dict[str, Q]:
    """One condition for each chosen filter."""
    found = {}
    for name, value in asked.chosen.items():
        if not value:
            continue
        if name == "year":
            found[name] = _year(value)
        else:
            column = {
                "kind": "kind",
                "issuer": "issuer__key",
                "topic": "topics__key",
                "status": "status_on_day",
            }[name]
            found[name] = Q(**{column: value})
    return found


def _year(value: str) -> Q:
    if value == UNKNOWN_YEAR:
        return Q(issued_on=None)
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 9999:
        return Q(issued_on__year=int(value))
    return Q(pk__in=[])


def matching(asked: Asked) -> DocumentQuerySet:
    """Published documents that match the search text."""
    return Document.objects.published().matching(asked.q)


def base(asked: Asked) -> DocumentQuerySet:
    """Published documents that match the search text, with their status that day."""
    return matching(asked).with_legal_status(on=asked.on)


def results(asked: Asked) -> DocumentQuerySet:
    """The rows to show, in the order asked for; an exact number comes first."""
    found = base(asked).filter(*_conditions(asked).values()).for_list()
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


def facets(asked: Asked, query: QueryDict) -> list[dict[str, Any]]:
    """Groups of links with counts; each group counts under the other groups' choices."""
    conditions = _conditions(asked)
    titles = {
        "status": _("Legal status"),
        "kind": _("Kind of document"),
        "issuer": _("Issuing body"),
        "year": _("Year of issue"),
        "topic": _("Topic"),
    }
    groups = []
    for name in FACETS:
        others = [condition for key, condition in conditions.items() if key != name]
        # The status of a day is dear: only where it is counted or chosen.
        needs_status = name == "status" or bool(asked.chosen["status"])
        rows = (base(asked) if needs_status else matching(asked)).filter(*others).order_by()
        options = _OPTIONS[name](rows)
        chosen = asked.chosen[name]
        groups.append(
            {
                "title": titles[name],
                "name": name,
                "options": [
                    {
                        "value": value,
                        "label": label,
                        "count": count,
                        "is_selected": value == chosen,
                        "url": _link(query, name, "" if value == chosen else value),
                    }
                    for value, label, count in options
                ],
                "is_closed": name in ("issuer", "year", "topic") and not chosen,
            }
        )
    return [group for group in groups if group["options"]]


def _counts(rows: DocumentQuerySet, column: str) -> dict[Any, int]:
    counted = rows.values(column).annotate(n=Count("pk", distinct=True))
    return {row[column]: row["n"] for row in counted}


def _by_status(rows: DocumentQuerySet) -> list[tuple[str, str, int]]:
    counts = _counts(rows, "status_on_day")
    return [(s.value, str(s.label), counts[s.value]) for s in LegalStatus if s.value in counts]


def _by_kind(rows: DocumentQuerySet) -> list[tuple[str, str, int]]:
    counts = _counts(rows, "kind")
    return [(k.value, str(k.label), counts[k.value]) for k in DocumentKind if k.value in counts]


def _by_issuer(rows: DocumentQuerySet) -> list[tuple[str, str, int]]:
    counts = _counts(rows, "issuer")
    found = Issuer.objects.filter(pk__in=counts)
    return [(issuer.key, issuer.name, counts[issuer.pk]) for issuer in found]


def _by_topic(rows: DocumentQuerySet) -> list[tuple[str, str, int]]:
    counts = _counts(rows.filter(topics__isnull=False), "topics")
    found = Topic.objects.filter(pk__in=counts)
    return [(topic.key, topic.name, counts[topic.pk]) for topic in found]


def _by_year(rows: DocumentQuerySet) -> list[tuple[str, str, int]]:
    counts = _counts(rows.annotate(year=ExtractYear("issued_on")), "year")
    years = sorted((year for year in counts if year), reverse=True)
    found = [(str(year), str(year), counts[year]) for year in years]
    if None in counts:
        found.append((UNKNOWN_YEAR, _("no information yet"), counts[None]))
    return found


_OPTIONS = {
    "status": _by_status,
    "kind": _by_kind,
    "issuer": _by_issuer,
    "year": _by_year,
    "topic": _by_topic,
}


def _link(query: QueryDict, name: str, value: str) -> str:
    """The present question with one answer changed; back to the first page."""
    kept = {
        key: query[key]
        for key in ("q", "on", *FACETS, "sort")
        if key != name and query.get(key) and len(query[key]) <= LONGEST
    }
    if value:
        kept[name] = value
    return f"?{urlencode(kept)}" if kept else "?"


def sort_links(asked: Asked, query: QueryDict) -> list[dict[str, Any]]:
    labels = {
        "-issued": pgettext("sort order", "Newest first"),
        "issued": pgettext("sort order", "Oldest first"),
        "effective": pgettext("sort order", "By date of entry into force"),
        "number": pgettext("sort order", "By number"),
    }
    return [
        {"label": label, "url": _link(query, "sort", key), "is_selected": key == asked.sort}
        for key, label in labels.items()
    ]
