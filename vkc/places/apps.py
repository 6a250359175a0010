from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "vkc.places"
    label = "places"
    verbose_name = _("Places")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vkc.core import registry
        from vkc.core.registry import NavItem
        from vkc.places.services import load_places
        from vkc.places.sitemaps import CitySitemap, UnitSitemap

        registry.reference_loaders.register("places", load_places, order=10)
        registry.nav_items.register("places", NavItem(_("Places"), "places:list"), order=35)
        registry.sitemaps.register("units", UnitSitemap, order=50)
        registry.sitemaps.register("cities", CitySitemap, order=51)
