"""Smart-city cases of the world: results apart from promoters' claims, lessons apart from both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from vkc.cms.addresses import address_of
from vkc.cms.blocks import PointsBlock
from vkc.cms.choices import Capital, CityForm, CitySize, Country, Trait
from vkc.cms.facets import facet_groups
from vkc.cms.lists import page_of
from vkc.cms.models.base import SOURCES_PANEL, PortalPage
from vkc.core.fields import NFCCharField, NFCTextField


class CaseIndexPage(PortalPage):
    """All cases, narrowed by what the reader's own city is like."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CaseStudyPage"]
    max_count_per_parent = 1
    template = "cms/case_index.html"

    class Meta:
        verbose_name = _("list of cases")
        verbose_name_plural = _("lists of cases")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        rows = CaseStudyPage.objects.live().descendant_of(self).order_by("path")
        cases = list(rows.prefetch_related("topics"))
        groups, shown = facet_groups(request.GET, cases)
        context["facets"] = groups
        context["chosen_count"] = sum(o["is_selected"] for g in groups for o in g["options"])
        context["list_page"] = page_of(request, shown, per_page=30)
        for row in context["list_page"]:
            row.list_url = address_of(row, request)
            row.list_meta = [{"value": row.city}, {"value": row.get_country_display()}]
        context["total"] = len(cases)
        return context


class CaseStudyPage(PortalPage):
    """One case, as far as the excerpts that were read tell it."""

    country = models.CharField(_("country or territory"), max_length=2, choices=Country.choices)
    city = NFCCharField(_("city"), max_length=100)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_note = NFCCharField(_("what the population counts"), max_length=300, blank=True)
    period = NFCCharField(_("period"), max_length=200, blank=True)
    topics = ParentalManyToManyField(
        "topics.Topic", verbose_name=_("topics"), blank=True, related_name="cases"
    )
    form = models.CharField(_("kind of place"), max_length=20, blank=True, choices=CityForm.choices)
    size = models.CharField(_("size"), max_length=20, blank=True, choices=CitySize.choices)
    capital = models.CharField(_("cost"), max_length=20, blank=True, choices=Capital.choices)
    traits = ArrayField(
        models.CharField(max_length=20, choices=Trait.choices),
        verbose_name=_("characteristics"),
        default=list,
        blank=True,
    )
    lead = NFCCharField(_("who led"), max_length=150, blank=True)
    is_short = models.BooleanField(_("short entry: little was read"), default=False)
    problem = NFCTextField(_("problem"), blank=True)
    solution = NFCTextField(_("solution"), blank=True)
    governance = NFCTextField(_("governance and finance"), blank=True)
    results = StreamField(PointsBlock(), verbose_name=_("results a source states"), blank=True)
    claims_by_promoter = StreamField(
        PointsBlock(), verbose_name=_("claims by the promoter"), blank=True
    )
    caveats = StreamField(PointsBlock(), verbose_name=_("caveats"), blank=True)
    lessons = StreamField(PointsBlock(), verbose_name=_("lessons for Viet Nam"), blank=True)

    content_panels = [
        *PortalPage.content_panels,
        FieldRowPanel([FieldPanel("country"), FieldPanel("city"), FieldPanel("period")]),
        FieldRowPanel([FieldPanel("population"), FieldPanel("population_note")]),
        FieldPanel("problem"),
        FieldPanel("solution"),
        FieldPanel("governance"),
        FieldPanel("results"),
        FieldPanel("claims_by_promoter"),
        FieldPanel("caveats"),
        FieldPanel("lessons"),
        MultiFieldPanel(
            [
                FieldPanel("topics"),
                FieldPanel("form"),
                FieldPanel("size"),
                FieldPanel("capital"),
                FieldPanel("lead"),
                FieldPanel("traits"),
                FieldPanel("is_short"),
            ],
            heading=_("For finding a city like one's own"),
        ),
        SOURCES_PANEL,
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("problem"),
        index.SearchField("solution"),
    ]

    parent_page_types = ["cms.CaseIndexPage"]
    subpage_types: list[str] = []
    template = "cms/case_page.html"

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["sources"] = list(self.fact_sources.all())
        topics = list(self.topics.all())
        context["topic_chips"] = [
            {"label": topic.name, "url": topic.get_absolute_url()} for topic in topics
        ]
        context["facts"] = self.facts()
        context["population_note"] = self.in_its_language(self.population_note)
        context["population_label"] = _("Population")
        context["parts"] = [
            {"title": _("Problem"), "text": self.problem},
            {"title": _("Solution"), "text": self.solution},
            {"title": _("Governance and finance"), "text": self.governance},
        ]
        return context

    def facts(self) -> list[dict[str, Any]]:
        """What is known about the place, gaps shown as gaps."""
        return [
            {"label": _("Country or territory"), "value": self.get_country_display()},
            {"label": _("City"), "value": self.city},
            {"label": _("Period"), "value": self.in_its_language(self.period)},
            {"label": _("Kind of place"), "value": self.get_form_display()},
            {"label": _("Size"), "value": self.get_size_display()},
            {"label": _("Cost"), "value": self.get_capital_display()},
            {"label": _("Who led"), "value": self.in_its_language(self.lead)},
            {"label": _("Characteristics"), "value": ", ".join(self.trait_labels())},
        ]

    def in_its_language(self, text: str) -> str:
        """A text of the body, marked with its language where that is not the page's."""
        if text and self.body_language:
            return format_html('<span lang="{}">{}</span>', self.body_language, text)
        return text

    def trait_labels(self) -> list[str]:
        return [str(Trait(code).label) for code in self.traits]

    def facet_values(self) -> dict[str, Iterable[str]]:
        """The values by which the list is narrowed."""
        return {
            "country": [self.country],
            "form": [self.form],
            "size": [self.size],
            "capital": [self.capital],
            "trait": self.traits,
            "topic": [topic.key for topic in self.topics.all()],
        }
