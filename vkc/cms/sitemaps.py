"""The map of the site: our pages and what every app registered, in three languages."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from vkc.cms.addresses import address_of
from vkc.cms.choices import LANGUAGES
from vkc.core.registry import sitemaps


class PageSitemap(Sitemap):
    """Every published page, with its translations as alternates."""

    limit = 10000

    def items(self) -> list[Page]:
        rows = Page.objects.live().public().filter(depth__gte=2).order_by("path")
        return list(rows.select_related("locale"))

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list:
        rows = self.paginator.page(page).object_list
        found = [(row, address_of(row)) for row in rows]
        versions: dict[Any, list[dict[str, str]]] = {}
        for row, url in found:
            if url:
                alternate = {"location": base() + url, "lang_code": row.locale.language_code}
                versions.setdefault(row.translation_key, []).append(alternate)
        return [
            {
                "item": row,
                "location": base() + url,
                "lastmod": row.last_published_at,
                "changefreq": None,
                "priority": "",
                "alternates": versions[row.translation_key],
            }
            for row, url in found
            if url
        ]


def base() -> str:
    """The public address of the portal without a slash at the end."""
    return settings.PUBLIC_URL.rstrip("/")


def all_sitemaps() -> dict[str, Any]:
    """Ours and the others', the others' in all languages with alternates."""
    found: dict[str, Any] = {"pages": PageSitemap}
    for key, item in sitemaps.items():
        found[key] = in_all_languages(item)
    return found


def in_all_languages(item: Any) -> Sitemap:
    """An instance that names each address in each language."""
    shown = item() if isinstance(item, type) else item
    shown.i18n = True
    shown.languages = list(LANGUAGES)
    shown.alternates = True
    shown.get_domain = lambda site=None: base().split("://", 1)[1]
    shown.protocol = base().split("://", 1)[0]
    return shown
