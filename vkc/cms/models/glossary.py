"""The words of the portal, the same term everywhere, in three languages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from vkc.cms.models.base import PortalPage
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import ReferenceBacked, Translated
from vkc.core.text import slug_text


class GlossaryTerm(ReferenceBacked, Translated, models.Model):
    """One term. Vietnamese is always there; another language may still be missing."""

    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    term_vi = NFCCharField(_("term in Vietnamese"), max_length=150)
    term_en = NFCCharField(_("term in English"), max_length=150, blank=True)
    term_ko = NFCCharField(_("term in Korean"), max_length=150, blank=True)
    definition_vi = NFCTextField(_("explanation in Vietnamese"), blank=True)
    definition_en = NFCTextField(_("explanation in English"), blank=True)
    definition_ko = NFCTextField(_("explanation in Korean"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("term_vi"),
        FieldPanel("term_en"),
        FieldPanel("term_ko"),
        FieldPanel("definition_vi"),
        FieldPanel("definition_en"),
        FieldPanel("definition_ko"),
        FieldPanel("slug"),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["order", "term_vi"]

    def __str__(self) -> str:
        return self.term_vi

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slug_text(self.term_vi)
        super().save(*args, **kwargs)


class GlossaryPage(PortalPage):
    """All terms on one page, each with an anchor."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "cms/glossary_page.html"

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["terms"] = list(GlossaryTerm.objects.all())
        return context
