"""Text reaches the database in NFC through every door, and falls back by language."""

import unicodedata

import pytest
from django.utils.translation import override

from tests.factories.topics import TopicFactory
from vkc.core.models import SourceFields
from vkc.topics.models import Topic

DECOMPOSED = unicodedata.normalize("NFD", "Giao thông thông minh")


@pytest.mark.django_db
def test_saving_normalises_and_the_object_shows_what_was_stored():
    topic = TopicFactory(name_vi=DECOMPOSED)
    assert topic.name_vi == "Giao thông thông minh"
    assert Topic.objects.values_list("name_vi", flat=True).get() == "Giao thông thông minh"


@pytest.mark.django_db
def test_filters_and_updates_normalise_what_they_are_given():
    TopicFactory(name_vi="Giao thông thông minh")
    assert Topic.objects.filter(name_vi=DECOMPOSED).exists()
    Topic.objects.update(description_vi=DECOMPOSED)
    assert Topic.objects.get().description_vi == "Giao thông thông minh"


def test_cleaning_a_form_value_normalises():
    assert Topic._meta.get_field("name_vi").to_python(DECOMPOSED) == "Giao thông thông minh"


def test_a_text_that_exists_is_shown_in_the_readers_language():
    topic = TopicFactory.build(name_vi="Giao thông", name_en="Transport", name_ko="교통")
    with override("ko"):
        found = topic.in_language("name")
        assert (found.text, found.language, found.is_fallback) == ("교통", "ko", False)


def test_a_missing_text_falls_back_to_vietnamese_and_says_so():
    topic = TopicFactory.build(description_vi="Mô tả", description_en="")
    with override("en"):
        found = topic.in_language("description")
        assert (found.text, found.language, found.is_fallback) == ("Mô tả", "vi", True)


def test_a_text_in_no_language_is_empty_and_no_fallback():
    with override("ko"):
        assert TopicFactory.build().in_language("description").is_fallback is False


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://moc.gov.vn/vb", "https://moc.gov.vn/vb"),
        ("mirror copy of a press article", ""),
        ("seed document 12", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_a_real_address_is_offered_as_a_link(url, link):
    assert SourceFields.public_url.fget(type("Row", (), {"url": url})()) == link
