"""What the worker does for the storage."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="core.sweep_private_files")
def sweep_private_files_task() -> int:
    """Remove private files without a row; returns how many. Raises SweepRefused, for the log."""
    from vkc.core.private_files import sweep_private_files

    return len(sweep_private_files(at=timezone.now()).names)
