"""The page that adds a passkey speaks the reader's language, its one field included."""

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(("language", "label"), [("vi", "Tên"), ("ko", "이름")])
def test_the_name_of_a_passkey_is_asked_in_the_readers_language(db, language, label):
    person = UserFactory(official=True)
    person.set_password("mat-khau-thu-2026")
    person.save()
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = language
    asked = "/accounts/2fa/webauthn/add/"
    client.post(f"/accounts/reauthenticate/?next={asked}", {"password": "mat-khau-thu-2026"})
    body = client.get(asked).content.decode()
    assert f">{label}" in body
    assert ">Name" not in body
