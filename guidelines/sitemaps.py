from django.contrib.sitemaps import Sitemap

from guidelines.models import Document


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
