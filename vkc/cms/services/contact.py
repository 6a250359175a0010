"""A reader writes; staff get it by mail and find it in the back office."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from vkc.cms.exceptions import TooManyMessages
from vkc.cms.models import ContactMessage
from vkc.notifications.services import notify

PER_HOUR = 5
AN_HOUR = 3600


@dataclass(frozen=True)
class Recipient:
    """Someone staff named as a receiver; mail to staff is in Vietnamese."""

    email: str
    language: str = "vi"

    def __str__(self) -> str:
        return self.email


def count_attempt(*, origin: str) -> None:
    """Count one message from an origin, or refuse it. The origin itself is not stored."""
    key = f"cms.contact.{origin}"
    cache.add(key, 0, AN_HOUR)
    if cache.incr(key) > PER_HOUR:
        raise TooManyMessages


@transaction.atomic
def receive_message(
    *,
    name: str,
    email: str,
    subject: str,
    body: str,
    language: str,
    recipients: list[str],
    at: datetime,
) -> ContactMessage:
    """Keep what a reader wrote and tell each recipient."""
    message = ContactMessage.objects.create(
        name=name,
        email=email,
        subject=subject,
        body=body,
        language=language,
        consented_at=at,
        received_at=at,
    )
    for address in recipients:
        notify(event="cms.contact_received", about=message, to=Recipient(address), at=at)
    return message
