from django.contrib.sitemaps import Sitemap

from vkc.places.models import FormerCity, Unit


class UnitSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return Unit.objects.order_by("scheme", "code")


class CitySitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return FormerCity.objects.order_by("slug")
