from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "projects"
    label = "projects"
    verbose_name = _("Programmes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import published, unpublished

        from projects import feeds, panels, receivers, searching, sitemaps
        from projects.models import Programme
        from projects.services import load_projects
        from vkc.core import registry
        from vkc.search.sources import register

        nav = registry.NavItem(_("Programmes"), "projects:list", "programmes/")
        registry.nav_items.register("projects", nav, order=30)
        registry.home_panels.register("projects.map", panels.home_map, order=10)
        registry.home_panels.register("projects.lately", panels.home_lately, order=40)
        registry.related.register("projects", panels.related_programmes, order=30)
        registry.reference_loaders.register("projects", load_projects, order=60)
        registry.sitemaps.register("programmes", sitemaps.ProgrammeSitemap, order=40)
        registry.feeds.register("projects", feeds.feed_link, order=30)
        register(searching.SOURCE, order=30)
        published.connect(receivers.follow_publication, sender=Programme)
        unpublished.connect(receivers.follow_publication, sender=Programme)
