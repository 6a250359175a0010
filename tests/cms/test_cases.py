"""Cases: results apart from claims, filters, languages, and the whole data file."""

import json
from pathlib import Path

import pytest
from django.test import Client

from vkc.cms.choices import Capital, CityForm, CitySize, Country, Trait
from vkc.cms.services import reference

ALL_CASES = Path(reference.__file__).parent.parent / "data" / "cases.json"
POINTS = ("results", "claims_by_promoter", "caveats", "lessons")


def all_cases() -> list[dict]:
    return json.loads(ALL_CASES.read_text(encoding="utf-8"))["cases"]


def test_all_27_cases_are_whole_in_three_languages():
    cases = all_cases()
    assert len(cases) == 27
    assert sum(case["country"] == "KR" for case in cases) == 12
    for case in cases:
        for name in POINTS:
            assert len(case["vi"][name]) == len(case["en"][name]), case["key"]
            assert len(case["vi"][name]) == len(case["ko"][name]), case["key"]
        for name in ("problem", "solution", "governance", "period"):
            assert bool(case["vi"][name]) == bool(case["en"][name]), case["key"]
            assert bool(case["vi"][name]) == bool(case["ko"][name]), case["key"]
        assert case["ko"]["title"], case["key"]
        assert case["ko"]["summary"], case["key"]
        assert case["source_urls"], case["key"]
        assert case["topics"], case["key"]


def test_all_27_cases_use_the_known_words():
    for case in all_cases():
        assert case["country"] in Country.values
        assert case["form"] in CityForm.values
        assert case["size"] in ("", *CitySize.values)
        assert case["capital"] in ("", *Capital.values)
        assert set(case["traits"]) <= set(Trait.values)


def test_claims_stand_apart_from_results(portal, client: Client):
    page = client.get("/en/cases/busan-edc/").content.decode()
    results = page.index("Results a source states")
    claims = page.index("Claims by the promoter")
    assert results < page.index("2,982 households") < claims


def test_a_case_without_claims_says_that_nothing_is_known(portal, client: Client):
    page = client.get("/en/cases/songdo/").content.decode()
    claims = page.split("Claims by the promoter")[1].split("Caveats")[0]
    assert "no information yet" in claims


def test_unknown_population_is_not_zero(portal, client: Client):
    page = client.get("/en/cases/namyangju/").content.decode()
    population = page.split("Population")[1].split("</div>")[1]
    assert "no information yet" in population


def test_korean_page_with_a_vietnamese_body_says_so_and_marks_it(portal, client: Client):
    page = client.get("/ko/cases/pune/").content.decode()
    main = page.split("<main")[1]
    assert "푸네 스마트시티" in main
    assert '<div class="notice" data-tone="info">' in main
    assert '<ul class="points" lang="vi">' in main


def test_korean_page_with_a_korean_body_says_nothing_of_the_kind(portal, client: Client):
    main = client.get("/ko/cases/songdo/").content.decode().split("<main")[1]
    assert "송도국제도시(U-City)" in main
    assert 'lang="vi"' not in main
    assert '<div class="notice" data-tone="info">' not in main


def test_filters_narrow_the_list_and_count(portal, client: Client):
    response = client.get("/vi/cases/", {"form": "new_town"})
    titles = [row.title for row in response.context["list_page"]]
    assert titles == ["Đô thị quốc tế Songdo (U-City)"]
    both = client.get("/vi/cases/", {"form": "new_town", "trait": "flood"})
    assert both.context["list_page"].paginator.count == 0
    assert both.status_code == 200


@pytest.mark.parametrize("value", ["khong-co", "x" * 10_000, "' OR 1=1 --"])
def test_filters_that_make_no_sense_give_an_empty_list(portal, client: Client, value: str):
    response = client.get("/vi/cases/", {"size": value})
    assert response.status_code == 200
    assert response.context["list_page"].paginator.count == 0


def test_a_nul_byte_is_a_bad_request(portal, client: Client):
    assert client.get("/vi/cases/?size=%00").status_code == 400
