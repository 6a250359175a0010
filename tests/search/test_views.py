"""The results page in three languages: what it shows, what it refuses, what it costs."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en", "ko"]


def read(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hit_is_a_link_with_number_and_excerpt(client, put, language):
    put("Đề án đô thị", body="Phát triển đô thị <thông minh>", number="950/QĐ-TTg", path="g/950/")
    text = read(client, f"/{language}/search/?q=do+thi")
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert f'href="/{language}/g/950/"' in text
    assert "950/QĐ-TTg" in text
    assert "<mark>đô</mark>" in text
    assert "&lt;thông" in text


def test_without_a_question_the_page_says_what_can_be_asked(client):
    assert "950/QĐ-TTg" in read(client, "/vi/search/")


def test_nothing_found_repeats_the_question_safely(client):
    text = read(client, "/vi/search/?q=<script>x</script>")
    assert "&lt;script&gt;" in text
    assert "<script>x" not in text


def test_a_number_that_recurs_is_listed_with_its_days(client, put):
    put("Một", number="950/QĐ-TTg", day=date(2018, 8, 1))
    put("Hai", number="950/QĐ-TTg", day=date(2011, 6, 16))
    text = read(client, "/vi/search/?q=950/qd-ttg")
    assert "01/08/2018" in text
    assert "16/06/2011" in text


def test_facets_count_each_type_and_lead_back(client, put):
    put("Đô thị")
    put("Đô thị học", type="course")
    answer = client.get("/vi/search/?q=do+thi&type=course&page=1")
    options = answer.context["facets"][0]["options"]
    assert {o["value"]: (o["count"], o["is_selected"]) for o in options} == {
        "document": (1, False),
        "course": (1, True),
    }
    assert {o["value"]: o["url"] for o in options} == {
        "document": "?q=do+thi&type=document",
        "course": "?q=do+thi",
    }


def test_an_unknown_type_is_as_no_type(client, put):
    put("Đô thị")
    assert client.get("/vi/search/?q=do+thi&type=khong-co").context["total"] == 1


@pytest.mark.parametrize("count", [1, 25])
def test_the_page_asks_the_same_few_questions_for_any_number(
    client, put, django_assert_max_num_queries, count
):
    for number in range(count):
        put(f"Đô thị {number}", number=f"{number}/QĐ-TTg")
    with django_assert_max_num_queries(6):
        assert "Đô thị" in read(client, "/vi/search/?q=do+thi")


def test_results_come_in_pages(client, put):
    for number in range(25):
        put(f"Đô thị {number}")
    assert len(client.get("/vi/search/?q=do+thi").context["rows"]) == 20
    assert len(client.get("/vi/search/?q=do+thi&page=2").context["rows"]) == 5


@pytest.mark.parametrize(
    "page", ["99999", "2", "0", "-1", "abc", "1.5", "²", "000000001" + "0" * 5000, ""]
)
def test_a_page_that_is_not_there_is_a_404_page(client, put, page):
    put("Đô thị")
    answer = client.get("/vi/search/", {"q": "do thi", "page": page})
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_of_10_000_characters_gets_a_sentence(client, language):
    answer = client.get(f"/{language}/search/", {"q": "đ" * 10_000})
    assert answer.status_code == 400
    assert "200" in answer.content.decode()
    assert len(answer.content) < 60_000


def test_a_nul_is_a_400_page(client):
    assert "<h1" in read(client, "/vi/search/?q=a%00b", 400)


class TestCommand:
    def run(self, *arguments: str) -> list[dict]:
        out = StringIO()
        call_command("search_portal", *arguments, "--json", stdout=out)
        return json.loads(out.getvalue())

    def test_it_prints_ranked_hits_with_the_promised_keys(self, put):
        row = put("Đề án đô thị", number="950/QĐ-TTg", path="g/950/")
        put("Khác", body="về đô thị")
        hits = self.run("do thi")
        assert hits[0].keys() >= {"type", "id", "title", "number", "path", "url", "score"}
        assert hits[0]["id"] == f"topics.topic:{row.pk}"
        assert hits[0]["url"] == "/vi/g/950/"
        assert hits[0]["score"] > hits[1]["score"]

    def test_limit_type_and_day_narrow_the_hits(self, put):
        put("Đô thị", day=date(2025, 1, 1))
        put("Đô thị học", type="course")
        assert len(self.run("do thi", "--limit", "1")) == 1
        assert [hit["type"] for hit in self.run("do thi", "--type", "course")] == ["course"]
        assert [hit["type"] for hit in self.run("do thi", "--on", "2020-01-01")] == ["course"]

    def test_a_wrong_day_is_refused_with_a_sentence(self, drafts):
        with pytest.raises(CommandError, match="2018-13-45"):
            self.run("do thi", "--on", "2018-13-45")
