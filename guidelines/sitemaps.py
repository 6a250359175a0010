from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from guidelines.choices import DocumentState
from guidelines.models import Document, Ledger


class DocumentSitemap(Sitemap):
    """Every published document, in each language."""

    i18n = True
    alternates = True
    changefreq = "monthly"

    def items(self):
        return (
            Document.objects.published()
            .order_by("pk")
            .only("kind", "number_slug", "issued_on", "last_published_at")
        )

    def lastmod(self, item: Document):
        return item.last_published_at


class LedgerSitemap(Sitemap):
    """The ledgers of documents that readers may open, in each language."""

    i18n = True
    alternates = True
    changefreq = "monthly"

    def items(self):
        return Ledger.objects.filter(document__state=DocumentState.PUBLISHED).order_by("pk")

    def location(self, item: Ledger) -> str:
        return reverse("guidelines:ledger", args=[item.key])
