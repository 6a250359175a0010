import json

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils import timezone

from tests.factories.accounts import PASSWORD, UserFactory
from vkc.accounts import services
from vkc.accounts.models import User
from vkc.core import registry

NOW = timezone.now()


@pytest.fixture
def person(db) -> User:
    return UserFactory(official=True, full_name="Phạm Thị Xóa", position="Chuyên viên")


def test_the_export_holds_what_each_app_keeps(person, sign_in, monkeypatch):
    extra = {"accounts": (1, services.account_data), "other": (2, lambda user: {"n": user.pk})}
    monkeypatch.setattr(registry.my_data, "_items", extra)
    response = sign_in(person).post("/vi/my/data/export/")
    assert "attachment" in response["Content-Disposition"]
    found = json.loads(response.content)
    assert found["accounts"]["full_name"] == "Phạm Thị Xóa"
    assert found["accounts"]["roles"] == ["official"]
    assert found["other"] == {"n": person.pk}


def test_every_registered_export_can_be_written_as_json(person, sign_in):
    response = sign_in(person).post("/vi/my/data/export/")
    assert set(json.loads(response.content)) == {key for key, _offer in registry.my_data.items()}


def test_erasing_leaves_a_row_without_a_person(person, sign_in, monkeypatch):
    asked = []
    monkeypatch.setattr(registry.my_data_erasers, "_items", {"test": (1, asked.append)})
    other = sign_in(person)
    client = sign_in(person)
    asks = client.post("/vi/my/data/erase/", {"is_sure": "on"})
    assert asks.url.startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=person.pk).is_active
    data = {"password": PASSWORD, "next": "/vi/my/data/erase/"}
    assert client.post(asks.url, data).status_code == 200
    erased = User.objects.get(pk=person.pk)
    assert (erased.full_name, erased.position, erased.agency) == ("", "", None)
    assert erased.email.endswith("@erased.invalid")
    assert (erased.state, erased.is_active) == ("closed", False)
    assert not erased.has_usable_password()
    assert asked == [erased]
    assert not EmailAddress.objects.filter(user=erased).exists()
    assert not UserSession.objects.filter(user=erased).exists()
    assert other.get("/vi/my/").status_code == 302
    assert list(erased.events.values_list("event", flat=True)) == ["closed"]


def test_erasing_asks_for_a_second_look(person, sign_in):
    client = sign_in(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.post("/vi/my/data/erase/", {})
    assert "is_sure" in response.context["form"].errors
    assert User.objects.get(pk=person.pk).is_active


def test_an_erased_address_can_register_again(person, client):
    address = person.email
    services.erase_account(user=person, at=NOW)
    response = client.post("/accounts/login/", {"login": address, "password": PASSWORD})
    assert response.status_code == 200
    assert UserFactory(email=address).pk != person.pk


def test_an_account_is_erased_once(person):
    services.erase_account(user=person, at=NOW)
    from vkc.core.states import TransitionRefused

    with pytest.raises(TransitionRefused):
        services.erase_account(user=person, at=NOW)


def test_an_approved_person_changes_details_but_not_the_agency(person, sign_in):
    other = UserFactory().agency
    data = {"full_name": "Tên Mới", "position": "", "language": "ko", "agency": other.pk}
    sign_in(person).post("/vi/my/profile/", data)
    changed = User.objects.get(pk=person.pk)
    assert (changed.full_name, changed.language) == ("Tên Mới", "ko")
    assert changed.agency == person.agency


def test_my_pages_may_never_be_kept_by_a_cache(person, sign_in):
    client = sign_in(person)
    for page in ("", "profile/", "data/"):
        response = client.get(f"/vi/my/{page}")
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]


def test_my_page_shows_the_cards_that_apps_offer(person, sign_in, monkeypatch):
    from vkc.core.registry import Panel

    card = Panel("components/empty_state.html", {"title": "Một tấm thẻ"})
    offers = {"a": (1, lambda request: card), "b": (2, lambda request: None)}
    monkeypatch.setattr(registry.my_cards, "_items", offers)
    assert "Một tấm thẻ" in sign_in(person).get("/vi/my/").text
