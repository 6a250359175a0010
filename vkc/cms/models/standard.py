"""A plain page: about the data, accessibility, privacy and the like."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from vkc.cms.blocks import BodyBlock
from vkc.cms.models.base import SOURCES_PANEL, PortalPage


class StandardPage(PortalPage):
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("body"), SOURCES_PANEL]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]
    template = "cms/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["sources"] = list(self.fact_sources.all())
        return context
