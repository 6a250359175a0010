"""Imports in the worker."""

from celery import shared_task
from django.utils import timezone

# A scan of 300 pages is read in about half an hour; the job's heartbeat tells a dead worker sooner.
LONGEST = 2 * 60 * 60


@shared_task(
    name="guidelines.run_import",
    acks_late=True,
    reject_on_worker_lost=True,
    ignore_result=True,
    time_limit=LONGEST,
    soft_time_limit=LONGEST - 60,
)
def run_import(job_id: int) -> None:
    """Read one uploaded file."""
    from guidelines.services.import_reading import run_import as run

    run(job_id=job_id)


@shared_task(name="guidelines.resume_imports", ignore_result=True)
def resume_imports() -> None:
    """Take up again what a killed worker or a lost wake-up left behind; forget old files."""
    from guidelines.services import imports

    now = timezone.now()
    imports.resume_imports(at=now)
    imports.forget_stopped_files(at=now)
