"""The answer to a question of the library: rows by page and facets with exact counts."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from guidelines import library_index
from guidelines.choices import DocumentKind, LegalStatus
from guidelines.library_index import UNKNOWN_YEAR
from guidelines.listing import FACETS, Asked, Links
from guidelines.models import Document, Issuer
from vkc.topics.models import Topic

# What is shown of an issuer or a topic: not its sources, nor a description.
NAMES = ("key", "name_vi", "name_en", "name_ko")


class Found:
    """The answer to one question: its rows by page, and the facets. Four small queries."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.index = library_index.current()
        self.issuers = {row.pk: row for row in Issuer.objects.only(*NAMES)}
        self.topics = {row.pk: row for row in Topic.objects.only(*NAMES)}
        self.text_mask = self.index.matching(asked.q)
        self.masks = {**self.index.facets, "status": self.index.statuses(asked.on)}
        self.conditions = {
            name: self._condition(name, value) for name, value in asked.chosen.items() if value
        }
        self.mask = self.mask_but("")
        self._positions: list[int] | None = None

    def _condition(self, name: str, value: str) -> int:
        """The documents that one chosen filter leaves; none where nothing bears the value."""
        if name in ("issuer", "topic"):
            rows = self.issuers if name == "issuer" else self.topics
            key: Any = next((pk for pk, row in rows.items() if row.key == value), None)
        elif name == "year" and value != UNKNOWN_YEAR:
            key = int(value) if value.isascii() and value.isdigit() else None
        else:
            key = value
        return self.masks[name].get(key, 0)

    def mask_but(self, name: str) -> int:
        """What matches all that was asked, apart from one facet's own choice."""
        mask = self.text_mask
        for other, condition in self.conditions.items():
            if other != name:
                mask &= condition
        return mask

    def __len__(self) -> int:
        return self.mask.bit_count()

    def __getitem__(self, part: slice) -> list[Document]:
        """The documents of a page, each with its `status_on_day`."""
        if self._positions is None:
            asked = self.asked
            self._positions = self.index.positions(self.mask, sort=asked.sort, text=asked.q)
        places = self._positions[part]
        pks = [self.index.pks[at] for at in places]
        rows = Document.objects.filter(pk__in=pks).for_row().order_by()
        by_pk = {row.pk: row for row in rows}
        found = []
        for at, pk in zip(places, pks, strict=True):
            if row := by_pk.get(pk):
                row.issuer = self.issuers[row.issuer_id]
                row.status_on_day = self.index.status_at(at, self.asked.on)
                found.append(row)
        return found

    def counts(self, name: str) -> dict[Any, int]:
        """How many documents bear each value of a facet, under the other facets' choices."""
        mask = self.mask_but(name)
        found = {value: (held & mask).bit_count() for value, held in self.masks[name].items()}
        return {value: count for value, count in found.items() if count}


def facets(found: Found, query: QueryDict) -> list[dict[str, Any]]:
    """Groups of links with counts; each group counts under the other groups' choices."""
    titles = {
        "status": _("Legal status"),
        "kind": _("Kind of document"),
        "issuer": _("Issuing body"),
        "year": _("Year of issue"),
        "topic": _("Topic"),
    }
    groups = []
    for name in FACETS:
        chosen = found.asked.chosen[name]
        links = Links(query, name)
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
                        "url": links.to("" if value == chosen else value),
                    }
                    for value, label, count in _OPTIONS[name](found, found.counts(name))
                ],
                "is_closed": name in ("issuer", "year", "topic") and not chosen,
            }
        )
    return [group for group in groups if group["options"]]


Options = Iterator[tuple[str, str, int]]


def _by_status(found: Found, counts: dict[Any, int]) -> Options:
    for status in LegalStatus:
        if status.value in counts:
            yield status.value, str(status.label), counts[status.value]


def _by_kind(found: Found, counts: dict[Any, int]) -> Options:
    for kind in DocumentKind:
        if kind.value in counts:
            yield kind.value, str(kind.label), counts[kind.value]


def _by_issuer(found: Found, counts: dict[Any, int]) -> Options:
    for issuer in found.issuers.values():
        if issuer.pk in counts:
            yield issuer.key, issuer.name, counts[issuer.pk]


def _by_topic(found: Found, counts: dict[Any, int]) -> Options:
    for topic in found.topics.values():
        if topic.pk in counts:
            yield topic.key, topic.name, counts[topic.pk]


def _by_year(found: Found, counts: dict[Any, int]) -> Options:
    for year in sorted((year for year in counts if year != UNKNOWN_YEAR), reverse=True):
        yield str(year), str(year), counts[year]
    if UNKNOWN_YEAR in counts:
        yield UNKNOWN_YEAR, _("no information yet"), counts[UNKNOWN_YEAR]


_OPTIONS = {
    "status": _by_status,
    "kind": _by_kind,
    "issuer": _by_issuer,
    "year": _by_year,
    "topic": _by_topic,
}
