"""What of the pages can be found; each page exists in its own language only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from vkc.cms.addresses import address_of
from vkc.cms.models import (
    CaseStudyPage,
    CentrePage,
    EventPage,
    GlossaryPage,
    NewsPage,
    PartnerPage,
    StandardPage,
)
from vkc.search import sources
from vkc.search.sources import Draft, Source

SOURCES = (
    ("case", _("Case"), CaseStudyPage),
    ("news", _("News"), NewsPage),
    ("event", _("Event"), EventPage),
    ("partner", _("Partner"), PartnerPage),
    ("page", _("Page"), StandardPage),
    ("centre", _("The centre"), CentrePage),
    ("glossary", _("Glossary"), GlossaryPage),
)
FOUND_MODELS = tuple(model for _type, _label, model in SOURCES)


def register_sources() -> None:
    """One source for each type of page that holds something to read."""
    for order, (kind, label, model) in enumerate(SOURCES, start=60):
        source = Source(kind, label, model, rows=_rows_of(model), describe=describe)
        sources.register(source, order=order)


def describe(page: Page) -> Draft | None:
    """The page as the index needs it, or None where readers may not see it."""
    url = address_of(page) if page.live else None
    if not url:
        return None
    language, path = url.lstrip("/").split("/", 1)
    topics = page.topics.all() if isinstance(page, CaseStudyPage) else []
    return Draft(
        titles={language: page.title, "vi": page.title},
        bodies={language: body_of(page), "vi": body_of(page)},
        path=path,
        language=language,
        day=day_of(page),
        topics=tuple(topic.key for topic in topics),
    )


def body_of(page: Page) -> str:
    """All text of a page, one piece a line."""
    pieces = [page.summary]
    for name in ("role", "problem", "solution", "governance", "name_en", "name_ko", "acronym"):
        pieces.append(getattr(page, name, "") or "")
    for name in STREAMS:
        stream = getattr(page, name, None)
        if stream:
            pieces.extend(stream.stream_block.get_searchable_content(stream))
    return "\n".join(str(piece) for piece in pieces if piece)


STREAMS = (
    "body",
    "results",
    "claims_by_promoter",
    "caveats",
    "lessons",
    "aims",
    "facilities",
    "outputs",
    "timeline",
)


def day_of(page: Page) -> date | None:
    """The day a reader would look for."""
    return getattr(page, "published_on", None) or getattr(page, "starts_on", None)


def _rows_of(model: type[Page]) -> Any:
    def rows() -> Iterable[Page]:
        found = model.objects.live().public()
        return found.prefetch_related("topics") if model is CaseStudyPage else found

    return rows
