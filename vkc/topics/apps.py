from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "vkc.topics"
    label = "topics"
    verbose_name = _("Topics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vkc.core import registry
        from vkc.topics.loading import load_topics
        from vkc.topics.sitemaps import TopicSitemap

        registry.reference_loaders.register("topics", load_topics, order=20)
        registry.sitemaps.register("topics", TopicSitemap, order=60)
