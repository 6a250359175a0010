"""Followers and mails of the outbox."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from tests.factories.topics import TopicFactory
from vkc.notifications.choices import MessageState
from vkc.notifications.models import Message, Subscription

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class SubscriptionFactory(DjangoModelFactory):
    """Somebody who follows a topic; `unconfirmed=True` has not opened the mail yet."""

    class Meta:
        model = Subscription

    email = factory.Sequence(lambda n: f"doc-gia-{n}@vkc.test")
    topic = factory.SubFactory(TopicFactory)
    created_at = NOW
    confirmed_at = NOW

    class Params:
        unconfirmed = factory.Trait(confirmed_at=None)
        ended = factory.Trait(ended_at=NOW)


class MessageFactory(DjangoModelFactory):
    """A queued mail that is due; other states by trait."""

    class Meta:
        model = Message

    event = "courses.enrolment_confirmed"
    about = factory.Sequence(lambda n: f"courses.enrolment:{n}")
    occurrence = NOW
    recipient = "can-bo@vkc.test"
    language = "vi"
    subject = "Đã nhận đăng ký"
    body = "Kính gửi anh/chị.\n"
    due_at = NOW

    class Params:
        sending = factory.Trait(state=MessageState.SENDING, started_at=NOW, attempts=1)
        sent = factory.Trait(state=MessageState.SENT, started_at=NOW, sent_at=NOW, attempts=1)
        failed = factory.Trait(state=MessageState.FAILED, started_at=NOW, attempts=1)
        given_up = factory.Trait(state=MessageState.GIVEN_UP, started_at=NOW, attempts=6)
        bounced = factory.Trait(
            state=MessageState.BOUNCED,
            started_at=NOW,
            sent_at=NOW,
            attempts=1,
            bounced_at=NOW,
            bounce_status="5.1.1",
            last_error="550 5.1.1 User unknown",
        )
