"""Following without an account: asked, confirmed from the mailbox, ended with one click."""

from datetime import timedelta

import pytest

from tests.factories.notifications import NOW, SubscriptionFactory
from tests.factories.topics import TopicFactory
from vkc.notifications.exceptions import SubscriptionEnded
from vkc.notifications.models import Message, Subscription
from vkc.notifications.services import announce, confirm, follow, unsubscribe

pytestmark = pytest.mark.django_db
READER = "doc-gia@vkc.test"


def ask(topics, *, email: str = READER, language: str = "vi", at=NOW) -> None:
    follow(email=email, language=language, topics=topics, at=at)


def test_asking_for_two_topics_sends_one_mail_that_confirms_both():
    topics = [TopicFactory(name_vi="Giao thông"), TopicFactory(name_vi="Y tế")]
    ask(topics)
    message = Message.objects.get()
    assert "Giao thông" in message.body
    assert "Y tế" in message.body
    assert not Subscription.objects.exclude(confirmed_at=None).exists()
    confirm(subscription=Subscription.objects.first(), at=NOW)
    assert Subscription.objects.exclude(confirmed_at=None).count() == 2


def test_a_confirmation_leaves_what_another_mail_asked_for():
    first, second = TopicFactory(), TopicFactory()
    ask([first])
    ask([second], at=NOW + timedelta(minutes=1))
    confirm(subscription=Subscription.objects.get(topic=first), at=NOW)
    assert not Subscription.objects.get(topic=second).is_active


def test_the_confirmation_is_in_the_asked_language_and_holds_the_address_to_open():
    ask([TopicFactory(name_ko="교통")], language="ko")
    message, subscription = Message.objects.get(), Subscription.objects.get()
    assert message.language == "ko"
    assert f"/ko/follow/confirm/{subscription.token}/" in message.body
    assert "교통" in message.body


def test_an_unconfirmed_address_is_told_nothing(trial_mail):
    topic = TopicFactory()
    ask([topic])
    assert announce(event=trial_mail, about=topic, topics=[topic], at=NOW) == 0


def test_an_address_is_the_same_however_it_is_capitalised():
    topic = TopicFactory()
    ask([topic])
    ask([topic], email=READER.upper())
    assert Subscription.objects.get().email == READER


def test_asking_again_at_once_does_not_fill_the_mailbox():
    topic = TopicFactory()
    for minute in range(5):
        ask([topic], at=NOW + timedelta(minutes=minute))
    assert Message.objects.count() == 1


def test_asking_again_later_sends_the_confirmation_again_in_the_language_now_wanted():
    topic = TopicFactory()
    ask([topic])
    ask([topic], language="en", at=NOW + timedelta(minutes=11))
    assert [m.language for m in Message.objects.order_by("pk")] == ["vi", "en"]


def test_an_address_that_follows_already_is_left_alone():
    reader = SubscriptionFactory()
    ask([reader.topic], email=reader.email)
    assert not Message.objects.exists()


def test_confirming_twice_keeps_the_first_time():
    reader = SubscriptionFactory(unconfirmed=True)
    confirm(subscription=reader, at=NOW)
    confirm(subscription=reader, at=NOW + timedelta(days=1))
    reader.refresh_from_db()
    assert reader.confirmed_at == NOW
    assert reader.is_active


def test_an_ended_subscription_cannot_be_confirmed():
    reader = SubscriptionFactory(unconfirmed=True, ended=True)
    with pytest.raises(SubscriptionEnded):
        confirm(subscription=reader, at=NOW)


def test_who_ended_it_is_told_nothing_more(trial_mail):
    reader = SubscriptionFactory()
    unsubscribe(subscription=reader, at=NOW)
    assert announce(event=trial_mail, about=reader.topic, topics=[reader.topic], at=NOW) == 0


def test_ending_one_topic_leaves_the_other(trial_mail):
    one, other = SubscriptionFactory(email=READER), SubscriptionFactory(email=READER)
    unsubscribe(subscription=one, at=NOW)
    topics = [one.topic, other.topic]
    assert announce(event=trial_mail, about=other.topic, topics=topics, at=NOW) == 1


def test_ending_twice_keeps_the_first_time():
    reader = SubscriptionFactory()
    unsubscribe(subscription=reader, at=NOW)
    unsubscribe(subscription=reader, at=NOW + timedelta(days=1))
    reader.refresh_from_db()
    assert reader.ended_at == NOW


def test_who_ended_it_can_follow_again_with_a_new_secret():
    reader = SubscriptionFactory(ended=True)
    ask([reader.topic], email=reader.email)
    again = Subscription.objects.get(ended_at=None)
    assert again.token != reader.token
    assert not again.is_active
