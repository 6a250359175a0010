"""Who may act on messages."""

from typing import Any

from vkc.notifications.models import NOT_ARRIVED, Message


def can_retry_message(user: Any, message: Message) -> bool:
    """Staff who see the outbox may queue again what was given up or came back."""
    return message.state in NOT_ARRIVED and user.has_perm("notifications.view_message")


def can_handle_message(user: Any, message: Message) -> bool:
    """The same people, once a message."""
    return message.handled_at is None and can_retry_message(user, message)
