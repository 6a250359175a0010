"""The pages below a document: texts, originals, one provision through time; moved and withdrawn."""

import hashlib
from datetime import date

import pytest
from django.utils import timezone

from guidelines import services
from guidelines.choices import DocumentState, Verb
from guidelines.models import Attachment, Version
from guidelines.services.citations import record_citations
from tests.factories.guidelines import (
    DocumentFactory,
    EffectFactory,
    SourceFileFactory,
    text_of,
)

pytestmark = pytest.mark.django_db
LATER = "Kinh phí do địa phương tự bảo đảm."


@pytest.fixture
def decision():
    document = DocumentFactory(issued_on=date(2020, 1, 2), effective_on=date(2020, 1, 2))
    text_of(document, 2, valid_from=date(2020, 1, 2))
    text_of(document, 2, valid_from=date(2022, 1, 1))
    text_of(document, 2, valid_from=date(2024, 7, 1), words={"dieu-1.khoan-2": LATER})
    return document


@pytest.fixture
def source():
    made = SourceFileFactory(name="../Nghị định\r\n950.docx", content=b"PK goc")
    yield made
    made.file.delete(save=False)


def withdraw(version):
    Version.objects.filter(pk=version.pk).update(
        state=DocumentState.WITHDRAWN, withdrawn_at=timezone.now(), withdrawal_reason="Sai bản"
    )


def get(client, document, below="", **query):
    return client.get(f"/vi/{document.path}{below}", query)


def test_the_texts_are_listed_with_their_days_notes_and_comparison(client, decision):
    response = get(client, decision, "versions/")
    rows = response.context["versions"]
    assert [row["from_day"].year for row in rows] == [2024, 2022, 2020]
    assert [row["last_day"] for row in rows] == [None, date(2024, 6, 30), date(2021, 12, 31)]
    assert rows[0]["compare_url"].endswith("compare/?from=2022-01-01&to=2024-07-01")
    assert rows[2]["compare_url"] == ""
    assert "Đăng lần đầu." in response.content.decode()


def test_a_withdrawn_text_is_listed_with_its_reason_and_no_way_in(client, decision, source):
    latest = decision.versions.first()
    Version.objects.filter(pk=latest.pk).update(source=source)
    withdraw(latest)
    response = get(client, decision, "versions/")
    assert "Sai bản" in response.content.decode()
    assert response.context["versions"][0]["url"] == ""
    assert response.context["versions"][1]["last_day"] is None
    assert get(client, decision, f"original/{source.pk}/").status_code == 410
    assert get(client, decision, "original/").status_code == 404


def test_an_original_is_handed_out_as_a_file_that_a_browser_does_not_open(client, decision, source):
    text_of(decision, 1, valid_from=date(2025, 1, 1), source=source)
    listed = get(client, decision, "original/")
    assert hashlib.sha256(b"PK goc").hexdigest() in listed.content.decode()
    response = get(client, decision, f"original/{source.pk}/")
    assert b"".join(response.streaming_content) == b"PK goc"
    assert response["Content-Disposition"].startswith("attachment;")
    assert ".." not in response["Content-Disposition"]
    assert "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_of_another_document_is_not_found_here(client, decision, source):
    other = DocumentFactory()
    text_of(other, 1, source=source)
    assert get(client, decision, f"original/{source.pk}/").status_code == 404
    assert get(client, other, f"original/{source.pk}/").status_code == 200


def test_a_file_that_is_lost_on_disk_is_not_found(client, decision):
    lost = SourceFileFactory(content=b"mat roi")
    text_of(decision, 1, valid_from=date(2025, 1, 1), source=lost)
    lost.file.storage.delete(lost.file.name)
    assert get(client, decision, f"original/{lost.pk}/").status_code == 404


def test_what_goes_with_a_text_is_listed_among_its_files(client, decision, source):
    Attachment.objects.create(
        version=decision.versions.first(), file=source, title_vi="Biểu mẫu số 1"
    )
    rows = get(client, decision, "original/").context["originals"]
    assert [(row["label"], row["type"]) for row in rows] == [("Biểu mẫu số 1", "TXT")]


def test_a_provision_shows_each_wording_once(client, decision):
    entries = get(client, decision, "provisions/dieu-1.khoan-2/").context["entries"]
    assert [entry["from_day"] for entry in entries] == [date(2024, 7, 1), date(2020, 1, 2)]
    assert [entry["count"] for entry in entries] == [1, 2]
    assert LATER in entries[0]["html"]
    assert "ngân sách" in entries[1]["html"]
    assert entries[0]["compare_url"].endswith("compare/?from=2022-01-01&to=2024-07-01")


