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


@shared_task(name="courses.send_reminders")
def send_reminders_task() -> dict[str, int]:
    """Remind of the start, missing letters, lessons and surveys; each once."""
    from courses.services.reminders import send_reminders

    return send_reminders(at=timezone.now())


@shared_task(name="courses.apply_import")
def apply_import_task(import_id: int) -> str:
    """Enter one list of people; run twice it enters once."""
    from courses.services.imports import apply_import

    done = apply_import(import_id=import_id, at=timezone.now())
    return done.state if done else ""


@shared_task(name="courses.issue_certificates", acks_late=True, ignore_result=True)
def issue_certificates_task(run_id: int) -> None:
    """Issue the certificates of one session; a second call does what is left."""
    from courses.services.certificate_runs import carry_out

    carry_out(run_id=run_id, at=timezone.now())


@shared_task(name="courses.resume_issuing", ignore_result=True)
def resume_issuing_task() -> None:
    """Take up what a killed worker left behind; idempotent."""
    from courses.services.certificate_runs import resume_runs

    resume_runs(at=timezone.now())


@shared_task(name="courses.end_old_lists")
def end_old_lists_task() -> int:
    """Let go of lists of people that nobody entered; idempotent."""
    from courses.services.old_lists import end_old_lists

    return end_old_lists(at=timezone.now())
