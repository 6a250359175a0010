"""The outbox in the back office: staff see what was given up; nobody writes there by hand."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP

from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory
from vkc.notifications.wagtail_hooks import MessageViewSet, ReadOnlyPolicy

pytestmark = pytest.mark.django_db
LIST = "/cms/outbox/"


@pytest.fixture
def enter(client):
    """A client signed in with a role and a second factor."""

    def enter(**role):
        person = UserFactory(**role)
        TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        client.force_login(person)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "type": "totp", "at": time.time()}
        ]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    return enter


@pytest.mark.parametrize("role", ["registrar", "administrator"])
def test_who_answers_for_mail_sees_what_was_given_up_and_why(enter, role):
    message = MessageFactory(given_up=True, last_error="SMTPRecipientsRefused: 550")
    client = enter(**{role: True})
    assert message.recipient in client.get(LIST).content.decode()
    assert "550" in client.get(f"{LIST}inspect/{message.pk}/").content.decode()


@pytest.mark.parametrize("role", ["editor", "verifier"])
def test_others_of_the_staff_do_not_read_mail(enter, role):
    MessageFactory(recipient="rieng-tu@vkc.test")
    answer = enter(**{role: True}).get(LIST)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/cms/"), "refused by Wagtail, not by the sign-in"
    assert "rieng-tu@vkc.test" not in answer.content.decode()


@pytest.mark.parametrize("action", ["add", "change", "delete"])
def test_nobody_writes_a_message_by_hand(action):
    policy = ReadOnlyPolicy(MessageViewSet.model)
    assert not policy.user_has_permission(UserFactory(is_superuser=True), action)


def test_what_was_given_up_is_queued_once_more_from_its_page(enter):
    message = MessageFactory(given_up=True)
    client = enter(registrar=True)
    assert client.post(f"{LIST}inspect/{message.pk}/").status_code == 302
    message.refresh_from_db()
    assert message.state == "queued"
    assert client.post(f"{LIST}inspect/{message.pk}/").status_code in (302, 403)
    message.refresh_from_db()
    assert message.state == "queued"
