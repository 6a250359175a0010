from django.contrib.sitemaps import Sitemap

from vkc.topics.models import Topic


class TopicSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return Topic.objects.order_by("order")
