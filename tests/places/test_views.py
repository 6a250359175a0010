"""The pages of places in three languages: what they show, what they refuse, what they cost."""

import pytest

from vkc.places.models import FormerCity, Unit
from vkc.places.services import load_places

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en", "ko"]


@pytest.fixture(scope="module", autouse=True)
def _places(module_db):
    load_places()


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", [34, 63])
def test_the_list_shows_map_and_table_of_a_scheme(client, language, scheme):
    text = read(client, f"/{language}/places/?scheme={scheme}")
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert text.count('class="map-unit ') == scheme
    for code in Unit.objects.of_scheme(scheme).values_list("code", flat=True):
        assert text.count(f'href="/{language}/places/{scheme}/{code}/"') >= 2, "map and table"


def test_the_list_shows_the_scheme_in_force_first(client):
    assert read(client, "/vi/places/").count('class="map-unit ') == 34


@pytest.mark.parametrize("scheme", [34, 63])
def test_the_list_asks_few_questions(client, django_assert_max_num_queries, scheme):
    with django_assert_max_num_queries(12):
        read(client, f"/vi/places/?scheme={scheme}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["34/48", "34/75", "63/49", "63/01"])
def test_a_unit_has_its_page(client, language, key):
    text = read(client, f"/{language}/places/{key}/")
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1


def test_units_all_over_both_schemes_have_a_page(client):
    for unit in Unit.objects.all()[::10]:
        assert client.get(unit.get_absolute_url()).status_code == 200, unit.key


@pytest.mark.parametrize("key", ["34/48", "34/01", "34/82", "63/49"])
def test_a_unit_page_asks_few_questions(client, django_assert_max_num_queries, key):
    with django_assert_max_num_queries(12):
        read(client, f"/vi/places/{key}/")


def test_a_merged_unit_names_what_it_came_from_and_the_sum_of_it(client):
    text = read(client, "/vi/places/34/48/")
    assert "/vi/places/63/48/" in text
    assert "/vi/places/63/49/" in text
    assert "2.630.122" in text, "1.134.310 + 1.495.812 people in 2019"
    assert "3.065.628" in text


def test_an_old_unit_leads_to_its_successor(client):
    assert "/vi/places/34/48/" in read(client, "/vi/places/63/49/")


def test_a_type_that_changed_is_told_with_both_days(client):
    text = read(client, "/vi/places/34/75/")
    assert "Tỉnh Đồng Nai" in text
    assert "30/04/2026" in text


def test_figures_show_their_source(client):
    assert "source-note" in read(client, "/vi/places/34/48/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_former_city_names_its_province_its_receiver_and_the_source(client, language):
    city = FormerCity.objects.get(slug="ha-giang")
    text = read(client, f"/{language}/places/cities/ha-giang/")
    assert f"/{language}/places/63/{city.province.code}/" in text
    assert f"/{language}/places/34/{city.received_by.code}/" in text
    assert city.title in text


def test_a_former_city_page_asks_few_questions(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        read(client, "/vi/places/cities/ha-giang/")


@pytest.mark.parametrize(
    "address",
    [
        "/vi/places/34/63/",
        "/vi/places/34/999/",
        "/vi/places/35/01/",
        "/vi/places/34/4８/",
        "/vi/places/" + "9" * 5000 + "/01/",
        "/vi/places/cities/khong-co/",
        "/en/places/?scheme=99",
        "/ko/places/?scheme=",
        "/vi/places/?scheme=34.0",
        "/vi/places/?scheme=" + "3" * 10_000,
    ],
)
def test_a_place_that_is_not_there_is_a_404_page(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("address", ["/vi/places/", "/vi/places/34/48/"])
def test_places_are_only_read(client, address):
    assert client.post(address).status_code == 405
