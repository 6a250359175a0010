"""The outbox: one row per thing that happened, in the reader's language, woken after commit."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError

from tests.factories.accounts import UserFactory
from tests.factories.notifications import NOW, SubscriptionFactory
from tests.factories.topics import TopicFactory
from vkc.core.messages import Addressee, tell
from vkc.notifications import tasks
from vkc.notifications.choices import MessageState
from vkc.notifications.models import Message
from vkc.notifications.services import announce, notify, queueing

pytestmark = pytest.mark.django_db


@pytest.fixture
def woken(monkeypatch) -> list:
    """Ids the worker was asked to send."""
    ids: list[int] = []
    monkeypatch.setattr(
        tasks.deliver_message, "apply_async", lambda args, **options: ids.extend(args)
    )
    return ids


def people(count: int) -> list:
    return UserFactory.create_batch(count)


class TestNotify:
    @pytest.mark.parametrize(
        ("language", "subject"), [("en", "Topics: A & B"), ("vi", "Chủ đề: A & B")]
    )
    def test_the_words_are_in_the_persons_language_and_not_escaped(
        self, trial_mail, language, subject
    ):
        topic = TopicFactory(name_vi="A & B", name_en="A & B")
        user = UserFactory(language=language)
        message = notify(event=trial_mail, about=topic, to=user, at=NOW)
        assert message.subject == subject
        assert message.body.startswith(f"{language} | A & B")
        assert message.language == language

    def test_the_row_says_about_what_to_whom_and_when(self, trial_mail):
        topic, user = TopicFactory(), UserFactory()
        message = notify(event=trial_mail, about=topic, to=user, at=NOW)
        assert (message.about, message.recipient) == (f"topics.topic:{topic.pk}", user.email)
        assert (message.occurrence, message.due_at, message.person) == (NOW, NOW, user)
        assert (message.state, message.attempts) == (MessageState.QUEUED, 0)

    def test_somebody_without_an_account_is_no_person_of_ours(self, trial_mail):
        stranger = SubscriptionFactory()
        UserFactory(pk=stranger.pk)
        assert notify(event=trial_mail, about=stranger, to=stranger, at=NOW).person is None

    def test_the_same_happening_is_queued_once(self, trial_mail):
        topic, user = TopicFactory(), UserFactory()
        first = notify(event=trial_mail, about=topic, to=user, at=NOW)
        again = notify(event=trial_mail, about=topic, to=user, at=NOW)
        assert again == first
        assert Message.objects.count() == 1

    def test_it_happening_again_is_queued_again(self, trial_mail):
        topic, user = TopicFactory(), UserFactory()
        notify(event=trial_mail, about=topic, to=user, at=NOW)
        notify(event=trial_mail, about=topic, to=user, at=NOW + timedelta(seconds=1))
        assert Message.objects.count() == 2

    def test_a_line_break_in_a_name_does_not_break_the_subject(self, trial_mail):
        topic = TopicFactory.build(pk=1, name_vi="Giao thông\tthông minh  " + "x" * 300)
        message = notify(event=trial_mail, about=topic, to=UserFactory(), at=NOW)
        assert "\t" not in message.subject
        assert len(message.subject) <= 250

    def test_the_worker_is_woken_after_the_commit(
        self, trial_mail, woken, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            message = notify(event=trial_mail, about=TopicFactory(), to=UserFactory(), at=NOW)
            assert woken == []
        assert woken == [message.pk]

    def test_what_is_rolled_back_is_neither_kept_nor_sent(
        self, trial_mail, woken, django_capture_on_commit_callbacks
    ):
        topic, user = TopicFactory(), UserFactory()

        @transaction.atomic
        def enrol_and_fail():
            notify(event=trial_mail, about=topic, to=user, at=NOW)
            raise ZeroDivisionError

        with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
            enrol_and_fail()
        assert woken == []
        assert not Message.objects.exists()

    def test_a_broker_that_is_away_loses_nothing(
        self, trial_mail, monkeypatch, django_capture_on_commit_callbacks
    ):
        def away(args, **options):
            raise OperationalError("connection refused")

        monkeypatch.setattr(tasks.deliver_message, "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            message = notify(event=trial_mail, about=TopicFactory(), to=UserFactory(), at=NOW)
        assert Message.objects.get() == message

    def test_many_messages_of_one_second_share_a_task_that_begins_when_it_is_over(
        self, trial_mail, woken, monkeypatch, django_capture_on_commit_callbacks
    ):
        rounds = []
        monkeypatch.setattr(
            tasks.send_due_messages, "apply_async", lambda **options: rounds.append(options)
        )
        topic = TopicFactory()
        with (
            time_machine.travel(NOW, tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            made = [notify(event=trial_mail, about=topic, to=u, at=NOW) for u in people(5)]
        assert woken == [made[0].pk]
        (only,) = rounds
        assert only["countdown"] > queueing.WAKE_SECONDS
        later = NOW + timedelta(seconds=queueing.WAKE_SECONDS)
        with (
            time_machine.travel(later, tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            next_one = notify(event=trial_mail, about=topic, to=UserFactory(), at=later)
        assert woken == [made[0].pk, next_one.pk]

    def test_a_cache_that_is_away_loses_nothing(
        self, trial_mail, monkeypatch, django_capture_on_commit_callbacks
    ):
        def away(*args, **options):
            raise ConnectionError("connection refused")

        monkeypatch.setattr(queueing.cache, "add", away)
        with django_capture_on_commit_callbacks(execute=True):
            message = notify(event=trial_mail, about=TopicFactory(), to=UserFactory(), at=NOW)
        assert Message.objects.get() == message

    def test_apps_below_notifications_can_tell_people_too(self, trial_mail):
        tell(event=trial_mail, about=TopicFactory(), to=Addressee("a@vkc.test", "ko"), at=NOW)
        message = Message.objects.get()
        assert (message.recipient, message.language, message.person) == ("a@vkc.test", "ko", None)


class TestAnnounce:
    def test_only_confirmed_followers_of_the_topic_are_told(self, trial_mail):
        topic = TopicFactory()
        reader = SubscriptionFactory(topic=topic)
        SubscriptionFactory(topic=topic, unconfirmed=True)
        SubscriptionFactory(topic=topic, ended=True)
        SubscriptionFactory()
        assert announce(event=trial_mail, about=topic, topics=[topic], at=NOW) == 1
        assert [m.recipient for m in Message.objects.all()] == [reader.email]

    def test_who_follows_two_of_the_topics_gets_one_mail(self, trial_mail):
        topics = [TopicFactory(), TopicFactory()]
        for topic in topics:
            SubscriptionFactory(topic=topic, email="mot-nguoi@vkc.test")
        assert announce(event=trial_mail, about=topics[0], topics=topics, at=NOW) == 1
        assert Message.objects.count() == 1

    def test_each_mail_carries_its_own_way_out_in_the_readers_language(self, trial_mail):
        topic = TopicFactory()
        reader = SubscriptionFactory(topic=topic, language="ko")
        announce(event=trial_mail, about=topic, topics=[topic], at=NOW)
        message = Message.objects.get()
        assert f"/ko/follow/unsubscribe/{reader.token}/" in message.unsubscribe_url
        assert message.unsubscribe_url.startswith("http")
        assert message.unsubscribe_url in message.body

    def test_a_topic_nobody_follows_tells_nobody(self, trial_mail):
        topic = TopicFactory()
        assert announce(event=trial_mail, about=topic, topics=[topic], at=NOW) == 0