def test_a_provision_is_followed_through_its_renumbering(client, decision):
    latest = decision.versions.first()
    old = decision.versions.last().provisions.get(path="dieu-1")
    Version.objects.filter(pk=latest.pk).update(state=DocumentState.DRAFT)
    latest.provisions.filter(path="dieu-1").delete()
    latest.provisions.filter(path="dieu-2").update(lineage=old.lineage)
    Version.objects.filter(pk=latest.pk).update(state=DocumentState.PUBLISHED)
    response = get(client, decision, "provisions/dieu-2/")
    assert response.context["former"] == ["Điều 1"]
    assert [entry["words"] for entry in response.context["entries"]] == ["Điều 2", "Điều 1"]


def test_a_provision_has_its_status_of_the_day_with_the_sentence(client, decision):
    EffectFactory(
        target=decision,
        acting=DocumentFactory(effective_on=date(2025, 1, 1)),
        verb=Verb.REPEALS,
        target_path="dieu-1",
        target_lineage=decision.versions.first().provisions.get(path="dieu-1").lineage,
        note="Bãi bỏ Điều 1.",
    )
    before = get(client, decision, "provisions/dieu-1.khoan-2/", on="2024-12-31")
    assert before.context["status_tone"] == "in_force"
    after = get(client, decision, "provisions/dieu-1.khoan-2/", on="2025-01-01")
    assert after.context["status_tone"] == "expired"
    assert "Bãi bỏ Điều 1." in after.content.decode()
    assert get(client, decision, "provisions/dieu-2/").context["status_tone"] == "in_force"


def test_a_provision_names_who_cites_it(client, decision):
    citing = DocumentFactory()
    words = f"Theo khoản 2 Điều 1 {decision.citation.partition(' của ')[0]}."
    record_citations(version=text_of(citing, 1, words={"dieu-1.khoan-2": words}))
    rows = get(client, decision, "provisions/dieu-1.khoan-2/").context["cited_by"]
    assert len(rows) == 1
    assert citing.number in rows[0]["label"]
    assert get(client, decision, "provisions/dieu-2/").context["cited_by"] == []


def test_a_provision_asks_few_questions_whatever_the_number_of_texts(
    client, decision, django_assert_max_num_queries
):
    for year in range(2010, 2020):
        text_of(decision, 2, valid_from=date(year, 1, 1))
    get(client, decision, "provisions/dieu-1/")
    with django_assert_max_num_queries(15):
        assert get(client, decision, "provisions/dieu-1/").status_code == 200


@pytest.mark.parametrize("path", ["dieu-99", "x", "dieu-1%00", "<script>", "dieu-1.khoan-9"])
def test_a_provision_no_text_holds_is_not_found(client, decision, path):
    assert get(client, decision, f"provisions/{path}/").status_code in (400, 404)


def test_a_provision_of_a_withdrawn_text_is_gone_and_leads_on(client):
    document = DocumentFactory()
    withdraw(text_of(document, 1))
    response = get(client, document, "provisions/dieu-1/")
    assert response.status_code == 410
    assert document.get_absolute_url() in response.content.decode()
    assert "ngân sách" not in response.content.decode()


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
@pytest.mark.parametrize("below", ["versions/", "original/", "provisions/dieu-1/"])
def test_each_page_renders_in_each_language(client, decision, source, language, below):
    text_of(decision, 1, valid_from=date(2025, 1, 1), source=source)
    response = client.get(f"/{language}/{decision.path}{below}")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert not response.cookies


def test_an_old_address_leads_on_with_what_stands_below_it(client):
    document = DocumentFactory(number="3963/BTTTT-KHCN", issued_on=None, kind="bao-cao")
    text_of(document, 1)
    services.keep_address(document)
    old = f"/vi/{document.path}provisions/dieu-1/"
    document.issued_on = date(2016, 11, 9)
    document.save()
    response = client.get(old, {"on": "2020-01-01"})
    assert response.status_code == 301
    assert response["Location"] == f"/vi/{document.path}provisions/dieu-1/?on=2020-01-01"


def test_a_day_that_is_none_is_named_on_the_page_of_a_provision(client, decision):
    response = get(client, decision, "provisions/dieu-1/", on="2018-13-45")
    assert response.status_code == 400
    assert "2018-13-45" in response.content.decode()
