from django.contrib.sitemaps import Sitemap

from courses.models import Course, Session


class CourseSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return Course.objects.published().filter(is_demo=False).order_by("pk")

    def lastmod(self, item: Course):
        return item.updated_at


class SessionSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return Session.objects.published().filter(is_demo=False).order_by("pk")

    def lastmod(self, item: Session):
        return item.updated_at
