"""The addresses of made files."""

from datetime import date

import pytest
from django.urls import reverse

from guidelines.models import Output
from tests.factories.guidelines import DocumentFactory, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }


@pytest.fixture
def document():
    document = DocumentFactory(number="12/QĐ-TTg", effective_on=date(2020, 1, 2))
    text_of(document)
    return document


def address(document, form="pdf"):
    place = [document.kind, document.number_slug, document.day_part, form]
    return reverse("guidelines:download", args=place)


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("epub", b"PK")])
def test_a_reader_takes_the_text_home(client, document, form, start):
    answer = client.get(address(document, form), {"on": "2026-01-05"})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(start)
    assert f"quyet-dinh-12-qd-ttg-2026-01-05.{form}" in answer["Content-Disposition"]


def test_an_article_and_a_selection_can_be_taken(client, document):
    answer = client.get(address(document, "epub"), {"provision": ["dieu-1", "dieu-3"]})
    assert answer.status_code == 200
    assert Output.objects.get().selection == ["dieu-1", "dieu-3"]


def test_parts_are_chosen_on_a_page_without_script(client, document):
    place = [document.kind, document.number_slug, document.day_part]
    page = client.get(reverse("guidelines:choose", args=place), {"on": "2026-01-05"})
    words = page.content.decode()
    assert 'name="provision" value="dieu-3"' in words
    assert 'formaction="' + address(document, "epub") + '"' in words
    assert 'name="on" value="2026-01-05"' in words
    assert "dieu-3.khoan-1" not in words


def test_the_page_of_a_provision_offers_its_files(client, document):
    place = [document.kind, document.number_slug, document.day_part, "dieu-2"]
    words = client.get(reverse("guidelines:provision", args=place)).content.decode()
    assert address(document, "docx") + "?provision=dieu-2" in words


@pytest.mark.parametrize("query", [{"on": "2018-13-45"}, {"provision": "dieu-99"}])
def test_a_wrong_question_gets_a_sentence(client, document, query):
    answer = client.get(address(document), query)
    assert answer.status_code == 400
    assert "Không thể tạo tệp này" in answer.content.decode()


def test_an_unknown_format_is_not_found(client, document):
    assert client.get(address(document, "exe")).status_code == 404


def test_a_document_without_text_has_no_file(client):
    assert client.get(address(DocumentFactory())).status_code == 404


def test_too_many_new_files_an_hour_are_refused(client, document, monkeypatch):
    monkeypatch.setattr("guidelines.views.downloads.MADE_PER_HOUR", 1)
    assert client.get(address(document, "epub")).status_code == 200
    assert client.get(address(document, "epub")).status_code == 200
    assert client.get(address(document, "docx")).status_code == 429
