"""Narrowing the list of cases: a few dozen rows, so counted in Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vkc.cms.choices import Capital, CityForm, CitySize, Country, Trait

CHOICES = {
    "country": Country,
    "form": CityForm,
    "size": CitySize,
    "capital": Capital,
    "trait": Trait,
}


def facet_groups(query: QueryDict, rows: list[Any]) -> tuple[list[dict[str, Any]], list[Any]]:
    """The groups of filters with counts, and the rows that are left."""
    chosen = {name: query.get(name, "")[:60] for name in (*CHOICES, "topic")}
    values = {row.pk: row.facet_values() for row in rows}
    shown = [row for row in rows if _fits(values[row.pk], chosen)]
    labels = _labels(rows)
    groups = []
    for name, title in _titles().items():
        others = {key: value for key, value in chosen.items() if key != name}
        left = [row for row in rows if _fits(values[row.pk], others)]
        counts = Counter(value for row in left for value in values[row.pk][name] if value)
        options = [
            _option(name, value, label, counts[value], chosen)
            for value, label in labels[name].items()
            if counts[value] or value == chosen[name]
        ]
        groups.append({"title": title, "name": name, "options": options})
    return groups, shown


def _fits(values: Mapping[str, Iterable[str]], chosen: Mapping[str, str]) -> bool:
    return all(not want or want in values[name] for name, want in chosen.items())


def _titles() -> dict[str, str]:
    return {
        "form": _("Kind of place"),
        "size": _("Size"),
        "capital": _("Cost"),
        "trait": _("Characteristics"),
        "topic": _("Topic"),
        "country": _("Country or territory"),
    }


def _labels(rows: list[Any]) -> dict[str, dict[str, Any]]:
    labels = {name: dict(choices.choices) for name, choices in CHOICES.items()}
    topics = {topic.key: topic for row in rows for topic in row.topics.all()}
    ordered = sorted(topics.values(), key=lambda topic: (topic.order, topic.key))
    labels["topic"] = {topic.key: topic.name for topic in ordered}
    return labels


def _option(
    name: str, value: str, label: Any, count: int, chosen: Mapping[str, str]
) -> dict[str, Any]:
    is_selected = chosen[name] == value
    query = QueryDict(mutable=True)
    query.update({key: kept for key, kept in chosen.items() if kept and key != name})
    if not is_selected:
        query[name] = value
    return {
        "value": value,
        "label": label,
        "count": count,
        "url": f"?{query.urlencode()}",
        "is_selected": is_selected,
    }
