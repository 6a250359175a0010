"""Events: what took place or will, where, and who organised it."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.search import index

from vkc.cms.addresses import address_of
from vkc.cms.blocks import BodyBlock
from vkc.cms.lists import page_of
from vkc.cms.models.base import SOURCES_PANEL, PortalPage
from vkc.core.fields import NFCCharField
from vkc.core.templatetags.ui import vn_date


class EventIndexPage(PortalPage):
    """Events to come, then those that took place."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.EventPage"]
    max_count_per_parent = 1
    template = "cms/event_index.html"

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        rows = EventPage.objects.live().descendant_of(self).order_by("-starts_on", "-pk")
        context["list_page"] = page_of(request, rows)
        today = timezone.localdate()
        for row in context["list_page"]:
            row.list_url = address_of(row, request)
            row.over = row.is_over(today)
        return context


class EventPage(PortalPage):
    """One event."""

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    starts_at = models.TimeField(_("hour"), null=True, blank=True)
    place = NFCCharField(_("place"), max_length=200, blank=True)
    organisers = NFCCharField(_("organisers"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *PortalPage.content_panels,
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("starts_at")]),
        FieldPanel("place"),
        FieldPanel("organisers"),
        FieldPanel("body"),
        SOURCES_PANEL,
    ]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    parent_page_types = ["cms.EventIndexPage"]
    subpage_types: list[str] = []
    template = "cms/event_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="event_ends_after_it_begins",
                violation_error_message=_("The last day cannot come before the first."),
            )
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["sources"] = list(self.fact_sources.all())
        context["rows"] = self.facts()
        context["linked_data"] = {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": self.title,
            "startDate": self.starts_on.isoformat(),
            "endDate": (self.ends_on or self.starts_on).isoformat(),
            "inLanguage": context["share"]["language"],
        }
        return context

    def facts(self) -> list[dict[str, Any]]:
        """When, where and by whom."""
        days = vn_date(self.starts_on)
        if self.ends_on and self.ends_on != self.starts_on:
            days = f"{days} – {vn_date(self.ends_on)}"
        return [
            {"label": _("Date"), "value": days},
            {"label": _("Hour"), "value": time_format(self.starts_at) if self.starts_at else None},
            {"label": _("Place"), "value": self.place},
            {"label": _("Organisers"), "value": self.organisers},
        ]

    def is_over(self, day: date) -> bool:
        """True once the last day has passed."""
        return (self.ends_on or self.starts_on) < day
