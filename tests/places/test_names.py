"""What a unit is called, for each reader."""

import pytest
from django.utils.translation import override

from tests.factories.places import UnitTypeFactory
from vkc.places.choices import UnitKind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "kind", "name"),
    [
        ("vi", UnitKind.PROVINCE, "Tỉnh Lào Cai"),
        ("en", UnitKind.PROVINCE, "Lào Cai Province"),
        ("en", UnitKind.CITY, "Lào Cai City"),
        ("ko", UnitKind.PROVINCE, "Lào Cai성"),
        ("ko", UnitKind.CITY, "Lào Cai시"),
    ],
)
def test_a_unit_is_named_with_its_type_in_the_words_of_the_reader(language, kind, name):
    row = UnitTypeFactory(
        unit__name_vi="Lào Cai", unit__name_en="", kind=kind, full_name_vi="Tỉnh Lào Cai"
    )
    with override(language):
        assert row.full_name == name
