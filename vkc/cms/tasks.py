"""What the worker does for pages and other scheduled content."""

from celery import shared_task
from django.core.management import call_command


@shared_task(ignore_result=True)
def publish_scheduled() -> None:
    """Put live what was scheduled for now, take down what has expired; pages and snippets alike."""
    call_command("publish_scheduled", verbosity=0)
