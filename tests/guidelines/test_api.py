"""The library in the open API: what it tells, of whom it keeps silent, how it refuses."""

import json
from datetime import date

import pytest
from django.utils import timezone

from guidelines.choices import ChangeKind, DocumentState, Verb
from guidelines.services.changes import record_change
from tests.factories.guidelines import DocumentFactory, EffectFactory, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return DocumentFactory(number="12/QĐ-TTg", effective_on=date(2020, 1, 2))


@pytest.fixture
def version(document):
    return text_of(document)


def get(client, resource, **query):
    answer = client.get(f"/api/v1/{resource}", query)
    return answer, (
        json.loads(answer.content)
        if answer["Content-Type"].startswith("application/json")
        else None
    )


def test_documents_come_with_their_status_of_the_day(client, document):
    _answer, body = get(client, "documents", as_of="2019-01-01")
    assert [row["status"] for row in body["results"]] == ["not_yet_in_force"]
    _answer, body = get(client, "documents", status="in_force")
    assert [row["number"] for row in body["results"]] == ["12/QĐ-TTg"]
    assert body["results"][0]["title_en"] is None


def test_drafts_are_not_in_the_api(client, document):
    draft = DocumentFactory(draft=True)
    assert get(client, "documents")[1]["count"] == 1
    assert get(client, f"documents/{draft.pk}")[0].status_code == 404
    assert str(draft.pk) not in [row["id"] for row in get(client, "documents")[1]["results"]]


def test_a_withdrawn_document_is_gone_with_its_reason(client, document):
    type(document).objects.update(
        state=DocumentState.WITHDRAWN, withdrawn_at=timezone.now(), withdrawal_reason="Đăng nhầm."
    )
    answer, body = get(client, f"documents/{document.pk}")
    assert answer.status_code == 410
    assert body["reason"] == "Đăng nhầm."


def test_provisions_carry_one_status_each(client, document, version):
    EffectFactory(
        target=document,
        target_path="dieu-2",
        verb=Verb.REPEALS,
        is_partial=True,
        in_force_on=date(2025, 1, 1),
    )
    _answer, body = get(client, "provisions", document=document.pk, as_of="2026-01-01")
    statuses = {row["path"]: row["status"] for row in body["results"]}
    assert len(statuses) == version.provisions.count() == body["count"]
    assert statuses["dieu-2.khoan-1.diem-dd"] == "expired"
    assert statuses["dieu-1"] == "in_force"


def test_a_path_brings_what_is_below_it(client, document, version):
    _answer, body = get(client, "provisions", path="dieu-1")
    assert {row["path"] for row in body["results"]} == {
        "dieu-1",
        "dieu-1.khoan-1",
        "dieu-1.khoan-1.diem-a",
        "dieu-1.khoan-1.diem-dd",
        "dieu-1.khoan-2",
    }


def test_the_text_of_the_day_is_read(client, document, version):
    text_of(document, articles=1, valid_from=date(2024, 1, 1))
    assert get(client, "provisions", as_of="2023-01-01")[1]["count"] == 15
    assert get(client, "provisions", as_of="2024-01-01")[1]["count"] == 5


def test_bulk_is_one_object_a_line(client, document, version):
    answer = client.get("/api/v1/provisions.jsonl")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [json.loads(line)["path"] for line in lines][:2] == ["dieu-1", "dieu-1.khoan-1"]
    answer = client.get("/api/v1/documents.jsonl")
    assert len(b"".join(answer.streaming_content).splitlines()) == 1


def test_changes_are_told_from_a_cursor_on(client, document):
    for note in ("Một", "Hai", "Ba"):
        record_change(
            document=document, kind=ChangeKind.DETAILS, at=timezone.now(), notes={"vi": note}
        )
    _answer, first = get(client, "changes", limit=2)
    assert [row["note_vi"] for row in first["results"]] == ["Một", "Hai"]
    assert first["more"] is True
    _answer, rest = get(client, "changes", after=first["next"])
    assert [row["note_vi"] for row in rest["results"]] == ["Ba"]
    assert rest["more"] is False


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_lists_can_be_had_as_spreadsheets(client, document, form):
    answer = client.get("/api/v1/documents", {"format": form})
    assert answer.status_code == 200
    assert f'filename="documents.{form}"' in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "query",
    ["as_of=2018-13-45", "page=0", "per_page=9999", "format=exe", "q=" + "a" * 10_000],
)
def test_wrong_parameters_are_named(client, query):
    answer = client.get(f"/api/v1/documents?{query}")
    assert answer.status_code == 400
    assert json.loads(answer.content)["detail"][0]["parameter"] == query.partition("=")[0]


def test_a_page_beyond_the_last_is_not_found(client, document):
    assert get(client, "documents", page=99999)[0].status_code == 404


def test_the_list_asks_a_fixed_number_of_questions(client, django_assert_max_num_queries):
    DocumentFactory.create_batch(5, effective_on=date(2020, 1, 2))
    with django_assert_max_num_queries(3):
        get(client, "documents")


def test_the_documentation_names_every_resource(client, db):
    page = client.get("/api/docs/").content.decode()
    schema = json.loads(client.get("/api/v1/openapi.json").content)
    assert "/api/v1/documents" in schema["paths"]
    assert all(path in page for path in schema["paths"])
