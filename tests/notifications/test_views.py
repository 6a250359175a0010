"""The pages for following by e-mail."""

import pytest
from django.test import Client

from tests.factories.notifications import SubscriptionFactory
from tests.factories.topics import TopicFactory
from vkc.notifications.models import Message, Subscription
from vkc.notifications.views import REQUESTS_PER_HOUR

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en", "ko"]


def form(topic, **changes) -> dict:
    return {"email": "doc-gia@vkc.test", "language": "vi", "topics": [topic.key], **changes}


@pytest.fixture
def mailbox() -> Client:
    """A mail program: no cookies, no token."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_has_labels_and_ticks_the_topic_one_came_from(client, language):
    topic = TopicFactory(key="giao-thong")
    text = client.get(f"/{language}/follow/?topic=giao-thong").content.decode()
    assert f'<html lang="{language}"' in text
    assert topic.in_language("name", language).text in text
    assert text.count("checked") == 1


def test_an_unknown_topic_in_the_address_ticks_nothing(client):
    TopicFactory()
    answer = client.get("/vi/follow/?topic=khong-co")
    assert answer.status_code == 200
    assert "checked" not in answer.content.decode()


def test_asking_leads_to_the_page_that_tells_to_look_into_the_mailbox(client):
    answer = client.post("/ko/follow/", form(TopicFactory()), follow=True)
    assert answer.redirect_chain == [("/ko/follow/asked/", 302)]
    assert Message.objects.get().recipient == "doc-gia@vkc.test"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "không phải địa chỉ"},
        {"email": ""},
        {"topics": []},
        {"topics": ["khong-co"]},
        {"language": "fr"},
        {"email": "a\x00@vkc.test"},
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed_and_a_sentence(client, wrong):
    answer = client.post("/vi/follow/", form(TopicFactory(), **wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == wrong.keys()
    assert "aria-invalid" in answer.content.decode()
    assert not Subscription.objects.exists()


def test_one_sender_may_ask_only_so_often(client):
    topic = TopicFactory()
    for number in range(REQUESTS_PER_HOUR):
        client.post("/vi/follow/", form(topic, email=f"nguoi-{number}@vkc.test"))
    answer = client.post("/vi/follow/", form(topic, email="mot-nguoi-nua@vkc.test"))
    assert answer.status_code == 429
    assert "<h1" in answer.content.decode()
    assert not Subscription.objects.filter(email="mot-nguoi-nua@vkc.test").exists()


class TestConfirm:
    def test_opening_the_address_does_not_confirm(self, mailbox):
        reader = SubscriptionFactory(unconfirmed=True)
        answer = mailbox.get(f"/vi/follow/confirm/{reader.token}/")
        reader.refresh_from_db()
        assert answer.status_code == 200
        assert reader.confirmed_at is None

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_pressing_the_button_confirms(self, mailbox, language):
        reader = SubscriptionFactory(unconfirmed=True)
        assert mailbox.post(f"/{language}/follow/confirm/{reader.token}/").status_code == 200
        reader.refresh_from_db()
        assert reader.is_active

    def test_an_ended_one_stays_ended(self, mailbox):
        reader = SubscriptionFactory(unconfirmed=True, ended=True)
        answer = mailbox.post(f"/vi/follow/confirm/{reader.token}/")
        reader.refresh_from_db()
        assert answer.context["state"] == "ended"
        assert reader.confirmed_at is None


class TestUnsubscribe:
    def test_opening_the_address_ends_nothing(self, mailbox):
        reader = SubscriptionFactory()
        mailbox.get(f"/vi/follow/unsubscribe/{reader.token}/")
        reader.refresh_from_db()
        assert reader.is_active

    def test_one_click_of_the_mail_program_ends_it(self, mailbox):
        reader = SubscriptionFactory()
        answer = mailbox.post(
            f"/vi/follow/unsubscribe/{reader.token}/", {"List-Unsubscribe": "One-Click"}
        )
        reader.refresh_from_db()
        assert answer.status_code == 200
        assert not answer.cookies
        assert not reader.is_active

    def test_ending_it_again_says_it_is_ended(self, mailbox):
        reader = SubscriptionFactory(ended=True)
        assert mailbox.get(f"/vi/follow/unsubscribe/{reader.token}/").context["is_done"]


@pytest.mark.parametrize("page", ["confirm", "unsubscribe"])
class TestSecretAddresses:
    def test_an_unknown_secret_is_a_404_page(self, mailbox, page):
        assert mailbox.get(f"/vi/follow/{page}/khong-co/").status_code == 404
        assert mailbox.post(f"/vi/follow/{page}/khong-co/").status_code == 404

    def test_a_page_that_names_an_address_is_kept_by_no_cache(self, mailbox, page):
        reader = SubscriptionFactory()
        answer = mailbox.get(f"/vi/follow/{page}/{reader.token}/")
        assert reader.email in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
