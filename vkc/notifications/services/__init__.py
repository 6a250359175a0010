from vkc.notifications.services.delivery import deliver, due_message_ids, retry_message
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
    "notify",
    "notify_many",
    "retry_message",
    "unsubscribe",
]
