"""What the worker does for the outbox."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from vkc.notifications import services


@shared_task(ignore_result=True)
def deliver_message(message_id: int) -> None:
    """Send one message now."""
    services.deliver(message_id=message_id, at=timezone.now())


@shared_task(ignore_result=True)
def send_due_messages() -> int:
    """Send what waits, also what a lost wake-up or a killed worker left behind."""
    now = timezone.now()
    states = [services.deliver(message_id=pk, at=now) for pk in services.due_message_ids(at=now)]
    return len([state for state in states if state])


@shared_task(name="notifications.read_bounces")
def read_bounces() -> dict[str, int]:
    """Read new delivery reports from the Maildir of the settings, if there is one."""
    if not settings.BOUNCE_MAILDIR:
        return {}
    return dict(services.read_maildir(folder=settings.BOUNCE_MAILDIR, at=timezone.now()))
