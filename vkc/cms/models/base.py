"""What every page of ours has: a summary, sources, its language, its translations."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from vkc.cms.addresses import address_of
from vkc.cms.choices import LANGUAGES
from vkc.cms.sources import public_address
from vkc.core.fields import NFCTextField
from vkc.core.models import ReferenceBacked, SourceFields


class PageSource(SourceFields, Orderable):
    """Where what a page says was read."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="fact_sources")

    panels = [
        FieldPanel("title"),
        FieldPanel("url"),
        FieldPanel("supports"),
        FieldPanel("retrieved_on"),
        FieldPanel("confidence"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    @property
    def public_url(self) -> str:
        return public_address(self.url)


SOURCES_PANEL = InlinePanel("fact_sources", label=_("source"), heading=_("sources"))


class PortalPage(ReferenceBacked, Page):
    """Abstract page. `text_language` names the language of the body where it is not the page's."""

    summary = NFCTextField(
        _("summary"), blank=True, help_text=_("One or two sentences for lists and search engines.")
    )
    text_language = models.CharField(
        _("language of the text"),
        max_length=2,
        blank=True,
        choices=[("vi", "Tiếng Việt"), ("en", "English"), ("ko", "한국어")],
        help_text=_("Only where the body is not yet in the language of this page."),
    )
    share_image = models.ForeignKey(
        "cms.PortalImage",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown in lists and when the page is shared."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("share_image"),
                FieldPanel("text_language"),
            ],
            heading=_("Address, search engines and sharing"),
        )
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    exclude_fields_in_copy = ["reference_key", "reference_digest"]
    show_in_menus_default = False
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.language_urls = self.language_urls(request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumb_items"] = self.breadcrumb(request)
        context["canonical_path"] = address_of(self, request) or request.path
        context["share"] = self.share(request)
        return context

    def language_urls(self, request: HttpRequest) -> dict[str, str]:
        """This page in each language; the home of a language where it is not translated."""
        urls = {code: f"/{code}/" for code in LANGUAGES}
        for page in Page.objects.live().filter(translation_key=self.translation_key):
            url = address_of(page, request)
            if url:
                urls[url.split("/")[1]] = url
        return urls

    def breadcrumb(self, request: HttpRequest) -> list[dict[str, str]]:
        """The pages above this one, without the home, and this one."""
        above = []
        if self.depth > 3:
            parents = self.get_ancestors().filter(depth__gte=3)
            above = [{"label": page.title, "url": address_of(page, request)} for page in parents]
        return [*above, {"label": self.title}]

    def share(self, request: HttpRequest) -> dict[str, Any]:
        """What a shared link shows."""
        found = {
            "title": self.seo_title or self.title,
            "description": self.search_description or self.summary or self.title,
            "language": get_language() or "vi",
            "image": None,
        }
        if self.share_image_id:
            found["image"] = self.share_image.get_rendition("fill-1200x630|format-jpeg")
        return found

    @property
    def body_language(self) -> str:
        """The language of the body, or an empty string where it is the page's own."""
        return self.text_language if self.text_language != (get_language() or "vi") else ""
