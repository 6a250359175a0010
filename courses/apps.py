from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import published, unpublished

        from courses import api, demo, feeds, loading, loading_rules, panels, search, sitemaps
        from courses.certificates import own_data as certificate_data
        from courses.imports import own_data
        from courses.nominations import own_data as nominee_data
        from vkc.core import registry
        from vkc.search import sources

        registry.nav_items.register(
            "courses", registry.NavItem(_("Courses"), "courses:list"), order=20
        )
        registry.home_panels.register("courses", panels.open_sessions, order=30)
        registry.related.register("courses", panels.related_courses, order=30)
        registry.my_cards.register("courses", panels.my_card, order=20)
        registry.my_cards.register("nominations", nominee_data.my_card, order=21)
        registry.my_data.register("courses", panels.my_data, order=50)
        registry.my_data.register("nominations", nominee_data.my_data, order=52)
        registry.my_data_erasers.register("nominations", nominee_data.erase_my_data, order=48)
        registry.my_data.register("certificates", certificate_data.my_data, order=51)
        registry.my_data_erasers.register("certificates", certificate_data.erase_my_data, order=49)
        registry.my_data_erasers.register("courses", panels.erase_my_data, order=50)
        registry.my_data.register("course-lists", own_data.my_lists, order=51)
        registry.my_data_erasers.register("course-lists", own_data.forget_registrar, order=51)
        registry.reference_loaders.register(
            "courses-rules", loading_rules.load_training_rules, order=49
        )
        registry.reference_loaders.register("courses", loading.load_courses, order=50)
        registry.demo_content.register(
            "courses", registry.DemoContent(load=demo.load, remove=demo.remove), order=50
        )
        registry.api_routers.register("courses", api.router, order=20)
        registry.sitemaps.register("courses", sitemaps.CourseSitemap, order=20)
        registry.sitemaps.register("sessions", sitemaps.SessionSitemap, order=21)
        registry.feeds.register("courses", feeds.feed_link, order=20)
        sources.register(search.SOURCE, order=20)
        published.connect(search.reindex, dispatch_uid="courses-published")
        unpublished.connect(search.reindex, dispatch_uid="courses-unpublished")
