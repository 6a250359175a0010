"""Who may act on messages."""

from typing import Any

from vkc.notifications.choices import MessageState
from vkc.notifications.models import Message


def can_retry_message(user: Any, message: Message) -> bool:
    """Staff who see the outbox may queue again what was given up or came back."""
    is_over = message.state in (MessageState.GIVEN_UP, MessageState.BOUNCED)
    return is_over and user.has_perm("notifications.view_message")
