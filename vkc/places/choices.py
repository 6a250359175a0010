from django.db import models
from django.utils.translation import gettext_lazy as _


class Scheme(models.IntegerChoices):
    """The two province-level schemes: 63 units until 30/06/2025, 34 since 01/07/2025."""

    OLD = 63, _("63 units (until 30/06/2025)")
    NEW = 34, _("34 units (since 01/07/2025)")


class UnitKind(models.TextChoices):
    PROVINCE = "province", _("province")
    CITY = "city", _("centrally run city")


class Measure(models.TextChoices):
    POPULATION = "population", _("population")
    AREA = "area_km2", _("area")
    COMMUNES = "communes", _("commune-level units")
    DENSITY = "density", _("population density")


ADDITIVE = frozenset({Measure.POPULATION, Measure.AREA, Measure.COMMUNES})
