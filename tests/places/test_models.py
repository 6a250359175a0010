"""Both schemes as loaded from the reference data: names and types by date, succession, cities."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from tests.factories.places import UnitFactory, UnitFigureFactory, UnitTypeFactory
from vkc.places.choices import Measure
from vkc.places.models import FormerCity, Region, Unit, UnitFigure
from vkc.places.services import load_places, sum_forward

pytestmark = pytest.mark.django_db
LAST_DAY, FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module", autouse=True)
def summaries(module_db):
    return load_places()


def unit(key: str) -> Unit:
    return Unit.objects.get_by_key(key)


def test_both_schemes_are_loaded_whole():
    assert Unit.objects.of_scheme(63).count() == 63
    assert Unit.objects.of_scheme(34).count() == 34
    assert Region.objects.filter(scheme=63).count() == 6
    assert not Unit.objects.filter(region=None).exists()


@pytest.mark.parametrize(
    ("day", "count", "scheme"),
    [(LAST_DAY, 63, 63), (FIRST_DAY, 34, 34), (date(2026, 4, 30), 34, 34)],
)
def test_current_units_are_those_of_the_scheme_in_force(day, count, scheme):
    found = Unit.objects.current(on=day)
    assert found.count() == count
    assert set(found.values_list("scheme", flat=True)) == {scheme}


def test_units_stand_in_vietnamese_order():
    names = list(Unit.objects.of_scheme(34).values_list("name_vi", flat=True))
    assert names[0] == "An Giang"
    assert names.index("Cao Bằng") < names.index("Đà Nẵng") < names.index("Gia Lai")


def test_every_old_unit_went_into_one_new_unit():
    for old in Unit.objects.of_scheme(63).prefetch_related("successors"):
        assert [new.scheme for new in old.successors.all()] == [34], old.key


def test_every_new_unit_came_from_one_or_more_old_ones():
    sizes = [new.predecessors.count() for new in Unit.objects.of_scheme(34)]
    assert min(sizes) == 1
    assert sum(sizes) == 63


def test_da_nang_received_quang_nam():
    assert [row.key for row in unit("34:48").predecessors.order_by("code")] == ["63:48", "63:49"]
    assert [row.key for row in unit("63:49").successors.all()] == ["34:48"]


def test_da_nang_of_2019_is_da_nang_and_quang_nam():
    total = sum_forward(unit=unit("34:48"), measure=Measure.POPULATION)
    assert {part.unit.key: part.year for part in total.parts} == {"63:48": "2019", "63:49": "2019"}
    assert total.value == 1_134_310 + 1_495_812


def test_eight_codes_carry_another_name_in_each_scheme():
    old = dict(Unit.objects.of_scheme(63).values_list("code", "name_vi"))
    new = dict(Unit.objects.of_scheme(34).values_list("code", "name_vi"))
    renamed = {code for code, name in new.items() if code in old and old[code] != name}
    assert renamed == {"15", "24", "44", "46", "52", "80", "82", "91"}
    merged = {code for code in renamed if unit(f"34:{code}").predecessors.count() > 1}
    assert renamed - merged == {"46"}, "only Huế kept its ground"


@pytest.mark.parametrize(
    ("key", "day", "full_name"),
    [
        ("34:75", date(2026, 4, 29), "Tỉnh Đồng Nai"),
        ("34:75", date(2026, 4, 30), "Thành phố Đồng Nai"),
        ("63:46", date(2024, 12, 31), "Tỉnh Thừa Thiên Huế"),
        ("63:46", date(2025, 1, 1), "Thành phố Huế"),
    ],
)
def test_a_type_is_asked_with_a_day(key, day, full_name):
    assert unit(key).type_on(day).full_name_vi == full_name


def test_a_unit_had_no_type_before_it_began():
    assert unit("34:48").type_on(LAST_DAY) is None


def test_a_unit_that_ended_keeps_its_last_type():
    old = UnitFactory.create(old=True, code="99")
    UnitTypeFactory.create(unit=old, valid_until=LAST_DAY)
    assert old.type_on(date(2026, 1, 1)) is not None


def test_each_type_has_a_source():
    for row in Unit.objects.prefetch_related("types"):
        assert all(kind.title for kind in row.types.all()), row.key


def test_former_cities_have_a_province_and_a_receiver_of_the_right_scheme():
    cities = FormerCity.objects.select_related("province", "received_by")
    assert cities.count() == 22
    for city in cities:
        assert (city.province.scheme, city.received_by.scheme) == (63, 34)
        assert city.valid_until == LAST_DAY
        assert city.received_by in city.province.successors.all()


def test_english_readers_get_names_without_marks_and_korean_readers_vietnamese_ones():
    place = unit("34:48")
    names = {}
    for language in ("vi", "en", "ko"):
        with override(language):
            names[language] = place.name
    assert names == {"vi": "Đà Nẵng", "en": "Da Nang", "ko": "Đà Nẵng"}


def test_figures_have_year_and_source_and_are_never_zero():
    assert not UnitFigure.objects.filter(year="").exists()
    assert not UnitFigure.objects.filter(title="").exists()
    assert not UnitFigure.objects.filter(value=0).exists()


def test_a_second_load_changes_nothing():
    again = load_places()
    assert [(s.added, s.changed, s.kept) for s in again] == [(0, 0, 0), (0, 0, 0)]


@pytest.mark.parametrize(
    "breaks",
    [
        lambda: UnitFactory(scheme=34, code="48"),
        lambda: UnitFactory(code="98", valid_until=date(2020, 1, 1)),
        lambda: UnitFigureFactory(unit=unit("34:48"), value=-1),
    ],
    ids=["a code twice in one scheme", "an end before the beginning", "a negative figure"],
)
def test_the_database_refuses_what_cannot_be(breaks):
    with pytest.raises(IntegrityError), transaction.atomic():
        breaks()


@pytest.mark.parametrize("key", ["34:99", "63:00", "48:34"])
def test_an_unknown_key_is_no_unit(key):
    with pytest.raises(Unit.DoesNotExist):
        unit(key)
