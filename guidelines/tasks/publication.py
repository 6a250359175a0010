"""What beat wakes: every minute texts whose moment has come, every night texts whose day has."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="guidelines.publish_due_texts")
def publish_due_texts_task() -> dict[str, list[int]]:
    """Publish what is due; idempotent."""
    from guidelines.services.publication import publish_due_texts

    return publish_due_texts(at=timezone.now())


@shared_task(name="guidelines.index_texts_of_today")
def index_texts_of_today_task() -> int:
    """Let search follow texts that become valid today; idempotent."""
    from guidelines.services.publication import index_texts_of_today

    return index_texts_of_today(today=timezone.localdate())
