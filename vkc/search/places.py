"""Places and topics are found too; their apps stand below search and cannot register themselves."""

from django.utils.translation import gettext_lazy as _

from vkc.places.models import FormerCity, Unit
from vkc.search.sources import Draft, Source, register
from vkc.topics.models import Topic


def describe_unit(unit: Unit) -> Draft:
    kind = unit.type_on()
    full = kind.full_name_vi if kind else unit.name_vi
    scheme = " (63)" if unit.scheme == 63 else ""
    name_en = unit.name_en or unit.name_vi
    return Draft(
        titles={"vi": f"{full}{scheme}", "en": f"{name_en}{scheme}", "ko": f"{full}{scheme}"},
        path=f"places/{unit.scheme}/{unit.code}/",
    )


def describe_city(city: FormerCity) -> Draft:
    return Draft(
        titles={"vi": f"Thành phố {city.name_vi}"},
        bodies={"vi": f"{city.province.name_vi}. {city.note}"},
        path=f"places/cities/{city.slug}/",
    )


def describe_topic(topic: Topic) -> Draft:
    return Draft(
        titles={"vi": topic.name_vi, "en": topic.name_en, "ko": topic.name_ko},
        path=f"topics/{topic.key}/",
    )


def register_places() -> None:
    register(
        Source(
            "place",
            _("Places"),
            Unit,
            lambda: Unit.objects.prefetch_related("types"),
            describe_unit,
        ),
        order=50,
    )
    register(
        Source(
            "city",
            _("Former cities"),
            FormerCity,
            lambda: FormerCity.objects.select_related("province"),
            describe_city,
        ),
        order=51,
    )
    register(
        Source("topic", _("Topics"), Topic, lambda: Topic.objects.all(), describe_topic), order=60
    )
