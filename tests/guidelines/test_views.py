"""The reader's pages: list, document, choice, feed; three languages; bad input."""

from datetime import date

import pytest
from django.utils import timezone

from guidelines import services
from guidelines.choices import Verb
from tests.factories.guidelines import (
    DocumentFactory,
    EffectFactory,
    IssuerFactory,
    SourceFactory,
)
from vkc.topics.models import Topic

pytestmark = pytest.mark.django_db
LIST = "/vi/guidelines/"


@pytest.fixture
def decision():
    """Decision 950, carried on by Decree 269/2025, based on a text that is not held."""
    document = DocumentFactory(
        number="950/QĐ-TTg",
        issued_on=date(2018, 8, 1),
        effective_on=date(2018, 8, 1),
        title_vi="Phê duyệt Đề án phát triển đô thị thông minh",
        title_en="Approving the smart city scheme",
    )
    SourceFactory(document=document)
    decree = DocumentFactory(
        kind="nghi-dinh", number="269/2025/NĐ-CP", issued_on=date(2025, 10, 14)
    )
    EffectFactory(
        acting=decree, target=document, verb=Verb.CONTINUES, note="Không có văn bản nào bãi bỏ."
    )
    EffectFactory(acting=document, target=None, target_text="36a/NQ-CP", verb=Verb.CITES)
    return document


def text(response) -> str:
    return response.content.decode()


def test_the_list_shows_each_published_document_with_its_status(client, decision):
    DocumentFactory(draft=True, number="1/QĐ-BXD")
    page = text(client.get(LIST))
    assert "950/QĐ-TTg" in page
    assert 'data-tone="in_force"' in page
    assert "1/QĐ-BXD" not in page


@pytest.mark.parametrize("rows", [5, 30])
def test_the_list_asks_a_constant_number_of_questions(client, django_assert_max_num_queries, rows):
    topic = Topic.objects.create(
        key="policy", pillar="planning", name_vi="Chính sách", name_en="Policy", name_ko="정책"
    )
    for _ in range(rows):
        document = DocumentFactory()
        document.topics.add(topic)
        document.save()
        EffectFactory(acting=document, target=None, target_text="1/NQ-CP")
    with django_assert_max_num_queries(12) as asked:
        assert client.get(LIST).status_code == 200
    assert len(asked) == 9


def test_a_document_page_asks_few_questions_however_many_relations(
    client, django_assert_max_num_queries, decision
):
    for _ in range(20):
        EffectFactory(acting=DocumentFactory(), target=decision, verb=Verb.IMPLEMENTS)
    with django_assert_max_num_queries(12):
        assert client.get(decision.get_absolute_url()).status_code == 200


def test_facets_count_what_their_choice_would_show(client, decision):
    DocumentFactory(kind="luat", number="60/2024/QH15", issuer=IssuerFactory(key="quoc-hoi"))
    response = client.get(LIST, {"kind": "luat"})
    groups = {group["name"]: group["options"] for group in response.context["groups"]}
    kinds = {option["value"]: option["count"] for option in groups["kind"]}
    assert kinds == {"luat": 1, "nghi-dinh": 1, "quyet-dinh": 1}
    assert [option["value"] for option in groups["issuer"]] == ["quoc-hoi"]
    assert [row["number"] for row in response.context["rows"]] == ["60/2024/QH15"]


def test_each_filter_narrows_the_list(client, decision):
    topic = Topic.objects.create(
        key="policy", pillar="planning", name_vi="Chính sách", name_en="Policy", name_ko="정책"
    )
    decision.topics.add(topic)
    decision.save()
    DocumentFactory(kind="cong-van", number="3963/BTTTT", issued_on=None)
    for query in ({"year": "2018"}, {"topic": "policy"}, {"status": "in_force"}):
        rows = client.get(LIST, query).context["rows"]
        assert [row["number"] for row in rows] == ["950/QĐ-TTg"], query
    rows = client.get(LIST, {"year": "unknown"}).context["rows"]
    assert [row["number"] for row in rows] == ["3963/BTTTT"]


def test_the_status_of_the_list_is_that_of_the_day_asked_for(client, decision):
    rows = client.get(LIST, {"on": "2018-07-31", "q": "950"}).context["rows"]
    assert rows[0]["status_tone"] == "pending"


def test_a_number_comes_first_and_marks_are_not_needed(client, decision):
    DocumentFactory(number="1950/QĐ-TTg", issued_on=date(2026, 1, 1))
    numbers = [row["number"] for row in client.get(LIST, {"q": "950"}).context["rows"]]
    assert numbers == ["950/QĐ-TTg", "1950/QĐ-TTg"]
    rows = client.get(LIST, {"q": "do thi thong minh"}).context["rows"]
    assert [row["number"] for row in rows] == ["950/QĐ-TTg"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"on": "2018-13-45"}, 400),
        ({"on": "0001-01-01"}, 400),
        ({"on": "9999-12-31"}, 400),
        ({"q": "x" * 10_000}, 400),
        ({"q": "a\x00b"}, 400),
        ({"page": "99999"}, 404),
        ({"page": "x"}, 404),
        ({"kind": "zzz"}, 200),
        ({"year": "²"}, 200),
        ({"year": "999999999999"}, 200),
        ({"sort": "zzz"}, 200),
        ({"q": "%_\\"}, 200),
    ],
)
def test_bad_questions_get_their_page_and_status(client, decision, query, status):
    response = client.get(LIST, query)
    assert response.status_code == status
    assert "<h1" in text(response)


