"""The home: what is new in every domain, gathered through the registry."""

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from vkc.cms.addresses import address_of
from vkc.cms.models.base import PortalPage
from vkc.core.fields import NFCCharField
from vkc.core.registry import home_panels

HERO = "projects.map"


class HomePage(PortalPage):
    """The front page of one language."""

    lede = NFCCharField(_("one sentence: what this is"), max_length=300)
    example_queries = NFCCharField(
        _("search examples"),
        max_length=200,
        blank=True,
        help_text=_("Three that give results, parted by |"),
    )
    featured_case = models.ForeignKey(
        "cms.CaseStudyPage",
        verbose_name=_("a case worth learning from"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("lede"),
        FieldPanel("example_queries"),
        FieldPanel("featured_case"),
    ]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.NewsIndexPage",
        "cms.EventIndexPage",
        "cms.CaseIndexPage",
        "cms.PartnerIndexPage",
        "cms.CentrePage",
        "cms.GlossaryPage",
        "cms.ContactPage",
        "cms.StandardPage",
    ]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        offers = [(key, offer) for key, offer in home_panels.items()]
        hero = next((offer(request) for key, offer in offers if key == HERO), None)
        context["hero"] = hero.context if hero else None
        found = [offer(request) for key, offer in offers if key != HERO]
        context["panels"] = [panel for panel in found if panel is not None]
        context["search_url"] = self._search_url()
        context["examples"] = self.examples(context["search_url"])
        context["case"] = self._case(request)
        return context

    def language_urls(self, request: HttpRequest) -> dict[str, str]:
        return {code: f"/{code}/" for code in ("vi", "en", "ko")}

    def breadcrumb(self, request: HttpRequest) -> list[dict[str, str]]:
        return []

    def examples(self, search_url: str) -> list[dict[str, str]]:
        """Three searches that give results."""
        words = [word.strip() for word in self.example_queries.split("|") if word.strip()]
        return [{"label": w, "url": f"{search_url}?{urlencode({'q': w})}"} for w in words]

    def _search_url(self) -> str:
        try:
            return reverse("search:results")
        except NoReverseMatch:
            return ""

    def _case(self, request: HttpRequest) -> dict[str, Any] | None:
        page = self.featured_case if self.featured_case_id else None
        if page is None or not page.live:
            return None
        url = address_of(page, request)
        # The index stands one step above the case; asking for it would be one more query.
        return {
            "page": page,
            "url": url,
            "index_url": url.rstrip("/").rpartition("/")[0] + "/",
            "lessons": list(page.lessons)[:2],
        }
