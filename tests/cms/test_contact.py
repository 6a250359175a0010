"""The contact form reaches staff, and only with a token, a consent and moderation."""

import pytest
from django.test import Client, override_settings

from tests.factories.cms import ContactMessageFactory
from vkc.cms.models import ContactMessage, SiteSettings
from vkc.notifications.models import Message

ADDRESS = "/vi/contact/write/"
FILLED = {
    "name": "Nguyễn Thị Bình",
    "email": "binh@example.org",
    "subject": "Hỏi về lớp học",
    "body": "Bao giờ mở lớp tiếp theo?",
    "consent": "on",
    "website": "",
}


@override_settings(CONTACT_RECIPIENTS=["phong@vkc.test", "ban@vkc.test"])
def test_a_message_is_kept_and_each_recipient_gets_mail(portal, client: Client):
    response = client.post(ADDRESS, FILLED)
    assert response.status_code == 302
    message = ContactMessage.objects.get()
    assert message.body == FILLED["body"]
    assert message.consented_at is not None
    queued = Message.objects.filter(event="cms.contact_received")
    assert {row.recipient for row in queued} == {"phong@vkc.test", "ban@vkc.test"}
    assert FILLED["body"] in queued[0].body
    assert client.get(response["Location"]).status_code == 200


@override_settings(CONTACT_RECIPIENTS=["phong@vkc.test"])
def test_staff_name_the_recipients_in_the_back_office(portal, client: Client):
    SiteSettings.objects.create(site_id=_site(), contact_recipients="truc@vkc.test\n")
    client.post(ADDRESS, FILLED)
    assert Message.objects.get(event="cms.contact_received").recipient == "truc@vkc.test"


@pytest.mark.parametrize("missing", ["name", "email", "subject", "body", "consent"])
def test_a_missing_field_is_named_and_what_was_typed_is_kept(portal, client: Client, missing: str):
    response = client.post(
        ADDRESS,
        {**FILLED, missing: ""}
        if missing != "consent"
        else {k: v for k, v in FILLED.items() if k != "consent"},
    )
    assert response.status_code == 422
    assert missing in response.context["form"].errors
    assert ContactMessage.objects.count() == 0
    if missing != "body":
        assert FILLED["body"] in response.content.decode()


def test_a_robot_that_fills_the_hidden_field_is_thanked_and_ignored(portal, client: Client):
    response = client.post(ADDRESS, {**FILLED, "website": "https://spam.example"})
    assert response.status_code == 302
    assert ContactMessage.objects.count() == 0


def test_the_sixth_message_within_an_hour_is_refused_with_a_sentence(portal, client: Client):
    for _number in range(5):
        assert client.post(ADDRESS, FILLED).status_code == 302
    response = client.post(ADDRESS, FILLED)
    assert response.status_code == 429
    assert response.context["form"].non_field_errors()
    assert ContactMessage.objects.count() == 5


def test_a_message_without_a_token_is_forbidden(portal):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, FILLED).status_code == 403
    assert ContactMessage.objects.count() == 0


def test_the_form_is_never_cached(portal, client: Client):
    response = client.get(ADDRESS)
    assert "no-store" in response["Cache-Control"]


def test_a_nul_byte_in_a_message_is_an_error_of_its_field(portal, client: Client):
    response = client.post(ADDRESS, {**FILLED, "body": "a\x00b"})
    assert response.status_code == 422
    assert "body" in response.context["form"].errors


def test_a_message_is_named_by_who_and_what(portal):
    assert str(ContactMessageFactory.build()) == "Nguyễn Thị Bình: Hỏi về lớp học"


def _site() -> int:
    from wagtail.models import Site

    return Site.objects.get().pk
