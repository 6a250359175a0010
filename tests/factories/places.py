"""A few places: units of either scheme, their figures, a former city."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from vkc.places.choices import Measure, Scheme, UnitKind
from vkc.places.models import FormerCity, Region, Succession, Unit, UnitFigure, UnitType


def trial_code(n: int) -> str:
    """Two characters no real unit has, so that they never meet a code a test writes out."""
    return f"{chr(97 + n // 10 % 26)}{n % 10}"


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    scheme = Scheme.NEW
    code = factory.Sequence(lambda n: f"V{n}")
    name_vi = factory.Sequence(lambda n: f"Vùng {n}")


class UnitFactory(DjangoModelFactory):
    """A province of the 34; `old=True` is one of the 63."""

    class Meta:
        model = Unit

    scheme = Scheme.NEW
    code = factory.Sequence(trial_code)
    name_vi = factory.Sequence(lambda n: f"Tỉnh thử {n}")
    name_en = factory.Sequence(lambda n: f"Trial province {n}")
    valid_from = date(2025, 7, 1)

    class Params:
        old = factory.Trait(
            scheme=Scheme.OLD, valid_from=date(2008, 8, 1), valid_until=date(2025, 6, 30)
        )


class UnitTypeFactory(DjangoModelFactory):
    class Meta:
        model = UnitType

    unit = factory.SubFactory(UnitFactory)
    kind = UnitKind.PROVINCE
    full_name_vi = factory.LazyAttribute(lambda row: f"Tỉnh {row.unit.name_vi}")
    valid_from = factory.SelfAttribute("unit.valid_from")


class UnitFigureFactory(DjangoModelFactory):
    class Meta:
        model = UnitFigure

    unit = factory.SubFactory(UnitFactory)
    measure = Measure.POPULATION
    value = Decimal("1000000")
    year = "2019"
    title = "Tổng điều tra dân số"


class SuccessionFactory(DjangoModelFactory):
    class Meta:
        model = Succession

    predecessor = factory.SubFactory(UnitFactory, old=True)
    successor = factory.SubFactory(UnitFactory)
    on = date(2025, 7, 1)


class FormerCityFactory(DjangoModelFactory):
    class Meta:
        model = FormerCity

    name_vi = factory.Sequence(lambda n: f"Thành phố thử {n}")
    slug = factory.Sequence(lambda n: f"thanh-pho-thu-{n}")
    province = factory.SubFactory(UnitFactory, old=True)
    received_by = factory.SubFactory(UnitFactory)
