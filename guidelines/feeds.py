"""Atom feed of newly published documents."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.models import Document

NEWEST = 30


class NewDocumentsFeed(Feed):
    """The documents published last, in the language of the address."""

    feed_type = Atom1Feed

    @property
    def language(self) -> str:
        return get_language() or "vi"

    def title(self) -> str:
        return _("VKC: newly published documents")

    def subtitle(self) -> str:
        return _("Documents on smart cities as they enter the guideline library.")

    def link(self) -> str:
        return reverse("guidelines:list")

    def feed_url(self) -> str:
        return reverse("guidelines:feed")

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        return None

    def items(self) -> Any:
        return (
            Document.objects.published()
            .select_related("issuer")
            .order_by("-first_published_at", "-issued_on", "number_slug")[:NEWEST]
        )

    def item_title(self, item: Document) -> str:
        return f"{item.get_kind_display()} {item.number}: {item.title}"

    def item_description(self, item: Document) -> str:
        return item.citation

    def item_pubdate(self, item: Document) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Document) -> datetime | None:
        return item.last_published_at

    def item_author_name(self, item: Document) -> str:
        return item.issuer.name


def feed_link() -> dict[str, str]:
    """For the footer and the page of feeds."""
    return {"label": _("Newly published documents"), "url": reverse("guidelines:feed")}
