from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "vkc.cms"
    label = "cms"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vkc.cms import signals
        from vkc.cms.feeds import offer_news_feed
        from vkc.cms.models.settings import site_details
        from vkc.cms.report_words import name_report_filters
        from vkc.cms.search_sources import register_sources
        from vkc.cms.services.reference import load_pages
        from vkc.core import registry
        from vkc.core.registry import NavItem

        registry.nav_items.register("cases", NavItem(_("Cases"), "", "cases/"), order=40)
        registry.nav_items.register("news", NavItem(_("News"), "", "news/"), order=50)
        registry.nav_items.register("centre", NavItem(_("The centre"), "", "centre/"), order=60)
        registry.feeds.register("news", offer_news_feed, order=50)
        registry.reference_loaders.register("cms", load_pages, order=80)
        registry.site_details.register("cms", site_details)
        register_sources()
        name_report_filters()
        signals.connect()
