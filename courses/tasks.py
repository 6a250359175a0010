"""Edges: what beat wakes."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="courses.check_deadlines")
def check_deadlines_task() -> dict[str, int]:
    """Close, start and finish sessions whose time has come; idempotent."""
    from courses.services import check_deadlines

    return check_deadlines(at=timezone.now())
