"""Documents are found by the words of their text, articles one by one; nothing hidden is found."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from guidelines.choices import DocumentState, ProvisionKind
from guidelines.models import Version
from guidelines.searching import beginning_of, provision_drafts, units_of
from guidelines.services.documents import withdraw_document
from guidelines.services.publication import (
    approve_text,
    index_texts_of_today,
    withdraw_text,
)
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, ProvisionFactory, VersionFactory, text_of
from vkc.search import services
from vkc.search.models import SearchEntry

pytestmark = pytest.mark.django_db
AT = timezone.now()


def paths(query, **options):
    found = services.find(query, language="vi", **options)
    return [hit.entry.path for hit in found.hits]


def approved(document, **fields):
    version = text_of(
        document, 3, draft=True, state=DocumentState.IN_REVIEW, change_note_vi="Đăng.",
        author=UserFactory(editor=True), **fields,
    )  # fmt: skip
    approve_text(version=version, by=UserFactory(approver=True), at=AT)
    return version


def test_publishing_a_text_lets_its_words_be_found_with_the_anchor_of_the_article():
    document = DocumentFactory(number="12/QĐ-BXD")
    approved(document, words={"dieu-2.khoan-2": "Lắp đặt cảm biến thủy triều ở cửa sông."})
    found = paths("cảm biến thủy triều", type="provision")
    assert found == [f"{document.path}#dieu-2"]
    assert document.path in paths("cam bien thuy trieu", type="document")


def test_the_number_leads_to_the_document_before_its_articles():
    document = DocumentFactory(number="12/QĐ-BXD")
    approved(document)
    found = services.find("12/QĐ-BXD", language="vi")
    assert found.hits[0].entry.type == "document"
    assert found.same_number == []
    article = paths("Điều 2 quyết định 12/QĐ-BXD", type="provision")
    assert article[0] == f"{document.path}#dieu-2"


def test_the_command_prints_the_address_of_the_article(capsys):
    document = DocumentFactory(number="12/QĐ-BXD")
    approved(document, words={"dieu-3.khoan-2": "Giữ lại bản đồ ngập."})
    call_command("search_portal", "ban do ngap", "--type", "provision", "--json")
    hit = json.loads(capsys.readouterr().out)[0]
    assert hit["path"] == f"{document.path}#dieu-3"
    assert hit["url"] == f"/vi/{document.path}#dieu-3"
    assert hit["number"] == "12/QĐ-BXD"


def test_the_text_of_today_replaces_the_older_one():
    document = DocumentFactory()
    approved(document, words={"dieu-1.khoan-2": "Nội dung về hươu cao cổ."})
    approved(
        document, valid_from=date(2021, 1, 1), words={"dieu-1.khoan-2": "Nội dung về tê giác."}
    )
    assert paths("tê giác", type="provision") == [f"{document.path}#dieu-1"]
    assert paths("hươu cao cổ") == []


def test_a_text_of_the_future_is_not_what_is_found_today():
    document = DocumentFactory()
    approved(document, words={"dieu-1.khoan-2": "Nội dung về hươu cao cổ."})
    tomorrow = timezone.localdate() + timedelta(days=1)
    approved(document, valid_from=tomorrow, words={"dieu-1.khoan-2": "Nội dung về tê giác."})
    assert paths("tê giác") == []
    assert paths("hươu cao cổ", type="provision") == [f"{document.path}#dieu-1"]


def test_search_follows_a_text_that_becomes_valid_by_the_calendar():
    document = DocumentFactory()
    today = timezone.localdate()
    text_of(document, 1, valid_from=today, words={"dieu-1.khoan-2": "Nội dung về tê giác."})
    assert index_texts_of_today(today=today - timedelta(days=1)) == 0
    assert index_texts_of_today(today=today) == 1
    assert paths("tê giác", type="provision") == [f"{document.path}#dieu-1"]


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled"])
def test_a_text_that_is_not_public_is_found_nowhere(state):
    document = DocumentFactory()
    text_of(
        document, 1, draft=True, state=state, publish_at=AT, change_note_vi="Đăng.",
        words={"dieu-1.khoan-2": "Nội dung về tê giác."},
    )  # fmt: skip
    services.index(document)
    services.rebuild()
    assert paths("tê giác") == []


def test_withdrawing_text_or_document_takes_its_words_out():
    document, other = DocumentFactory(), DocumentFactory()
    version = approved(document, words={"dieu-1.khoan-2": "Nội dung về tê giác."})
    approved(other, words={"dieu-1.khoan-2": "Nội dung về tê giác."})
    withdraw_text(version=version, by=None, reason="Nhầm tệp", at=AT)
    assert paths("tê giác", type="provision") == [f"{other.path}#dieu-1"]
    withdraw_document(document=other, by=None, reason="Sai số", at=AT)
    assert paths("tê giác") == []


def test_a_rebuild_makes_the_same_entries_again():
    document = DocumentFactory()
    approved(document)
    DocumentFactory(draft=True)
    before = set(SearchEntry.objects.values_list("type", "object_key", "path"))
    SearchEntry.objects.filter(type="provision").delete()
    counts = services.rebuild()
    assert counts["provision"] == 3
    assert set(SearchEntry.objects.values_list("type", "object_key", "path")) == before


def test_indexing_a_long_text_costs_few_queries(django_assert_max_num_queries):
    document = DocumentFactory()
    text_of(document, 120)
    with django_assert_max_num_queries(18):
        services.index(document)
    assert SearchEntry.objects.filter(type="provision").count() == 120


def test_chapters_tables_and_annexes_are_found_where_they_stand():
    version = VersionFactory()
    rows = [
        ("preamble", "mo-dau", "", "", "Căn cứ Luật thử;"),
        ("chapter", "chuong-1", "Chương I", "QUY ĐỊNH CHUNG", ""),
        ("article", "dieu-1", "Điều 1", "Phạm vi", "Lời dẫn."),
        ("clause", "dieu-1.khoan-1", "1", "", "Khoản một."),
        ("chapter", "chuong-2", "Chương II", "TỔ CHỨC", "Lời của chương."),
        ("annex", "phu-luc-1", "Phụ lục I", "Danh mục", ""),
        ("table", "phu-luc-1.bang-1", "", "", ""),
        ("article", "phu-luc-1.dieu-1", "Điều 1", "", "Điều của phụ lục."),
    ]
    cells = {"rows": [[{"text": "Máy bơm"}, {"text": "Cái"}]]}
    for order, (kind, path, label, heading, text) in enumerate(rows):
        ProvisionFactory(
            version=version, kind=ProvisionKind(kind), path=path, label=label, heading=heading,
            number="", order=order, words__text=text,
            words__table=cells if kind == "table" else None,
        )  # fmt: skip
    units = units_of(version)
    assert {path: (unit.title, unit.text) for path, unit in units.items()} == {
        "mo-dau": ("Phần mở đầu", "Căn cứ Luật thử;"),
        "dieu-1": ("Điều 1. Phạm vi", "Lời dẫn. 1 Khoản một."),
        "chuong-2": ("Chương II. TỔ CHỨC", "Lời của chương."),
        "phu-luc-1": ("Phụ lục I. Danh mục", "Máy bơm Cái"),
        "phu-luc-1.dieu-1": ("Điều 1", "Điều của phụ lục."),
    }
    assert "Máy bơm" not in beginning_of(version)


def test_a_translation_is_found_in_its_own_language_beside_the_original():
    document = DocumentFactory()
    text_of(document, 1)
    text_of(document, 1, language="en", words={"dieu-1.khoan-2": "Tidal sensors."})
    drafts = list(provision_drafts(document))
    assert [set(draft.bodies) for draft in drafts] == [{"vi", "en"}]
    assert "Tidal sensors." in drafts[0].bodies["en"]
    assert Version.objects.count() == 2
