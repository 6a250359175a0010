"""What beat wakes every minute: texts whose moment has come."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="guidelines.publish_due_texts")
def publish_due_texts_task() -> dict[str, list[int]]:
    """Publish what is due; idempotent."""
    from guidelines.services.publication import publish_due_texts

    return publish_due_texts(at=timezone.now())
