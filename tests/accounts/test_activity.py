"""When a session was last used: a new device at once, the same one now and then."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_another_browser_is_noted_at_once_and_the_same_one_not_again(client):
    client.force_login(UserFactory())
    first, second = {"user-agent": "Mot"}, {"user-agent": "Hai"}
    client.get("/vi/my/", headers=first)
    row = UserSession.objects.get()
    assert row.user_agent == "Mot"
    client.get("/vi/my/", headers=first)
    assert UserSession.objects.get().last_seen_at == row.last_seen_at
    client.get("/vi/my/", headers=second)
    assert UserSession.objects.get().user_agent == "Hai"
    cache.clear()
    client.get("/vi/my/", headers=first)
    assert UserSession.objects.get().last_seen_at > row.last_seen_at
