"""Sums over a merger: additive figures only, and never with a hole counted as zero."""

import pytest
from django.utils.translation import override

from tests.factories.places import (
    SuccessionFactory,
    UnitFactory,
    UnitFigureFactory,
)
from vkc.places.choices import Measure
from vkc.places.models import Unit
from vkc.places.services import NotAdditive, latest_figures, sum_forward

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged():
    """A new unit made of two old ones, 1 and 2 million people in 2019."""
    new = UnitFactory()
    for value in (1_000_000, 2_000_000):
        old = SuccessionFactory(successor=new).predecessor
        UnitFigureFactory(unit=old, value=value)
    return new


def test_a_sum_over_a_merger_is_the_sum_of_its_parts(merged):
    total = sum_forward(unit=merged, measure=Measure.POPULATION)
    assert total.value == 3_000_000
    assert total.is_complete
    assert [part.year for part in total.parts] == ["2019", "2019"]


def test_density_is_not_summed_and_the_refusal_says_why(merged):
    with override("en"), pytest.raises(NotAdditive, match="not additive"):
        sum_forward(unit=merged, measure=Measure.DENSITY)


def test_a_missing_part_makes_the_sum_unknown_not_smaller(merged):
    hole = SuccessionFactory(successor=merged).predecessor
    total = sum_forward(unit=merged, measure=Measure.POPULATION)
    assert total.value is None
    assert total.missing == [hole]
    assert not total.is_complete


def test_a_unit_that_came_from_none_has_no_sum():
    total = sum_forward(unit=UnitFactory(), measure=Measure.AREA)
    assert total.value is None
    assert not total.is_complete


def test_a_zero_that_was_counted_is_a_part_like_any_other(merged):
    old = SuccessionFactory(successor=merged).predecessor
    UnitFigureFactory(unit=old, value=0)
    assert sum_forward(unit=merged, measure=Measure.POPULATION).value == 3_000_000


def test_the_latest_figure_of_each_part_is_taken(merged):
    first = merged.predecessors.order_by("pk").first()
    UnitFigureFactory(unit=first, value=5, year="2009")
    UnitFigureFactory(unit=first, value=1_500_000, year="2024")
    assert sum_forward(unit=merged, measure=Measure.POPULATION).value == 3_500_000


def test_a_year_given_as_about_is_not_later_than_a_later_year():
    unit = UnitFactory()
    UnitFigureFactory(unit=unit, measure=Measure.AREA, year="c. 2020", value=1)
    late = UnitFigureFactory(unit=unit, measure=Measure.AREA, year="2025", value=2)
    assert latest_figures([unit], Measure.AREA) == {unit.key: late}


def test_a_unit_without_the_figure_is_absent_from_the_latest():
    assert latest_figures([UnitFactory()], Measure.POPULATION) == {}


def test_prefetched_parts_are_summed_without_a_query(merged, django_assert_num_queries):
    unit = Unit.objects.prefetch_related("predecessors__figures").get(pk=merged.pk)
    with django_assert_num_queries(0):
        assert sum_forward(unit=unit, measure=Measure.POPULATION).value == 3_000_000
