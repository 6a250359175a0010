"""Small programmes and registers, with the places they need."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from projects.choices import Kind, Scope
from projects.models import Programme, ProgrammeSource, Register, RegisterMember
from tests.factories.places import trial_code
from vkc.places.models import FormerCity, Region, Succession, Unit


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("scheme", "code")

    scheme = 63
    code = "RRD"
    name_vi = "Đồng bằng sông Hồng"


class UnitFactory(DjangoModelFactory):
    """A unit of the old scheme; `new=True` gives one of the present scheme."""

    class Meta:
        model = Unit

    class Params:
        new = factory.Trait(scheme=34, valid_from=date(2025, 7, 1), valid_until=None)

    scheme = 63
    code = factory.Sequence(trial_code)
    name_vi = factory.Sequence(lambda n: f"Tỉnh thử {n}")
    valid_from = date(2008, 8, 1)
    valid_until = date(2025, 6, 30)
    region = factory.SubFactory(RegionFactory, scheme=factory.SelfAttribute("..scheme"))


class FormerCityFactory(DjangoModelFactory):
    class Meta:
        model = FormerCity

    name_vi = factory.Sequence(lambda n: f"Thành phố thử {n}")
    slug = factory.Sequence(lambda n: f"thanh-pho-thu-{n}")
    province = factory.SubFactory(UnitFactory)
    received_by = factory.SubFactory(UnitFactory, new=True)


class ProgrammeFactory(DjangoModelFactory):
    """A province-wide approved scheme with one source; `of_city=True` is a city's."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    class Params:
        of_city = factory.Trait(
            scope=Scope.CITY,
            city=factory.SubFactory(FormerCityFactory, province=factory.SelfAttribute("..unit")),
        )
        weak = factory.Trait(confidence="low")

    slug = factory.Sequence(lambda n: f"de-an-thu-{n}")
    unit = factory.SubFactory(UnitFactory)
    scope = Scope.PROVINCE
    kind = Kind.APPROVED_SCHEME
    title_vi = factory.Sequence(lambda n: f"Đề án thử {n}")
    confidence = "high"

    @factory.post_generation
    def source(self, create: bool, extracted: dict | None, **kwargs) -> None:
        if create:
            words = {"title": "bao.vn", "url": "https://bao.vn/1", **(extracted or {})}
            ProgrammeSource.objects.create(programme=self, **words)


class RegisterFactory(DjangoModelFactory):
    class Meta:
        model = Register

    key = factory.Sequence(lambda n: f"danh-sach-{n}")
    name_vi = factory.Sequence(lambda n: f"Danh sách thử {n}")
    as_of = "2022"


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = RegisterMember

    register = factory.SubFactory(RegisterFactory)
    unit = factory.SubFactory(UnitFactory)
    scope = Scope.PROVINCE


def pass_into(old: Unit, new: Unit) -> None:
    """Record that a unit of the old scheme passed into one of the new."""
    Succession.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1))