def test_a_bad_day_is_named_on_the_page(client, decision):
    response = client.get(decision.get_absolute_url(), {"on": "2018-13-45"})
    assert response.status_code == 400
    assert "2018-13-45" in text(response)


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_document_page_renders_in_each_language(client, decision, language):
    response = client.get(f"/{language}/{decision.path}")
    page = text(response)
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert f'<html lang="{language}"' in page
    assert "Quyết định số 950/QĐ-TTg ngày 01/8/2018 của Thủ tướng Chính phủ" in page
    assert "application/ld+json" in page
    assert "csrfmiddlewaretoken" not in page
    assert not response.cookies


def test_a_missing_translation_is_said(client, decision):
    korean = text(client.get(f"/ko/{decision.path}"))
    assert '<h1 lang="vi">' in korean
    assert '<h1 lang="vi">' not in text(client.get(f"/en/{decision.path}"))


def test_relations_are_shown_both_ways_with_their_evidence(client, decision):
    groups = client.get(decision.get_absolute_url()).context["relation_groups"]
    assert [(group["side"], group["verb"]) for group in groups] == [
        ("acting", "continues"),
        ("target", "cites"),
    ]
    page = text(client.get(decision.get_absolute_url()))
    assert "Không có văn bản nào bãi bỏ." in page
    assert "36a/NQ-CP" in page
    decree = text(client.get("/vi/guidelines/nghi-dinh/269-2025-nd-cp/2025-10-14/"))
    assert decision.get_absolute_url() in decree


def test_a_draft_that_acts_on_a_document_is_not_told(client, decision):
    draft = DocumentFactory(draft=True, number="7777/QĐ-TTg")
    EffectFactory(acting=draft, target=decision, verb=Verb.REPEALS)
    assert "7777/QĐ-TTg" not in text(client.get(decision.get_absolute_url()))


def test_the_status_follows_the_day_asked_for(client, decision):
    response = client.get(decision.get_absolute_url(), {"on": "31/07/2018"})
    assert response.context["status_tone"] == "pending"
    assert client.get(decision.get_absolute_url()).context["status_tone"] == "in_force"


def test_a_draft_has_no_page_list_row_or_feed_entry(client):
    draft = DocumentFactory(draft=True, number="7777/QĐ-TTg")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get("/vi/guidelines/quyet-dinh/7777-qd-ttg/").status_code == 404
    for address in (LIST, "/vi/guidelines/feed.atom"):
        assert "7777/QĐ-TTg" not in text(client.get(address))


def test_a_withdrawn_document_keeps_its_page_with_the_reason(client, decision):
    services.withdraw_document(document=decision, by=None, reason="Nhập nhầm số", at=timezone.now())
    response = client.get(decision.get_absolute_url())
    assert response.status_code == 200
    assert "Nhập nhầm số" in text(response)
    assert "950/QĐ-TTg" not in text(client.get("/vi/guidelines/feed.atom"))


def test_a_number_alone_leads_to_the_only_answer(client, decision):
    response = client.get("/vi/guidelines/quyet-dinh/950-qd-ttg/")
    assert response.status_code == 302
    assert response["Location"] == decision.get_absolute_url()


def test_a_number_that_recurs_shows_a_dated_choice(client, decision):
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2021, 5, 6))
    page = text(client.get("/vi/guidelines/quyet-dinh/950-qd-ttg/"))
    assert "2018-08-01" in page
    assert "2021-05-06" in page


def test_one_address_of_two_issuers_shows_a_choice(client, decision):
    other = DocumentFactory(
        number="950/QĐ-TTg",
        issued_on=date(2018, 8, 1),
        issuer=IssuerFactory(key="bo-xay-dung", name_vi="Bộ Xây dựng"),
    )
    page = text(client.get(decision.get_absolute_url()))
    assert "?issuer=bo-xay-dung" in page
    response = client.get(other.get_absolute_url(), {"issuer": "bo-xay-dung"})
    assert response.context["document"] == other


def test_the_address_without_a_date_redirects_once_the_date_is_known(client):
    document = DocumentFactory(number="3963/BTTTT-KHCN", issued_on=None, kind="bao-cao")
    services.keep_address(document)
    old = document.get_absolute_url()
    assert client.get(old).status_code == 200
    document.issued_on = date(2016, 11, 9)
    document.save()
    response = client.get(old, {"on": "2020-01-01"})
    assert response.status_code == 301
    assert response["Location"] == f"{document.get_absolute_url()}?on=2020-01-01"


@pytest.mark.parametrize("day", ["2018-08-02", "2018-13-45", "20180801", "x"])
def test_a_wrong_date_in_the_address_is_not_found(client, decision, day):
    assert client.get(f"/vi/guidelines/quyet-dinh/950-qd-ttg/{day}/").status_code == 404


def test_the_feed_names_the_newest_documents(client, decision):
    response = client.get("/en/guidelines/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "950/QĐ-TTg" in text(response)
    assert decision.path in text(response)


def test_nothing_in_a_title_can_close_the_structured_data(client):
    document = DocumentFactory(title_vi="</script><script>alert(1)</script>")
    page = text(client.get(document.get_absolute_url()))
    assert "<script>alert(1)" not in page
