"""Health checks, and error pages that ask the database nothing."""

import pytest
from django.db import OperationalError

from vkc.core import views

PAGES = [
    (400, lambda request: views.bad_request(request)),
    (403, lambda request: views.permission_denied(request)),
    (404, lambda request: views.not_found(request)),
    (500, lambda request: views.server_error(request)),
    (403, lambda request: views.csrf_failure(request)),
    *[
        (status, lambda request, status=status: views.error_page(request, status))
        for status in (405, 410, 413, 429, 503)
    ],
]


# No database mark: a page that asked one question would fail.
@pytest.mark.parametrize("language", ["vi", "en", "ko"])
@pytest.mark.parametrize(("status", "page"), PAGES)
def test_each_error_page_works_without_the_database(rf, status, page, language):
    answer = page(rf.get(f"/{language}/guidelines/x/"))
    text = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}"' in text
    assert f'href="/{language}/"' in text
    assert text.count("<h1") == 1
    assert "no-store" in answer["Cache-Control"]


def test_an_address_without_a_language_gets_the_vietnamese_page(rf):
    assert '<html lang="vi"' in views.not_found(rf.get("/nothing")).content.decode()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_error_pages_speak_the_readers_language(rf, language):
    foreign = views.not_found(rf.get(f"/{language}/x/")).content.decode()
    vietnamese = views.not_found(rf.get("/vi/x/")).content.decode()
    heading = foreign.split("<h1>")[1].split("</h1>")[0]
    assert heading not in vietnamese


def test_what_was_asked_for_is_not_echoed_into_the_page(rf):
    assert "<script>alert" not in views.not_found(rf.get("/vi/<script>alert(1)")).content.decode()


def test_healthz_answers_without_asking_anything(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
class TestReadiness:
    def test_ready_when_database_cache_and_broker_answer(self, client):
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert answer.json() == {"database": "ok", "cache": "ok", "broker": "ok"}
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("part", ["database", "cache", "broker"])
    def test_not_ready_names_the_part_that_does_not_answer(self, client, monkeypatch, part):
        def broken():
            raise OperationalError("could not connect to server at 10.0.0.1")

        monkeypatch.setattr(views, f"_{part}", broken)
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()[part] == "unreachable"
        assert "10.0.0.1" not in answer.content.decode()
