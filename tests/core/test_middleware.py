"""What enters is clean text; what leaves carries the right headers."""

import unicodedata

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.accounts import UserFactory
from vkc.core.middleware import PlainTextGuardMiddleware, PublicCacheMiddleware

DECOMPOSED = unicodedata.normalize("NFD", "đô thị")


class TestPlainTextGuard:
    @pytest.mark.parametrize(
        "address", ["/vi/topics/?q=a%00b", "/ko/topics/?%00=a", "/en/topics/a%00b/"]
    )
    def test_a_nul_gets_the_page_of_status_400(self, client, address):
        answer = client.get(address)
        assert answer.status_code == 400
        assert f'lang="{address[1:3]}"' in answer.content.decode()

    def test_the_page_of_a_refused_request_carries_the_strict_policy_too(self, client):
        answer = client.get("/vi/topics/?q=%00")
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]

    def test_query_text_arrives_composed(self, rf):
        seen = []
        guard = PlainTextGuardMiddleware(lambda request: seen.append(request.GET) or HttpResponse())
        guard(rf.get("/", {"q": DECOMPOSED, "topic": ["a", DECOMPOSED]}))
        assert seen[0]["q"] == "đô thị"
        assert seen[0].getlist("topic") == ["a", "đô thị"]

    def test_query_text_that_is_composed_already_is_left_alone(self, rf):
        request = rf.get("/", {"q": "đô thị"})
        before = request.GET
        PlainTextGuardMiddleware(lambda request: HttpResponse())(request)
        assert request.GET is before


@pytest.mark.django_db
class TestSecurityPolicy:
    def test_public_pages_allow_nothing_inline_and_no_other_host(self, client):
        policy = client.get("/vi/topics/")["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy

    def test_only_the_back_office_may_use_inline_parts(self, client):
        assert "'unsafe-inline'" in client.get("/cms/login/")["Content-Security-Policy"]

    def test_other_protective_headers_are_there(self, client):
        answer = client.get("/vi/topics/")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.django_db
class TestPublicCache:
    @pytest.mark.parametrize("address", ["/vi/topics/", "/en/places/", "/ko/search/"])
    def test_a_public_page_read_without_a_session_may_be_kept(self, client, address):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "public" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        assert answer["ETag"]

    def test_a_page_that_did_not_change_is_not_sent_again(self, client):
        tag = client.get("/vi/topics/")["ETag"]
        answer = client.get("/vi/topics/", headers={"If-None-Match": tag})
        assert answer.status_code == 304
        assert "public" in answer["Cache-Control"]

    def test_a_signed_in_reader_gets_a_page_no_cache_may_keep(self, client):
        client.force_login(UserFactory())
        answer = client.get("/vi/topics/")
        assert "public" not in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]

    def test_a_page_with_a_form_token_is_private(self, client):
        answer = client.get("/vi/follow/")
        assert "private" in answer["Cache-Control"]

    @pytest.mark.parametrize(("method", "status"), [("post", 200), ("get", 404), ("get", 302)])
    def test_what_is_no_plain_page_is_not_kept(self, rf, method, status):
        request = getattr(rf, method)("/")
        answer = PublicCacheMiddleware(lambda request: HttpResponse(status=status))(request)
        assert answer["Cache-Control"] == "no-cache"

    def test_a_view_that_says_so_itself_is_obeyed(self, rf):
        said = HttpResponse(headers={"Cache-Control": "max-age=5"})
        answer = PublicCacheMiddleware(lambda request: said)(rf.get("/"))
        assert answer["Cache-Control"] == "max-age=5"


@pytest.mark.django_db
class TestBadAddresses:
    @pytest.mark.parametrize(
        "address", ["/vi/nothing-here/", "/fr/places/", "/vi/places/63/999/", "/xx/"]
    )
    def test_what_is_not_there_is_a_404_page(self, client, address):
        answer = client.get(address, follow=True)
        assert answer.status_code == 404
        assert "<h1" in answer.content.decode()

    def test_a_form_without_its_token_gets_its_own_page(self):
        answer = Client(enforce_csrf_checks=True).post("/vi/follow/", {"email": "a@vkc.test"})
        assert answer.status_code == 403
        assert "<h1" in answer.content.decode()

    def test_a_thousand_parameters_too_many_are_a_400_page(self, client):
        answer = client.get("/vi/topics/?" + "&".join(f"a{n}=1" for n in range(1100)))
        assert answer.status_code == 400
        assert "<h1" in answer.content.decode()


class TestWrongMethod:
    @pytest.mark.parametrize("language", ["vi", "en", "ko"])
    def test_it_speaks_the_readers_language_and_names_what_is_allowed(self, client, language):
        answer = client.post(f"/{language}/guidelines/", headers={"accept": "text/html"})
        assert answer.status_code == 405
        assert "GET" in answer["Allow"]
        assert f'<html lang="{language}"' in answer.content.decode()

    def test_a_program_gets_the_bare_answer(self, client):
        answer = client.post("/vi/guidelines/", headers={"accept": "application/json"})
        assert (answer.status_code, answer.content) == (405, b"")
