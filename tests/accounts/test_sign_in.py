from urllib.parse import parse_qs, urlparse

import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client

from tests.accounts.conftest import verify
from tests.factories.accounts import PASSWORD, AgencyFactory, UserFactory
from vkc.accounts.models import User

OIDC = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": "VNeID thử",
                "client_id": "vkc",
                "secret": "bi-mat",
                "settings": {"server_url": "https://sso.vkc.test"},
            }
        ],
    }
}
DISCOVERY = {
    "authorization_endpoint": "https://sso.vkc.test/authorize",
    "token_endpoint": "https://sso.vkc.test/token",
    "userinfo_endpoint": "https://sso.vkc.test/userinfo",
}


def test_no_identity_provider_is_offered_where_none_is_configured(client, db):
    assert "/accounts/oidc/" not in client.get("/accounts/login/").text


def test_a_configured_provider_is_offered_and_asked_with_pkce(client, db, settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = OIDC
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", DISCOVERY)
    page = client.get("/accounts/login/").text
    assert "VNeID thử" in page
    assert "/accounts/oidc/sso/login/" in page
    response = client.post("/accounts/oidc/sso/login/")
    assert response.url.startswith("https://sso.vkc.test/authorize?")
    assert "code_challenge_method=S256" in response.url
    assert "code_challenge=" in response.url


def test_a_person_from_a_provider_names_an_agency_and_waits(client, db, settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = OIDC
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", DISCOVERY)
    monkeypatch.setattr(OAuth2Client, "get_access_token", lambda *_a, **_k: {"access_token": "t"})
    claims = {"sub": "42", "name": "Ngô Văn Số", "email": "so@vkc.test", "email_verified": True}

    def complete_login(self, request, app, token, **kwargs):
        return self.get_provider().sociallogin_from_response(request, claims)

    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "complete_login", complete_login)
    asked = parse_qs(urlparse(client.post("/accounts/oidc/sso/login/").url).query)
    back = {"code": "c", "state": asked["state"][0]}
    response = client.get("/accounts/oidc/sso/login/callback/", back, follow=True)
    assert response.request["PATH_INFO"] == "/accounts/3rdparty/signup/"
    assert response.context["form"].initial["full_name"] == "Ngô Văn Số"
    data = {"email": "so@vkc.test", "full_name": "Ngô Văn Số", "language": "vi"}
    refused = client.post("/accounts/3rdparty/signup/", data)
    assert "agency" in refused.context["form"].errors
    client.post("/accounts/3rdparty/signup/", {**data, "agency": AgencyFactory().pk})
    person = User.objects.get(email="so@vkc.test")
    assert (person.state, person.full_name) == ("pending", "Ngô Văn Số")
    assert not person.has_perm("courses.enrol_session")


def test_too_many_attempts_get_a_page_in_our_look(db):
    client = Client()
    client.cookies["django_language"] = "vi"
    codes = []
    for _number in range(31):
        response = client.post("/accounts/login/", {"login": "a@vkc.test", "password": "sai"})
        codes.append(response.status_code)
    assert codes[-1] == 429
    assert codes[0] == 200
    assert 'class="masthead"' in response.text
    assert '<html lang="vi"' in response.text


def test_a_few_wrong_passwords_close_the_door_for_that_address(db):
    person = UserFactory(official=True)
    verify(person)
    client = Client()
    for _number in range(6):
        client.post("/accounts/login/", {"login": person.email, "password": "sai"})
    response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert response.status_code == 200
    assert response.context["form"].errors


def test_a_person_who_was_switched_off_cannot_sign_in(db, sign_in):
    client = sign_in(UserFactory(official=True, is_active=False))
    assert client.get("/vi/my/").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/"])
def test_signing_in_never_leads_to_another_site(db, target):
    person = UserFactory(official=True)
    verify(person)
    data = {"login": person.email, "password": PASSWORD, "next": target}
    assert Client().post("/accounts/login/", data).url == "/vi/my/"
