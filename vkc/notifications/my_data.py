"""What the outbox and the subscriptions hold about one person."""

from typing import Any

from vkc.notifications.models import Message, Subscription


def export(user: Any) -> dict[str, Any]:
    """Subscriptions under this address and the messages sent to it."""
    messages = Message.objects.filter(recipient__iexact=user.email).order_by("occurrence")
    subscriptions = Subscription.objects.filter(email__iexact=user.email).select_related("topic")
    return {
        "subscriptions": [
            {"topic": s.topic.key, "confirmed_at": s.confirmed_at, "ended_at": s.ended_at}
            for s in subscriptions
        ],
        "messages": list(messages.values("event", "subject", "state", "occurrence", "sent_at")),
    }


def erase(user: Any) -> None:
    """Subscriptions end and go; the outbox forgets address and words."""
    Subscription.objects.filter(email__iexact=user.email).delete()
    Message.objects.filter(recipient__iexact=user.email).delete()
