from vkc.notifications.services.bounces import is_undeliverable, last_bounce, take_report
from vkc.notifications.services.delivery import (
    deliver,
    due_message_ids,
    handle_message,
    retry_message,
)
from vkc.notifications.services.mailboxes import read_maildir, read_mbox, read_stream
from vkc.notifications.services.queueing import Address, announce, notify, notify_many
from vkc.notifications.services.subscriptions import asked_together, confirm, follow, unsubscribe

__all__ = [
    "Address",
    "announce",
    "asked_together",
    "confirm",
    "deliver",
    "due_message_ids",
    "follow",
    "handle_message",
    "is_undeliverable",
    "last_bounce",
    "notify",
    "notify_many",
    "read_maildir",
    "read_mbox",
    "read_stream",
    "retry_message",
    "take_report",
    "unsubscribe",
]
