"""Send what is due. At least once: a worker killed after sending may send again."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet

from vkc.notifications.choices import MESSAGE_STATES, MessageState
from vkc.notifications.models import NOT_ARRIVED, Message

DELAYS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
STUCK_AFTER = timedelta(minutes=15)


def due_messages(at: datetime) -> QuerySet[Message]:
    """Messages to send now: queued or failed and due, or left behind by a killed worker."""
    waiting = Q(state__in=(MessageState.QUEUED, MessageState.FAILED), due_at__lte=at)
    stuck = Q(state=MessageState.SENDING, started_at__lt=at - STUCK_AFTER)
    return Message.objects.filter(waiting | stuck)


def due_message_ids(*, at: datetime, limit: int = 500) -> list[int]:
    """The longest due first, at most `limit` a round."""
    return list(due_messages(at).order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def deliver(*, message_id: int, at: datetime) -> str:
    """Send one message if it is due; returns its new state, "" where it was not ours to send."""
    message = _take(message_id, at)
    if message is None:
        return ""
    try:
        _mail(message).send()
    except Exception as error:  # whatever the mail server says, the row must not be lost
        return _record_failure(message, error, at)
    return _finish(message, "succeed", sent_at=at)


@transaction.atomic
def retry_message(*, message: Message, at: datetime) -> None:
    """Staff ask for one more round of attempts after the address or server was put right.

    A new token: reports of the earlier sending that come late say nothing of this one.
    """
    row = Message.objects.select_for_update().get(pk=message.pk)
    row.state = MESSAGE_STATES.next_state(row.state, "retry")
    row.attempts, row.due_at = 0, at
    row.sent_at = row.bounced_at = None
    row.token = row.bounce_status = ""
    row.handled_at = row.handled_by = None
    row.save()


@transaction.atomic
def handle_message(*, message: Message, by: Any, at: datetime) -> None:
    """Staff have seen to what did not arrive in another way; the first who says so stays named.

    Raises TransitionRefused where the message is on its way again.
    """
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.state not in NOT_ARRIVED:
        MESSAGE_STATES.next_state(row.state, "handle")
    if row.handled_at is None:
        row.handled_at, row.handled_by = at, by
        row.save(update_fields=["handled_at", "handled_by"])


@transaction.atomic
def _take(message_id: int, at: datetime) -> Message | None:
    """Claim the row so that two workers never send it at once."""
    rows = due_messages(at).select_for_update(skip_locked=True)
    message = rows.filter(pk=message_id).first()
    if message is None:
        return None
    if message.state == MessageState.SENDING and message.attempts > len(DELAYS):
        _finish(message, "give_up", last_error="The worker ended while sending, each time.")
        return None
    message.state = MESSAGE_STATES.next_state(message.state, "start")
    message.started_at = at
    message.attempts += 1
    message.token = message.token or secrets.token_hex(16)
    message.save(update_fields=["state", "started_at", "attempts", "token"])
    return message


def _finish(message: Message, event: str, **values: object) -> str:
    """Write the outcome, unless another worker took the row over meanwhile."""
    state = MESSAGE_STATES.next_state(message.state, event)
    claim = Message.objects.filter(
        pk=message.pk, state=message.state, started_at=message.started_at
    )
    return state if claim.update(state=state, **values) else ""


def _mail(message: Message) -> EmailMessage:
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": message_id(message),
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        message.subject,
        message.body,
        from_email=return_path(message),
        to=[message.recipient],
        headers=headers,
    )


def message_id(message: Message) -> str:
    """The Message-ID of a mail: its token, at the host of the portal."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "vkc.localhost"
    return f"<vkc.{message.token}@{host}>"


def return_path(message: Message) -> str:
    """Where servers send the mail back to: one address a message, if a mailbox is set up for it."""
    name, at, host = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{message.token}{at}{host}" if at else settings.DEFAULT_FROM_EMAIL


def _record_failure(message: Message, error: Exception, at: datetime) -> str:
    is_last = message.attempts > len(DELAYS)
    words = f"{type(error).__name__}: {error}".replace("\x00", "")[:1000]
    if is_last:
        return _finish(message, "give_up", last_error=words)
    due_at = at + DELAYS[message.attempts - 1]
    return _finish(message, "fail", last_error=words, due_at=due_at)
