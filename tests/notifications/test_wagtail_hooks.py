"""The outbox in the back office: staff see what was given up; nobody writes there by hand."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction

from tests.factories.accounts import UserFactory
from tests.factories.notifications import NOW, MessageFactory
from vkc.core.states import TransitionRefused
from vkc.notifications.models import Message
from vkc.notifications.services import handle_message
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


@pytest.mark.parametrize("trait", ["given_up", "bounced"])
def test_what_did_not_arrive_is_marked_as_dealt_with_by_the_first_who_says_so(enter, trait):
    message = MessageFactory(**{trait: True})
    page = f"{LIST}inspect/{message.pk}/"
    client = enter(registrar=True)
    client.post(page, {"act": "handle"})
    first = Message.objects.get(pk=message.pk)
    assert (first.state, bool(first.handled_at)) == (trait, True)
    handle_message(message=message, by=UserFactory(), at=NOW)
    again = Message.objects.get(pk=message.pk)
    assert (again.handled_by, again.handled_at) == (first.handled_by, first.handled_at)
    client.post(page)
    again.refresh_from_db()
    assert (again.state, again.handled_at, again.handled_by) == ("queued", None, None)


@pytest.mark.parametrize("trait", ["sent", "failed", "sending"])
def test_mail_on_its_way_cannot_be_marked_as_dealt_with(trait):
    message = MessageFactory(**{trait: True})
    with pytest.raises(TransitionRefused):
        handle_message(message=message, by=UserFactory(), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(handled_at=NOW)


def test_an_editor_cannot_mark_mail(enter):
    message = MessageFactory(given_up=True)
    enter(editor=True).post(f"{LIST}inspect/{message.pk}/", {"act": "handle"})
    message.refresh_from_db()
    assert message.handled_at is None


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [("/cms/courses/desk/", "/cms/courses/desk/"), ("https://x.test/", ""), ("//x.test/", "")],
)
def test_the_way_back_stays_on_the_portal(enter, target, leads_to):
    page = f"{LIST}inspect/{MessageFactory(given_up=True).pk}/"
    answer = enter(registrar=True).post(page, {"act": "handle", "next": target})
    assert answer["Location"] == (leads_to or page)


def test_what_is_not_known_of_a_message_is_a_dash(enter):
    page = enter(registrar=True).get(f"{LIST}inspect/{MessageFactory(given_up=True).pk}/")
    values = {field["label"]: field["value"] for field in page.context["fields"]}
    assert "–" in values.values()
    assert not {None, "None", ""} & set(values.values())
