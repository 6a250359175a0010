"""Province-level units of both schemes, their dated types, succession and figures.

Keyed by (scheme, code): eight two-digit codes changed meaning on 01/07/2025.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import ReferenceBacked, SourceFields, Translated
from vkc.core.text import sort_key
from vkc.places.choices import Measure, Scheme, UnitKind
from vkc.places.querysets import UnitQuerySet


class Region(ReferenceBacked, Translated, models.Model):
    """A socio-economic region of one scheme (34: Resolution 306/NQ-CP of 05/10/2025)."""

    scheme = models.PositiveSmallIntegerField(_("scheme"), choices=Scheme.choices)
    code = models.CharField(_("code"), max_length=5)
    name_vi = NFCCharField(_("name"), max_length=100)
    name_en = NFCCharField(_("name in English"), max_length=100, blank=True)
    name_ko = NFCCharField(_("name in Korean"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["scheme", "order"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_region")]

    def __str__(self) -> str:
        return self.in_language("name").text


class Unit(ReferenceBacked, Translated, models.Model):
    """One province or centrally run city of one scheme."""

    scheme = models.PositiveSmallIntegerField(_("scheme"), choices=Scheme.choices)
    code = models.CharField(_("code"), max_length=2)
    name_vi = NFCCharField(_("name"), max_length=60)
    name_en = NFCCharField(_("name in English"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), null=True, on_delete=models.PROTECT, related_name="units"
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self", through="Succession", symmetrical=False, related_name="predecessors"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("province-level unit")
        verbose_name_plural = _("province-level units")
        ordering = ["scheme", "sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="one_unit_per_scheme_and_code"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name_vi)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("places:detail", args=[self.scheme, self.code])

    @property
    def name(self) -> str:
        """The name without its type. Korean readers get the Vietnamese name."""
        return (self.name_en or self.name_vi) if get_language() == "en" else self.name_vi

    @property
    def key(self) -> str:
        """`34:48`; the only safe key."""
        return f"{self.scheme}:{self.code}"

    def type_on(self, day: date | None = None) -> UnitType | None:
        """The dated type in force that day: Đồng Nai is a city only since 30/04/2026."""
        day = min(day or timezone.localdate(), self.valid_until or date.max)
        for row in self.types.all():
            if row.valid_from <= day and (row.valid_until is None or row.valid_until >= day):
                return row
        return None


class UnitType(SourceFields):
    """What a unit was called and was, from a day to a day."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="types")
    kind = models.CharField(_("type"), max_length=10, choices=UnitKind.choices)
    full_name_vi = NFCCharField(_("full name"), max_length=100)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="one_type_per_day")
        ]

    def __str__(self) -> str:
        return self.full_name_vi

    @property
    def full_name(self) -> str:
        """The official name in Vietnamese; for others the name with its type in their words."""
        if (get_language() or "vi") == "vi":
            return self.full_name_vi
        if self.kind == UnitKind.CITY:
            return _("%(name)s City") % {"name": self.unit.name}
        return _("%(name)s Province") % {"name": self.unit.name}


class Succession(models.Model):
    """A unit of the old scheme passed into one of the new."""

    predecessor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="passed_to")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="received_from")
    on = models.DateField(_("on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class UnitFigure(ReferenceBacked, SourceFields):
    """A figure of a unit with its year, basis and source. No row means not known, never zero."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="figures")
    measure = models.CharField(_("measure"), max_length=20, choices=Measure.choices)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    year = NFCCharField(_("year"), max_length=20)
    basis = NFCTextField(_("basis"), blank=True)

    class Meta:
        ordering = ["measure", "year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "measure", "year", "basis"], name="one_figure"),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.measure} {self.year}"


class FormerCity(ReferenceBacked, SourceFields, Translated):
    """A city under a province: a historical place since 01/07/2025, with who received it."""

    name_vi = NFCCharField(_("name"), max_length=80)
    name_en = NFCCharField(_("name in English"), max_length=80, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    sort_key = models.CharField(max_length=400, editable=False)
    province = models.ForeignKey(
        Unit, verbose_name=_("former province"), on_delete=models.PROTECT, related_name="cities"
    )
    received_by = models.ForeignKey(
        Unit,
        verbose_name=_("receiving unit"),
        on_delete=models.PROTECT,
        related_name="received_cities",
    )
    valid_until = models.DateField(_("until"), default=date(2025, 6, 30))
    note = NFCTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("former city under a province")
        verbose_name_plural = _("former cities under a province")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name_vi

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name_vi)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("places:city", args=[self.slug])


__all__ = ["FormerCity", "Measure", "Region", "Succession", "Unit", "UnitFigure", "UnitType"]
