"""The one taxonomy that guidelines, courses, programmes and cases share."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import ReferenceBacked, Translated


class Pillar(models.TextChoices):
    """The three pillars of Decision 950: smart planning, management, services."""

    PLANNING = "planning", _("Smart city planning")
    MANAGEMENT = "management", _("Smart city building and management")
    SERVICES = "services", _("Smart city services")


class Topic(ReferenceBacked, Translated, models.Model):
    """One focus area, under one pillar; `key` is the stable word the data files use."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    pillar = models.CharField(_("pillar"), max_length=12, choices=Pillar.choices)
    name_vi = NFCCharField(_("name"), max_length=120)
    name_en = NFCCharField(_("name in English"), max_length=120)
    name_ko = NFCCharField(_("name in Korean"), max_length=120)
    description_vi = NFCTextField(_("description"), blank=True)
    description_en = NFCTextField(_("description in English"), blank=True)
    description_ko = NFCTextField(_("description in Korean"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topics:detail", args=[self.key])

    @property
    def name(self) -> str:
        return self.in_language("name").text
