"""Atom feed of programmes by the day they were last changed."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from projects.models import Programme

NEWEST = 30


class ProgrammeFeed(Feed):
    """Programmes that were added or changed, newest first."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return gettext("Smart-city programmes: what changed")

    subtitle = title

    def link(self) -> str:
        return reverse("projects:list")

    def items(self) -> list[Programme]:
        return list(
            Programme.objects.published()
            .select_related("unit", "city")
            .order_by("-updated_at", "slug")[:NEWEST]
        )

    def item_title(self, item: Programme) -> str:
        return f"{item.place_name}: {item.in_language('title').text}"

    def item_description(self, item: Programme) -> str:
        return item.in_language("status").text

    def item_updateddate(self, item: Programme) -> datetime:
        return item.updated_at

    def item_pubdate(self, item: Programme) -> datetime:
        return item.created_at


def feed_link() -> dict[str, str]:
    """What the footer and /feeds/ show."""
    return {"label": gettext("Programmes: what changed"), "url": reverse("projects:feed")}
