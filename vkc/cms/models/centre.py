"""The centre: what is known about it, each fact with its sources, gaps and contradictions open."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from vkc.cms.blocks import FactsBlock, PointsBlock, TimelineBlock
from vkc.cms.models.base import PortalPage
from vkc.cms.models.partners import partner_groups
from vkc.cms.models.settings import SiteSettings
from vkc.core.fields import NFCCharField
from vkc.core.translated import in_its_language


class CentrePage(PortalPage):
    """Facts are editable rows; nothing about people or money is written in code."""

    name_vi = NFCCharField(_("name in Vietnamese"), max_length=200)
    name_en = NFCCharField(_("name in English"), max_length=200, blank=True)
    name_ko = NFCCharField(_("name in Korean"), max_length=200, blank=True)
    identity = StreamField(FactsBlock(), verbose_name=_("who the centre is"), blank=True)
    aims = StreamField(FactsBlock(), verbose_name=_("aims"), blank=True)
    figures = StreamField(FactsBlock(), verbose_name=_("period, money and space"), blank=True)
    timeline = StreamField(TimelineBlock(), verbose_name=_("timeline"), blank=True)
    facilities = StreamField(FactsBlock(), verbose_name=_("facilities"), blank=True)
    visiting = StreamField(FactsBlock(), verbose_name=_("visiting"), blank=True)
    outputs = StreamField(FactsBlock(), verbose_name=_("outputs"), blank=True)
    offices = StreamField(
        FactsBlock(),
        verbose_name=_("public offices"),
        blank=True,
        help_text=_("Office, who held it in the sources, and when that was."),
    )
    discrepancies = StreamField(PointsBlock(), verbose_name=_("where sources disagree"), blank=True)
    open_questions = StreamField(
        PointsBlock(), verbose_name=_("what no source has told yet"), blank=True
    )

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("name_vi"),
        FieldPanel("name_en"),
        FieldPanel("name_ko"),
        FieldPanel("identity"),
        FieldPanel("aims"),
        FieldPanel("figures"),
        FieldPanel("timeline"),
        FieldPanel("facilities"),
        FieldPanel("visiting"),
        FieldPanel("outputs"),
        FieldPanel("offices"),
        FieldPanel("discrepancies"),
        FieldPanel("open_questions"),
    ]

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.StandardPage"]
    max_count_per_parent = 1
    template = "cms/centre_page.html"

    class Meta:
        verbose_name = _("the centre")
        verbose_name_plural = _("the centre")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        details = SiteSettings.for_request(request)
        context["names"] = [
            {
                "label": in_its_language("Tiếng Việt", "vi"),
                "value": in_its_language(self.name_vi, "vi"),
            },
            {
                "label": in_its_language("English", "en"),
                "value": in_its_language(self.name_en, "en"),
            },
            {
                "label": in_its_language("한국어", "ko"),
                "value": in_its_language(self.name_ko, "ko"),
            },
        ]
        context["today"] = [
            {"label": _("Host today"), "value": details.in_language("host_name").text},
            {"label": _("Address"), "value": details.in_language("address").text},
            {"label": _("Telephone"), "value": details.phone},
        ]
        for name in ("identity", "figures", "visiting", "offices"):
            context[f"{name}_rows"] = fact_rows(getattr(self, name))
        context["partner_groups"] = partner_groups(request)
        context["timeline_entries"] = [
            {
                "date_label": entry.value["date_label"],
                "title": entry.value["text"],
                "sources": list(entry.value["sources"]),
            }
            for entry in self.timeline
        ]
        return context


def fact_rows(facts: Any) -> list[dict[str, Any]]:
    """Facts as the component of key and value takes them."""
    return [
        {
            "label": fact.value["label"],
            "value": fact.value["value"] or None,
            "note": fact.value["note"],
            "sources": list(fact.value["sources"]),
        }
        for fact in facts
    ]
