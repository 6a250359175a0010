"""Atom feeds of the pages."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vkc.cms.addresses import address_of
from vkc.cms.models import NewsPage, latest_news

NEWEST = 30


class NewsFeed(Feed):
    """News in the language of the address."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("VKC: news")

    def subtitle(self) -> str:
        return _("News of the Vietnam–Korea Cooperation Centre for Smart City.")

    def link(self) -> str:
        return f"{settings.PUBLIC_URL}/{get_language()}/news/"

    def feed_url(self) -> str:
        return settings.PUBLIC_URL + reverse("cms:news_feed")

    def items(self) -> Any:
        return latest_news(language=get_language() or "vi", limit=NEWEST)

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.summary

    def item_link(self, item: NewsPage) -> str:
        return settings.PUBLIC_URL + (address_of(item) or "/")

    def item_guid(self, item: NewsPage) -> str:
        return f"urn:uuid:{item.translation_key}:{get_language()}"

    def item_pubdate(self, item: NewsPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.published_on, time(0)))

    def item_updateddate(self, item: NewsPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)


def offer_news_feed() -> dict[str, str]:
    """For the list of feeds and the footer."""
    return {"label": _("News"), "url": reverse("cms:news_feed")}
