import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tests.accounts.conftest import SECRET, code_now, verify
from tests.factories.accounts import PASSWORD, UserFactory
from vkc.accounts.middleware import is_guarded

STAFF = ["editor", "approver", "registrar", "verifier", "administrator"]


@pytest.mark.parametrize("role", STAFF)
def test_staff_without_a_second_factor_are_led_to_set_it_up(db, sign_in, role):
    client = sign_in(UserFactory(**{role: True}))
    response = client.get("/cms/")
    assert (response.status_code, response.url) == (302, "/accounts/2fa/")
    page = client.get(response.url)
    assert "notice" in page.text
    assert page.status_code == 200


def test_staff_who_proved_their_second_factor_reach_the_back_office(db, sign_in):
    client = sign_in(UserFactory(editor=True), totp=True)
    assert client.get("/cms/").status_code == 200


def test_a_password_alone_does_not_open_the_session_of_a_person_with_totp(db):
    person = UserFactory(editor=True)
    verify(person)
    TOTP.activate(person, SECRET)
    client = Client()
    response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert response.url == "/accounts/2fa/authenticate/"
    assert client.get("/vi/my/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/cms/").url.startswith("/accounts/login/")


def test_a_session_older_than_the_second_factor_must_confirm_it(db, sign_in):
    person = UserFactory(editor=True)
    client = sign_in(person)
    TOTP.activate(person, SECRET)
    response = client.get("/cms/")
    assert response.url == "/accounts/2fa/reauthenticate/?next=%2Fcms%2F"
    after = client.post(response.url, {"code": code_now(), "next": "/cms/"})
    assert after.url == "/cms/"
    assert client.get("/cms/").status_code == 200


def test_administrators_decide_on_people_only_with_a_second_factor(db, sign_in):
    client = sign_in(UserFactory(administrator=True))
    assert client.get("/vi/my/approvals/").url == "/accounts/2fa/"
    assert client.get("/vi/my/").status_code == 200


@pytest.mark.parametrize("role", ["official", "coordinator", "partner"])
def test_people_who_are_not_staff_find_no_back_office(db, sign_in, role):
    assert sign_in(UserFactory(**{role: True})).get("/cms/").status_code == 403


def test_the_back_office_sends_strangers_to_the_one_sign_in_page(client, db):
    assert client.get("/cms/").url == "/accounts/login/?next=/cms/"
    assert client.get("/cms/login/?next=/cms/").url == "/accounts/login/?next=/cms/"


def test_a_coordinator_needs_no_second_factor_for_the_own_agency(coordinator, sign_in):
    assert sign_in(coordinator).get("/vi/my/approvals/").status_code == 200


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/cms/", True),
        ("/cms/pages/3/edit/", True),
        ("/vi/my/approvals/", True),
        ("/ko/my/invitations/4/resend/", True),
        ("/vi/my/", False),
        ("/vi/my/invitation/abc/", False),
        ("/accounts/2fa/", False),
        ("/vi/courses/", False),
    ],
)
def test_which_pages_ask_for_a_second_factor(path, answer):
    assert is_guarded(path) is answer


def test_the_page_for_signing_in_offers_a_passkey(client, db):
    assert "passkey_login" in client.get("/accounts/login/").text
