"""What the outbox and the subscriptions hold about one person."""

from typing import Any

from django.db import transaction

from vkc.core.append_only import purging
from vkc.notifications.models import DeliveryReport, Message, Subscription


def export(user: Any) -> dict[str, Any]:
    """Subscriptions under this address, the messages sent to it and what servers said of them."""
    messages = Message.objects.filter(recipient__iexact=user.email).order_by("occurrence")
    reports = DeliveryReport.objects.filter(message__in=messages).order_by("at", "pk")
    subscriptions = Subscription.objects.filter(email__iexact=user.email).select_related("topic")
    return {
        "subscriptions": [
            {"topic": s.topic.key, "confirmed_at": s.confirmed_at, "ended_at": s.ended_at}
            for s in subscriptions
        ],
        "messages": list(
            messages.values("event", "subject", "state", "occurrence", "sent_at", "bounced_at")
        ),
        "delivery_reports": list(reports.values("action", "status", "address", "sentence", "at")),
    }


def erase(user: Any) -> None:
    """Subscriptions end and go; the outbox forgets address, words and what servers said of them."""
    Subscription.objects.filter(email__iexact=user.email).delete()
    with transaction.atomic(), purging():
        Message.objects.filter(recipient__iexact=user.email).delete()
