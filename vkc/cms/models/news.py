"""News: short dated items with their sources."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from vkc.cms.addresses import address_of
from vkc.cms.blocks import BodyBlock
from vkc.cms.lists import page_of
from vkc.cms.models.base import SOURCES_PANEL, PortalPage
from vkc.core.templatetags.ui import vn_date


class NewsIndexPage(PortalPage):
    """The list of news, newest first."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count_per_parent = 1
    template = "cms/news_index.html"

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        rows = NewsPage.objects.live().descendant_of(self).order_by("-published_on", "-pk")
        context["list_page"] = page_of(request, rows.select_related("share_image"))
        for row in context["list_page"]:
            row.list_url = address_of(row, request)
        return context


class NewsPage(PortalPage):
    """One item of news. It tells what happened and when, and says who reported it."""

    published_on = models.DateField(_("day of the event"), default=timezone.localdate)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("body"),
        SOURCES_PANEL,
    ]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "cms/news_page.html"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        indexes = [models.Index(fields=["-published_on"])]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["sources"] = list(self.fact_sources.all())
        context["head_meta"] = [{"label": _("Date"), "value": vn_date(self.published_on)}]
        context["linked_data"] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title,
            "datePublished": self.published_on.isoformat(),
            "inLanguage": context["share"]["language"],
        }
        return context


def latest_news(*, language: str, limit: int) -> models.QuerySet[NewsPage]:
    """The newest items in one language."""
    rows = NewsPage.objects.live().filter(locale__language_code=language)
    return rows.order_by("-published_on", "-pk")[:limit]


__all__ = ["NewsIndexPage", "NewsPage", "latest_news"]
