"""Putting reference pages into the tree, in three languages, never over what staff edited."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page

from vkc.cms.models import PageSource, PortalPage
from vkc.core.reference import FileSummary, digest
from vkc.search import services as search

NAMESPACE = uuid.UUID("6f1d5d1e-3c0a-5b52-9d0e-0f6f5c8b9a10")
SOURCE_FIELDS = ("title", "url", "supports", "retrieved_on", "confidence")


@dataclass(frozen=True)
class PageSpec:
    """One page as a reference file describes it: shared values, and texts by language."""

    model: type[PortalPage]
    key: str
    slug: str
    shared: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)
    topics: list[Any] = field(default_factory=list)


class TreeWriter:
    """Writes pages below given parents and counts what it did."""

    def __init__(self, summary: FileSummary) -> None:
        self.summary = summary
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def place(self, spec: PageSpec, parents: dict[str, Page]) -> dict[str, PortalPage]:
        """Add or change one page in every language it has a text for."""
        stored = {
            page.locale_id: page
            for page in spec.model.objects.filter(reference_key=spec.key).select_related("locale")
        }
        placed = {}
        for language, texts in spec.texts.items():
            locale = self.locales[language]
            values = {**spec.shared, **texts}
            page = stored.get(locale.pk)
            if page is None:
                placed[language] = self._add(spec, values, locale, parents[language])
            else:
                placed[language] = self._change(spec, values, page)
        return placed

    def _add(
        self, spec: PageSpec, values: dict[str, Any], locale: Locale, parent: Page
    ) -> PortalPage:
        page = self._fresh(spec, values, locale)
        page.slug = spec.slug if parent.depth > 1 else locale.language_code
        page.reference_digest = digest(written(page, values))
        parent.add_child(instance=page)
        parent.refresh_from_db(fields=["numchild", "path", "depth"])
        search.index(page)
        self.summary.added += 1
        return page

    def _change(self, spec: PageSpec, values: dict[str, Any], page: PortalPage) -> PortalPage:
        new = digest(written(self._fresh(spec, values, page.locale), values))
        was = digest(written(page, values))
        if new == was:
            self.summary.unchanged += 1
        elif was != page.reference_digest or page.has_unpublished_changes or not page.live:
            self.summary.kept += 1
        else:
            fill(page, values, spec.sources, spec.topics)
            page.reference_digest = new
            page.save()
            if page.latest_revision_id:
                page.save_revision(log_action=False).publish(log_action=False)
            search.index(page)
            self.summary.changed += 1
        return page

    def _fresh(self, spec: PageSpec, values: dict[str, Any], locale: Locale) -> PortalPage:
        page = spec.model(
            locale=locale,
            translation_key=uuid.uuid5(NAMESPACE, spec.key),
            reference_key=spec.key,
            live=True,
        )
        fill(page, values, spec.sources, spec.topics)
        return page


def fill(
    page: PortalPage, values: dict[str, Any], sources: list[dict[str, Any]], topics: list[Any]
) -> None:
    """Set values, sources and topics on a page in memory."""
    for name, value in values.items():
        setattr(page, name, value)
    language = page.locale.language_code
    page.fact_sources = [
        PageSource(**{**row, "title": row["title"][language], "sort_order": order})
        for order, row in enumerate(sources)
    ]
    if hasattr(page, "topics"):
        page.topics = topics


def written(page: PortalPage, names: Iterable[str]) -> dict[str, Any]:
    """What a page holds of a reference row, in a form that can be compared."""
    found = {name: comparable(page, name) for name in sorted(names)}
    found["sources"] = [
        [getattr(source, name) or "" for name in SOURCE_FIELDS]
        for source in page.fact_sources.all()
    ]
    if hasattr(page, "topics"):
        found["topics"] = sorted(topic.pk for topic in page.topics.all())
    return found


def comparable(page: PortalPage, name: str) -> Any:
    """A value without the ids that blocks carry."""
    field_ = page._meta.get_field(name)
    value = getattr(page, field_.attname)
    if isinstance(value, StreamValue):
        return without_ids(value.get_prep_value())
    if isinstance(field_, models.ForeignKey):
        return value
    return field_.get_prep_value(value)


def without_ids(data: Any) -> Any:
    """Block data without block ids and empty values."""
    if isinstance(data, dict):
        kept = {key: without_ids(value) for key, value in data.items() if key != "id"}
        return {key: value for key, value in kept.items() if value not in ("", None)}
    if isinstance(data, list):
        return [without_ids(item) for item in data]
    return data
