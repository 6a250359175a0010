from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidelinesConfig(AppConfig):
    name = "guidelines"
    label = "guidelines"
    verbose_name = _("Guidelines")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guidelines import demo, ledger_offers, offers, publishing, searching
        from guidelines.api import router
        from guidelines.feeds import changes_feed_link, feed_link
        from guidelines.reference import load_reference_data
        from guidelines.sitemaps import DocumentSitemap, LedgerSitemap
        from vkc.core import registry
        from vkc.search import sources

        registry.nav_items.register(
            "guidelines", registry.NavItem(_("Guidelines"), "guidelines:list"), order=10
        )
        registry.home_panels.register("guidelines", offers.home_panel, order=20)
        registry.related.register("guidelines", offers.topic_panel, order=20)
        registry.feeds.register("guidelines", feed_link, order=10)
        registry.feeds.register("guideline-changes", changes_feed_link, order=11)
        registry.api_routers.register("guidelines", router, order=10)
        registry.sitemaps.register("guidelines", DocumentSitemap, order=10)
        registry.sitemaps.register("guideline-ledgers", LedgerSitemap, order=11)
        registry.demo_content.register(
            "guidelines", registry.DemoContent(demo.load, demo.remove), order=40
        )
        registry.reference_loaders.register("guidelines", load_reference_data, order=40)
        sources.register(searching.document_source, order=10)
        sources.register(searching.provision_source, order=15)
        registry.related.register("guidelines-ledgers", ledger_offers.document_panel, order=10)
        registry.related.register("guidelines-preparations", ledger_offers.unit_panel, order=15)
        registry.province_preparations.register("guidelines", ledger_offers.preparations_of)
        publishing.connect()
