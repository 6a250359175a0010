"""Atom feeds: newly published documents (all, or those a filter finds), and what changed."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.api import DocumentsAsked, documents_of
from guidelines.choices import LegalStatus
from guidelines.forms import LibraryForm
from guidelines.legal import legal_ruling
from guidelines.listing import Asked
from guidelines.models import Change, Document
from guidelines.presentation import short_day, status_sentence
from guidelines.querysets import DocumentQuerySet
from guidelines.text_of_day import text_on
from guidelines.views.documents import asked_by
from guidelines.views.finding import day_of

NEWEST = 30


class LibraryFeed(Feed):
    """What the feeds of the library share: Atom, in the language of the address."""

    feed_type = Atom1Feed

    @property
    def language(self) -> str:
        return get_language() or "vi"


class NewDocumentsFeed(LibraryFeed):
    """The documents published last among those that the filter of the address finds."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> tuple[Asked, str]:
        form = LibraryForm(request.GET)
        asked = asked_by(form)
        if form.errors:
            raise BadRequest(" ".join(text for texts in form.errors.values() for text in texts))
        return asked, request.GET.urlencode()

    def title(self, obj: tuple[Asked, str]) -> str:
        return _("VKC: newly published documents")

    def subtitle(self, obj: tuple[Asked, str]) -> str:
        return _("Documents on smart cities as they enter the guideline library.")

    def link(self, obj: tuple[Asked, str]) -> str:
        return reverse("guidelines:list") + (f"?{obj[1]}" if obj[1] else "")

    def feed_url(self, obj: tuple[Asked, str]) -> str:
        return reverse("guidelines:feed") + (f"?{obj[1]}" if obj[1] else "")

    def items(self, obj: tuple[Asked, str]) -> Any:
        return found_by(obj[0]).order_by("-first_published_at", "-issued_on", "pk")[:NEWEST]

    def item_title(self, item: Document) -> str:
        return f"{item.get_kind_display()} {item.number}: {item.title}"

    def item_description(self, item: Document) -> str:
        return item.citation

    def item_categories(self, item: Document) -> list[str]:
        return [str(LegalStatus(item.status_on_day).label)]

    def item_pubdate(self, item: Document) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Document) -> datetime | None:
        return item.last_published_at

    def item_author_name(self, item: Document) -> str:
        return item.issuer.name


def found_by(asked: Asked) -> DocumentQuerySet:
    """What the library's filter finds, as a query that can be ordered by publication."""
    chosen = {name: asked.chosen[name] for name in ("kind", "issuer", "topic", "status")}
    found = documents_of(DocumentsAsked(as_of=asked.on, q=asked.q, **chosen))
    year = asked.chosen["year"]
    if not year:
        return found
    if year.isascii() and year.isdigit() and 1 <= int(year) <= 9999:
        return found.filter(issued_on__year=int(year))
    return found.filter(issued_on=None)


class ChangesFeed(LibraryFeed):
    """What changed in the library, with the note to readers."""

    def title(self) -> str:
        return _("VKC: changes of the guideline library")

    def link(self) -> str:
        return reverse("guidelines:changes")

    def feed_url(self) -> str:
        return reverse("guidelines:changes_feed")

    def items(self) -> Any:
        return Change.objects.readable().select_related("document__issuer")[:NEWEST]

    def item_title(self, item: Change) -> str:
        return f"{item.document}: {item.get_kind_display()}"

    def item_description(self, item: Change) -> str:
        return item.in_language("note").text

    def item_link(self, item: Change) -> str:
        return item.document.get_absolute_url()

    def item_guid(self, item: Change) -> str:
        return f"tag:vkc,2026:change-{item.pk}"

    def item_pubdate(self, item: Change) -> datetime:
        return item.at

    def item_updateddate(self, item: Change) -> datetime:
        return item.at


class DocumentFeed(ChangesFeed):
    """What changed in one document; the subtitle says whether it holds today, why, and in which text."""

    def get_object(
        self, request: HttpRequest, kind: str, number: str, day: str, **kwargs: Any
    ) -> Document:
        found = Document.objects.readable().at_address(kind=kind, number_slug=number)
        if "issuer" in request.GET:
            found = found.filter(issuer__key=request.GET["issuer"][:80])
        documents = list(found.on_day(day_of(day)).with_relations()[:2])
        if len(documents) != 1:
            raise Http404
        return documents[0]

    def title(self, obj: Document) -> str:
        return _("VKC: changes of %(document)s") % {"document": obj}

    def subtitle(self, obj: Document) -> str:
        ruling = legal_ruling(obj, on=timezone.localdate())
        said = f"{LegalStatus(ruling.status).label}. {status_sentence(obj, ruling)}"
        text = text_on(obj, timezone.localdate(), self.language).version
        if text is None:
            return said
        day = short_day(text.valid_from)
        return f"{said} {_('Text valid from %(day)s') % {'day': day}}."

    def link(self, obj: Document) -> str:
        return obj.get_absolute_url()

    def feed_url(self, obj: Document) -> str:
        return reverse("guidelines:document_feed", args=[obj.kind, obj.number_slug, obj.day_part])

    def items(self, obj: Document) -> Any:
        return Change.objects.readable().filter(document=obj).select_related("document__issuer")


def feed_link() -> dict[str, str]:
    """For the footer and the page of feeds."""
    return {"label": _("Newly published documents"), "url": reverse("guidelines:feed")}


def changes_feed_link() -> dict[str, str]:
    """For the footer and the page of feeds."""
    return {
        "label": _("Changes of the guideline library"),
        "url": reverse("guidelines:changes_feed"),
    }
