"""Sending what is due: success, failure with growing delays, workers that died or came late."""

import json
from datetime import timedelta
from io import StringIO
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command

from tests.factories.notifications import NOW, MessageFactory
from vkc.core.states import TransitionRefused
from vkc.notifications.choices import MessageState
from vkc.notifications.models import Message
from vkc.notifications.services import deliver, due_message_ids, retry_message
from vkc.notifications.services.delivery import DELAYS, STUCK_AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_server(monkeypatch):
    def refuse(mail):
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(EmailMessage, "send", refuse)


class TestSending:
    def test_a_due_message_is_sent_as_it_was_queued(self, mailoutbox):
        message = MessageFactory()
        assert deliver(message_id=message.pk, at=NOW) == MessageState.SENT
        message.refresh_from_db()
        assert (message.sent_at, message.attempts) == (NOW, 1)
        mail = mailoutbox[0]
        assert (mail.subject, mail.body) == (message.subject, message.body)
        assert mail.to == [message.recipient]
        assert mail.extra_headers["Content-Language"] == "vi"
        assert "List-Unsubscribe" not in mail.extra_headers

    def test_a_mail_to_a_follower_can_be_ended_with_one_click(self, mailoutbox):
        message = MessageFactory(unsubscribe_url="https://vkc.test/vi/follow/unsubscribe/t/")
        deliver(message_id=message.pk, at=NOW)
        headers = mailoutbox[0].extra_headers
        assert headers["List-Unsubscribe"] == "<https://vkc.test/vi/follow/unsubscribe/t/>"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    @pytest.mark.parametrize("trait", ["sent", "given_up", "sending"])
    def test_what_is_not_waiting_is_not_sent(self, mailoutbox, trait):
        message = MessageFactory(**{trait: True})
        assert deliver(message_id=message.pk, at=NOW) == ""
        assert mailoutbox == []

    def test_what_is_not_due_yet_is_not_sent(self, mailoutbox):
        message = MessageFactory(due_at=NOW + timedelta(minutes=1))
        assert deliver(message_id=message.pk, at=NOW) == ""
        assert deliver(message_id=message.pk, at=message.due_at) == MessageState.SENT

    def test_a_message_that_is_gone_is_nothing_to_send(self):
        assert deliver(message_id=0, at=NOW) == ""

    def test_the_oldest_is_sent_first(self):
        late = MessageFactory(due_at=NOW)
        early = MessageFactory(due_at=NOW - timedelta(hours=1))
        assert due_message_ids(at=NOW) == [early.pk, late.pk]


class TestFailure:
    def test_a_failure_keeps_the_message_with_the_reason(self, no_server):
        message = MessageFactory()
        assert deliver(message_id=message.pk, at=NOW) == MessageState.FAILED
        message.refresh_from_db()
        assert message.last_error.startswith("SMTPServerDisconnected: Connection")
        assert message.due_at == NOW + DELAYS[0]
        assert message.sent_at is None

    def test_delays_grow_until_it_is_given_up(self, no_server):
        message, at, waits = MessageFactory(), NOW, []
        while deliver(message_id=message.pk, at=at) == MessageState.FAILED:
            message.refresh_from_db()
            waits.append(message.due_at - at)
            at = message.due_at
        message.refresh_from_db()
        assert message.state == MessageState.GIVEN_UP
        assert waits == sorted(waits) == list(DELAYS)
        assert message.attempts == len(DELAYS) + 1
        assert due_message_ids(at=at + timedelta(days=30)) == []

    def test_a_message_that_failed_is_sent_once_the_server_is_back(self, mailoutbox):
        message = MessageFactory(failed=True, attempts=3)
        assert deliver(message_id=message.pk, at=NOW) == MessageState.SENT
        assert len(mailoutbox) == 1

    def test_staff_may_have_a_given_up_message_tried_again(self):
        message = MessageFactory(given_up=True)
        later = NOW + timedelta(days=1)
        retry_message(message=message, at=later)
        message.refresh_from_db()
        assert (message.state, message.attempts, message.due_at) == ("queued", 0, later)

    @pytest.mark.parametrize("trait", ["sent", "failed", "sending"])
    def test_only_what_was_given_up_can_be_tried_again_by_hand(self, trait):
        message = MessageFactory(**{trait: True})
        with pytest.raises(TransitionRefused):
            retry_message(message=message, at=NOW)


class TestLostWorkers:
    def test_what_a_killed_worker_left_behind_is_sent(self, mailoutbox):
        message = MessageFactory(sending=True)
        at = NOW + STUCK_AFTER + timedelta(seconds=1)
        assert deliver(message_id=message.pk, at=at) == MessageState.SENT
        assert len(mailoutbox) == 1

    def test_what_a_worker_may_still_be_sending_is_left_to_it(self, mailoutbox):
        message = MessageFactory(sending=True)
        assert deliver(message_id=message.pk, at=NOW + STUCK_AFTER) == ""
        assert mailoutbox == []

    def test_a_message_that_kills_each_worker_is_given_up(self, mailoutbox):
        message = MessageFactory(sending=True, attempts=len(DELAYS) + 1)
        deliver(message_id=message.pk, at=NOW + timedelta(hours=1))
        message.refresh_from_db()
        assert message.state == MessageState.GIVEN_UP
        assert message.last_error
        assert mailoutbox == []

    @pytest.mark.parametrize("ends", ["well", "badly"])
    def test_a_worker_that_comes_late_does_not_overwrite_the_outcome(self, monkeypatch, ends):
        message = MessageFactory()
        later = NOW + timedelta(hours=1)

        def while_another_sends(mail):
            taken_over = Message.objects.filter(pk=message.pk)
            taken_over.update(state="sent", started_at=later, sent_at=later, attempts=2)
            if ends == "badly":
                raise TimeoutError

        monkeypatch.setattr(EmailMessage, "send", while_another_sends)
        assert deliver(message_id=message.pk, at=NOW) == ""
        message.refresh_from_db()
        assert (message.state, message.sent_at, message.last_error) == ("sent", later, "")


def test_the_command_sends_what_is_due_and_counts_it(mailoutbox):
    MessageFactory()
    MessageFactory(sent=True)
    out = StringIO()
    call_command("send_due_messages", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"sent": 1}
    assert len(mailoutbox) == 1
