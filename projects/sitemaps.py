from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from projects.models import Programme


class ProgrammeSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self) -> QuerySet[Programme]:
        return Programme.objects.published().order_by("slug")

    def lastmod(self, item: Programme) -> datetime:
        return item.updated_at
