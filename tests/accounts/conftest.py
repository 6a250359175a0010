"""People in one agency, and a way to sign in."""

import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from tests.factories.accounts import PASSWORD, AgencyFactory, UserFactory
from vkc.accounts.models import Agency, User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture
def agency(db) -> Agency:
    return AgencyFactory(name_vi="Sở Xây dựng thử")


@pytest.fixture
def coordinator(agency) -> User:
    return UserFactory(coordinator=True, agency=agency)


@pytest.fixture
def administrator(db) -> User:
    return UserFactory(administrator=True)


@pytest.fixture
def pending(agency) -> User:
    person = UserFactory(pending=True, agency=agency, full_name="Trần Thị Chờ")
    verify(person)
    return person


def verify(person: User) -> None:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """Sign in through the real form; with `totp`, through the second step too."""

    def enter(person: User, *, totp: bool = False) -> Client:
        client = Client()
        if not EmailAddress.objects.filter(user=person).exists():
            verify(person)
        if totp:
            TOTP.activate(person, SECRET)
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        if totp:
            client.post("/accounts/2fa/authenticate/", {"code": code_now()})
        return client

    return enter


@pytest.fixture
def told(monkeypatch) -> list[dict]:
    """What was handed to the messengers."""
    heard: list[dict] = []
    from vkc.core import registry

    monkeypatch.setattr(registry.messengers, "_items", {"test": (1, lambda **m: heard.append(m))})
    return heard
