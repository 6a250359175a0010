"""Partners: names in three languages, which side, what role, where that was read."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from vkc.cms.addresses import address_of
from vkc.cms.choices import Side
from vkc.cms.models.base import SOURCES_PANEL, PortalPage
from vkc.cms.sources import public_address
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.translated import in_its_language


class PartnerIndexPage(PortalPage):
    """Partners by side."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PartnerPage"]
    max_count_per_parent = 1
    template = "cms/partner_index.html"

    class Meta:
        verbose_name = _("list of partners")
        verbose_name_plural = _("lists of partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["groups"] = partner_groups(request)
        return context


class PartnerPage(PortalPage):
    """One organisation that takes part. A blank name is a name no source gave."""

    acronym = NFCCharField(_("acronym"), max_length=20, blank=True)
    name_vi = NFCCharField(_("name in Vietnamese"), max_length=200, blank=True)
    name_en = NFCCharField(_("name in English"), max_length=200, blank=True)
    name_ko = NFCCharField(_("name in Korean"), max_length=200, blank=True)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    role = NFCTextField(_("role"), blank=True)
    website = NFCCharField(_("website"), max_length=300, blank=True)

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("acronym"),
        FieldPanel("name_vi"),
        FieldPanel("name_en"),
        FieldPanel("name_ko"),
        FieldPanel("side"),
        FieldPanel("role"),
        FieldPanel("website"),
        SOURCES_PANEL,
    ]
    search_fields = [*PortalPage.search_fields, index.SearchField("role")]

    parent_page_types = ["cms.PartnerIndexPage"]
    subpage_types: list[str] = []
    template = "cms/partner_page.html"

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["sources"] = list(self.fact_sources.all())
        context["rows"] = [
            {"label": _("Acronym"), "value": self.acronym},
            {"label": _("Name in Vietnamese"), "value": in_its_language(self.name_vi, "vi")},
            {"label": _("Name in English"), "value": in_its_language(self.name_en, "en")},
            {"label": _("Name in Korean"), "value": in_its_language(self.name_ko, "ko")},
            {"label": _("Side"), "value": self.get_side_display()},
            {
                "label": _("Website"),
                "value": self.website,
                "url": public_address(self.website),
            },
        ]
        return context


def partner_groups(request: HttpRequest) -> list[dict[str, Any]]:
    """The partners in the reader's language, by side; sides without partners are left out."""
    found = PartnerPage.objects.live().filter(locale__language_code=get_language() or "vi")
    rows = list(found.order_by("path"))
    for row in rows:
        row.list_url = address_of(row, request)
    groups = [
        {"title": side.label, "partners": [row for row in rows if row.side == side]}
        for side in Side
    ]
    return [group for group in groups if group["partners"]]
