"""Edges: what beat wakes."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="courses.check_deadlines")
def check_deadlines_task() -> dict[str, int]:
    """Close, start and finish sessions whose time has come; idempotent."""
    from courses.services import check_deadlines

    return check_deadlines(at=timezone.now())


@shared_task(name="courses.expire_offers")
def expire_offers_task() -> int:
    """End offers that nobody answered in time and ask the next; idempotent."""
    from courses.services.offers import expire_offers

    return expire_offers(at=timezone.now())
