"""Two workers, one message: with the lock it is sent once; without the lock it is sent twice."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.notifications import NOW, MessageFactory
from tests.factories.topics import TopicFactory
from vkc.notifications.choices import MESSAGE_STATES, MessageState
from vkc.notifications.models import Message
from vkc.notifications.services import deliver, delivery, notify

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 2


def at_once(act: Callable[[], object]) -> None:
    """Run the same act in as many threads as there are workers, each with its own connection."""
    start = Barrier(WORKERS, timeout=20)

    def run() -> None:
        try:
            start.wait()
            act()
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def take_without_lock(both: Barrier):
    """What `_take` would be without its row lock: read, then write."""

    def take(message_id, at):
        message = delivery.due_messages(at).filter(pk=message_id).first()
        both.wait()
        message.state = MESSAGE_STATES.next_state(message.state, "start")
        message.started_at = at
        message.save(update_fields=["state", "started_at"])
        both.wait()  # else the check on sent messages would stop the slower one
        return message

    return take


def test_without_the_lock_both_workers_send(monkeypatch):
    message = MessageFactory()
    monkeypatch.setattr(delivery, "_take", take_without_lock(Barrier(WORKERS, timeout=20)))
    at_once(lambda: deliver(message_id=message.pk, at=NOW))
    assert len(mail.outbox) == WORKERS


def test_with_the_lock_one_worker_sends():
    message = MessageFactory()
    for _round in range(5):
        Message.objects.update(state=MessageState.QUEUED, sent_at=None)
        mail.outbox.clear()
        at_once(lambda: deliver(message_id=message.pk, at=NOW))
        assert len(mail.outbox) == 1
        message.refresh_from_db()
        assert message.state == MessageState.SENT


@pytest.mark.worker
def test_a_real_worker_sends_what_was_queued(trial_mail, wait_for, worker_mail):
    user = UserFactory(email="can-bo@vkc.test")
    topic = TopicFactory(name_vi="Giao thông thông minh")
    message = notify(event=trial_mail, about=topic, to=user, at=timezone.now())

    wait_for(lambda: Message.objects.get(pk=message.pk).state == MessageState.SENT)

    texts = [path.read_text() for path in worker_mail.iterdir()]
    assert len([text for text in texts if "To: can-bo@vkc.test" in text]) == 1
