"""The page that compares two texts: public texts only, in words, without JavaScript."""

from datetime import date

import pytest
from django.utils import timezone

from guidelines.choices import DocumentState
from guidelines.models import Redline, Version
from tests.factories.guidelines import DocumentFactory, text_of

pytestmark = pytest.mark.django_db
WORDS = {"dieu-2.khoan-2": "Khoản này đã được viết lại theo ý kiến của các địa phương."}


@pytest.fixture
def decision():
    document = DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))
    text_of(document, valid_from=date(2018, 8, 1))
    text_of(document, valid_from=date(2021, 1, 2), words=WORDS)
    return document


def address(document, query=""):
    return f"{document.get_absolute_url()}compare/{query}"


def page(client, document, query="", status=200):
    answer = client.get(address(document, query))
    assert answer.status_code == status
    return answer.content.decode()


def test_the_two_newest_texts_are_compared_by_default(client, decision):
    html = page(client, decision)
    assert "01/08/2018" in html
    assert "02/01/2021" in html
    assert '<article class="redline-unit" id="dieu-2"' in html
    assert "Khoản này đã được viết lại" in html
    assert 'id="dieu-1"' not in html


@pytest.mark.parametrize("names", [("2018-08-01", "2021-01-02"), None])
def test_texts_are_named_by_day_or_by_number(client, decision, names):
    older, newer = decision.versions.order_by("valid_from")
    first, last = names or (older.pk, newer.pk)
    html = page(client, decision, f"?from={first}&to={last}")
    assert "redline-unit" in html
    assert Redline.objects.get().older == older


def test_one_text_is_enough_to_find_the_other(client, decision):
    page(client, decision, "?to=2021-01-02")
    page(client, decision, "?from=2018-08-01")
    assert Redline.objects.count() == 1


def test_the_texts_can_be_swapped(client, decision):
    html = page(client, decision)
    assert "?from=2021-01-02&amp;to=2018-08-01" in html
    back = page(client, decision, "?from=2021-01-02&to=2018-08-01")
    assert "<del>" in back


def test_what_is_added_and_deleted_is_said_in_words(client, decision):
    html = page(client, decision)
    assert '<ins><span class="visually-hidden">[' in html
    assert '<del><span class="visually-hidden">[' in html


@pytest.mark.parametrize("query", ["?from=homqua", "?to=2021-13-40", "?from=2021-01-02&to=%3Cb%3E"])
def test_what_names_no_text_is_answered_with_a_sentence(client, decision, query):
    html = page(client, decision, query, status=400)
    assert "2018-08-01" in html
    assert '<select id="compare-from"' in html
    assert '<option value="2018-08-01" selected>' in html


def test_a_text_is_not_compared_with_itself(client, decision):
    page(client, decision, "?from=2021-01-02&to=2021-01-02", status=400)


@pytest.mark.parametrize("query", ["?from=1999-01-01", "?to=99999999", "?from=9" + "0" * 30])
def test_texts_that_do_not_exist_are_not_found(client, decision, query):
    expected = 400 if len(query) > 20 else 404
    page(client, decision, query, status=expected)


def test_a_text_that_is_not_public_cannot_be_named(client, decision):
    secret = {"dieu-1": "Nội dung chưa công bố."}
    draft = text_of(decision, valid_from=date(2022, 1, 2), words=secret, draft=True)
    for query in (f"?to={draft.pk}", "?to=2022-01-02", f"?from={draft.pk}"):
        assert "Nội dung chưa công bố" not in page(client, decision, query, status=404)
    assert "02/01/2022" not in page(client, decision)


def test_a_withdrawn_text_cannot_be_named(client, decision):
    newer = decision.versions.get(valid_from=date(2021, 1, 2))
    Version.objects.filter(pk=newer.pk).update(
        state=DocumentState.WITHDRAWN, withdrawn_at=timezone.now(), withdrawal_reason="Sai."
    )
    page(client, decision, "?to=2021-01-02", status=404)


def test_a_document_that_is_a_draft_has_no_comparison(client):
    document = DocumentFactory(draft=True)
    text_of(document, valid_from=date(2018, 8, 1))
    text_of(document, valid_from=date(2021, 1, 2), words=WORDS)
    page(client, document, status=404)


def test_one_text_alone_says_that_there_is_nothing_to_compare(client):
    document = DocumentFactory()
    text_of(document)
    html = page(client, document)
    assert "redline-unit" not in html
    assert "compare-from" not in html


def test_texts_of_two_languages_are_not_compared(client, decision):
    english = text_of(decision, valid_from=date(2021, 1, 3), language="en")
    page(client, decision, f"?from=2018-08-01&to={english.pk}", status=400)


def test_equal_texts_say_so(client):
    document = DocumentFactory()
    text_of(document, valid_from=date(2018, 8, 1))
    text_of(document, valid_from=date(2021, 1, 2))
    html = page(client, document)
    assert "redline-unit" not in html
    assert "redline-fold" not in html


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_page_reads_in_three_languages(client, decision, language):
    answer = client.get(address(decision).replace("/vi/", f"/{language}/"))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_markup_in_a_text_stays_text(client):
    document = DocumentFactory()
    text_of(document, valid_from=date(2018, 8, 1))
    words = {"dieu-1.khoan-2": "Ghi <script>alert(1)</script> & gửi."}
    text_of(document, valid_from=date(2021, 1, 2), words=words)
    html = page(client, document)
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_stored_comparison_asks_little_of_the_database(
    client, decision, django_assert_max_num_queries
):
    page(client, decision)
    with django_assert_max_num_queries(12):
        page(client, decision)


def test_a_document_without_a_public_text_has_no_comparison(client):
    page(client, DocumentFactory(), status=404)


def test_words_of_the_page_inside_a_text_say_their_language(client, decision):
    html = client.get(address(decision).replace("/vi/", "/en/")).content.decode()
    assert '<ins><span class="visually-hidden" lang="en">[start of added words] </span>' in html
    assert 'class="redline-rows" lang="vi"' in html
