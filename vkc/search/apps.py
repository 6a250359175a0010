from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def rebuild_after_loading() -> list[Any]:
    """The last loader: what reference files brought is found at once."""
    from vkc.search import services

    services.rebuild()
    return []


class SearchConfig(AppConfig):
    name = "vkc.search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vkc.core import registry
        from vkc.search.places import register_places

        register_places()
        registry.reference_loaders.register("search", rebuild_after_loading, order=1000)
