"""Who may act on messages."""

from typing import Any

from vkc.notifications.choices import MessageState
from vkc.notifications.models import Message


def can_retry_message(user: Any, message: Message) -> bool:
    """Staff who see the outbox may queue again what was given up."""
    is_given_up = message.state == MessageState.GIVEN_UP
    return is_given_up and user.has_perm("notifications.view_message")
