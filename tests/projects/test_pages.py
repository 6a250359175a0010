"""The list with its map, one programme, panels, feed: on the real data, in three languages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from projects import country, listing
from projects.models import Programme
from projects.panels import home_lately, home_map, related_programmes
from projects.searching import describe
from vkc.places.models import FormerCity, Unit
from vkc.topics.models import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
LIST = "/vi/programmes/"
QUERIES = 12


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def numbers(response, unit: str) -> list[str]:
    """The cells of one unit in the table below the map."""
    row = re.search(
        rf'<tr><th scope="row"><a href="[^"]+">{unit}</a></th>(.*?)</tr>', response.content.decode()
    )
    return re.findall(r'<td class="is-number">(.*?)</td>', row.group(1))


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
@pytest.mark.parametrize("query", ["", "?scheme=63&colour=stage", "?register=41-2022"])
def test_the_list_renders_in_three_languages_within_its_queries(
    client, language, query, django_assert_max_num_queries
):
    with django_assert_max_num_queries(QUERIES):
        response = client.get(f"/{language}/programmes/{query}")
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert 'class="country"' in html
    assert not response.cookies
    assert "public" in response["Cache-Control"]


def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    def count(url):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(url)
        return len(caught)

    assert count(f"{LIST}?topic=agriculture") == count(LIST)


def test_the_declared_figures_stand_at_the_top_with_their_date_and_proposal_note(client):
    response = client.get(LIST)
    panel = response.context["register_panel"]
    assert [figure["value"] for figure in panel["figures"]] == [41, 27, 14]
    assert all("2022" in figure["date_label"] for figure in panel["figures"])
    assert all(figure["sources"] for figure in panel["figures"])
    assert panel["members"]["are_proposed"] is True
    assert len(panel["counts"]) == 11


def test_the_scheme_of_34_sums_the_programmes_of_its_predecessors(client):
    old, new = client.get(f"{LIST}?scheme=63"), client.get(LIST)
    assert numbers(old, "Đà Nẵng")[0] == "1"
    assert numbers(old, "Quảng Nam")[0] == "2"
    assert numbers(new, "Đà Nẵng")[0] == "3"
    total = sum(len(entry.rows) for entry in _tallies(34))
    assert total == sum(len(entry.rows) for entry in _tallies(63)) == 70


def test_the_home_map_counts_as_the_list_does():
    today = {entry.unit.code: len(entry.rows) for entry in country.tally_today()}
    assert today == {entry.unit.code: len(entry.rows) for entry in _tallies(34)}


def _tallies(scheme):
    rows = listing.load_rows(scheme)
    return country.tally(scheme, rows, rows)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("scope=city", 22),
        ("scope=province", 48),
        ("kind=ioc_only", 18),
        ("confidence=low", 4),
        ("stage=unverified", 4),
        ("register=41-2022", 41),
        ("register=41-2022&scope=city", 14),
        ("scope=city&confidence=low", 2),
    ],
)
def test_filters_leave_the_right_rows(client, query, count):
    response = client.get(f"{LIST}?{query}")
    assert response.context["page"].paginator.count == count


def test_topic_and_region_filter_and_their_facets_agree(client):
    page = client.get(LIST)
    for group in page.context["facets"]:
        for option in group["options"][:2]:
            found = client.get(LIST + option["url"]).context["page"].paginator.count
            assert found == option["count"], (group["name"], option["value"])


def test_weak_entries_are_flagged_and_not_counted_as_approved(client):
    response = client.get(f"{LIST}?confidence=low")
    tones = {cell["tone"] for row in response.context["table_rows"] for cell in row[2:3]}
    assert tones == {"proposed"}
    assert response.context["page"].paginator.count == 4
    weak = Programme.objects.get(reference_key="80-2")
    page = client.get(weak.get_absolute_url())
    assert page.context["stage"] == "unverified"
    assert 'data-tone="warning"' in page.content.decode()


def test_an_unknown_filter_value_is_named_and_left_out(client):
    response = client.get(LIST, {"stage": "x" * 10_000, "topic": "<b>"})
    assert response.status_code == 200
    named = [value for _title, value in response.context["selection"].ignored]
    assert named == ["x" * 40, "<b>"]
    assert "“&lt;b&gt;”" in response.content.decode()
    assert response.context["page"].paginator.count == 70


@pytest.mark.parametrize(
    "query",
    [
        "scheme=12",
        "scheme=abc",
        "register=nope",
        "page=99999",
        "page=0",
        "page=x",
        "register=" + "r" * 9999,
    ],
)
def test_what_does_not_exist_is_a_404(client, query):
    assert client.get(f"{LIST}?{query}").status_code == 404


def test_an_empty_choice_says_what_to_do(client):
    response = client.get(f"{LIST}?stage=mentioned&scope=city")
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
@pytest.mark.parametrize("key", ["49-1", "02-1", "66-1"])
def test_a_programme_renders_in_three_languages_within_its_queries(
    client, language, key, django_assert_max_num_queries
):
    programme = Programme.objects.get(reference_key=key)
    with translation.override(language):
        url = programme.get_absolute_url()
    with django_assert_max_num_queries(QUERIES):
        response = client.get(url)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert not response.cookies


def test_what_is_not_known_is_said_in_words_and_never_zero(client):
    page = client.get(Programme.objects.get(reference_key="02-1").get_absolute_url())
    values = {str(row["label"]): row["value"] for row in page.context["facts"]}
    unknown = [label for label, value in values.items() if value is None]
    assert len(unknown) >= 5
    assert page.content.decode().count('class="unknown"') >= len(unknown)
    assert 0 not in values.values()
    assert "0" not in values.values()


def test_every_known_fact_opens_its_sources(client):
    for programme in Programme.objects.all()[:20]:
        for row in client.get(programme.get_absolute_url()).context["facts"][:-1]:
            assert bool(row["sources"]) == (row["value"] is not None), row["label"]


def test_a_source_without_an_address_is_no_link(client):
    page = client.get(Programme.objects.get(reference_key="66-1").get_absolute_url())
    assert [source["public_url"] for source in page.context["sources"]] == [""]
    assert "mirror copy" not in page.content.decode()
    assert 'class="source-unpublished"' in page.content.decode()


def test_a_former_city_tells_which_unit_received_it(client):
    page = client.get(Programme.objects.get(reference_key="49-1").get_absolute_url())
    assert page.context["city"]["received_by"]["name"] == "Đà Nẵng"
    assert "Tam Kỳ" in text_of(page)
    member = page.context["memberships"][0]
    assert (member["tone"], member["name"][:5]) == ("proposed", "41/63")


def test_a_draft_and_an_unknown_programme_are_404(client):
    programme = Programme.objects.first()
    Programme.objects.filter(pk=programme.pk).update(live=False)
    assert client.get(programme.get_absolute_url()).status_code == 404
    assert client.get("/vi/programmes/khong-co/").status_code == 404
    assert describe(Programme.objects.get(pk=programme.pk)) is None


def test_the_home_panels_hold_map_figures_and_latest_programmes(django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        panel = home_map(None)
    assert [figure["value"] for figure in panel.context["register_panel"]["figures"]] == [
        41,
        27,
        14,
    ]
    assert 'id="home-map-title"' in panel.context["map"]["svg"]
    dates = Programme.objects.lately_reported().values_list("status_date", flat=True)[:5]
    assert len(home_lately(None).context["entries"]) == 5
    assert list(dates) == sorted(dates, reverse=True)
    assert not Programme.objects.lately_reported().filter(confidence="low").exists()


def test_places_and_topics_show_their_programmes():
    da_nang = Unit.objects.get_by_key("34:48")
    assert related_programmes(da_nang).context["total"] == 3
    assert related_programmes(Unit.objects.get_by_key("63:48")).context["total"] == 1
    assert related_programmes(FormerCity.objects.get(slug="da-lat")).context["total"] == 1
    assert related_programmes(Topic.objects.get(key="tourism")).context["total"] == 6
    assert related_programmes(object()) is None


def test_the_feed_lists_programmes_in_the_language_of_its_address(client):
    response = client.get(reverse("projects:feed"))
    assert response.status_code == 200
    assert response.content.count(b"<entry>") == 30


def test_the_search_draft_of_a_programme_holds_both_places_and_its_number():
    draft = describe(Programme.objects.get(reference_key="64-1"))
    assert draft.number == "26/QĐ-UBND"
    assert draft.path.startswith("programmes/")
    assert "Pleiku" in draft.bodies["vi"]
    assert "Gia Lai" in draft.bodies["vi"]
