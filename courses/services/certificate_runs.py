"""Certificates for a whole session: who gets one, who does not and why; issued by the worker.

Each certificate is a transaction of its own. A run that a killed worker left behind is taken up
again where it stopped: who has one already is passed over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from courses.certificates.pdf import is_sample
from courses.choices import EnrolmentState
from courses.exceptions import certificates as refusals
from courses.models import Certificate, CertificateRegister, Enrolment, IssueRun, Session
from courses.permissions.certificates import can_issue_certificates
from courses.services.certificates import issue
from courses.states import HOLDS_A_SEAT
from vkc.core.states import Refusal

STALE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Prospect:
    """One person of the session: gets a certificate, or `why_not` in a sentence."""

    enrolment: Enrolment
    why_not: str

    @property
    def gets_one(self) -> bool:
        return not self.why_not


def prospects(session: Session) -> list[Prospect]:
    """Everybody who held a seat, with the answer for each. Two queries."""
    rows = Enrolment.objects.filter(session=session, state__in=HOLDS_A_SEAT)
    rows = rows.select_related("person", "agency", "session").prefetch_related("certificates")
    return [Prospect(row, _why_not(row)) for row in rows.order_by("person__full_name", "pk")]


def _why_not(enrolment: Enrolment) -> str:
    if enrolment.certificates.all():
        return str(refusals.AlreadyIssued())
    if enrolment.state != EnrolmentState.COMPLETED:
        return str(refusals.NotCompleted())
    if enrolment.person is None:
        return str(refusals.PersonErased())
    is_stray = is_sample(enrolment) and not enrolment.session.is_demo
    return str(refusals.SampleMixed()) if is_stray else ""


def uncertified(session_id: int) -> QuerySet[Enrolment]:
    """Completed enrolments of a session without a certificate, in the order of their names."""
    has_one = Certificate.objects.filter(enrolment=OuterRef("pk"))
    rows = Enrolment.objects.filter(session=session_id, state=EnrolmentState.COMPLETED)
    rows = rows.filter(~Exists(has_one), person__isnull=False)
    rows = rows.exclude(session__is_demo=False, person__is_demo=True)
    return rows.order_by("person__full_name", "pk")


@transaction.atomic
def start_run(
    *, session: Session, register: CertificateRegister, by: Any, at: datetime
) -> IssueRun:
    """Ask the worker to issue; an unfinished run of the session is taken up instead of a second.

    Raises PermissionDenied, NobodyToIssue, RegisterClosed, SampleMixed.
    """
    if not can_issue_certificates(by):
        raise PermissionDenied
    if not register.is_open:
        raise refusals.RegisterClosed
    if register.is_demo != session.is_demo:
        raise refusals.SampleMixed
    Session.objects.select_for_update().get(pk=session.pk)
    run = IssueRun.objects.filter(session=session, finished_at=None).first()
    if run is None:
        total = uncertified(session.pk).count()
        if not total:
            raise refusals.NobodyToIssue
        run = IssueRun.objects.create(
            session=session, register=register, asked_by=by, asked_at=at, moved_at=at, total=total
        )
    transaction.on_commit(partial(_wake, run.pk))
    return run


def _wake(run_id: int) -> None:
    """A broker that is away loses no work: the beat finds the run."""
    try:
        current_app.send_task("courses.issue_certificates", args=(run_id,), retry=False)
    except (OperationalError, OSError):
        return


def carry_out(*, run_id: int, at: datetime) -> IssueRun:
    """Issue what is left of a run, one transaction each, and count as it goes."""
    run = IssueRun.objects.select_related("register", "asked_by").get(pk=run_id)
    for enrolment in uncertified(run.session_id):
        try:
            issue(enrolment=enrolment, register=run.register, by=run.asked_by, at=at)
        except refusals.AlreadyIssued:  # another worker took it meanwhile
            continue
        except (Refusal, PermissionDenied) as refusal:
            _end(run, error=str(refusal) or "PermissionDenied")
            return run
        _count(run)
    _end(run, error="")
    return run


def _count(run: IssueRun) -> None:
    run.done = run.total - min(run.total, uncertified(run.session_id).count())
    run.moved_at = timezone.now()
    run.save(update_fields=["done", "moved_at"])


def _end(run: IssueRun, *, error: str) -> None:
    _count(run)
    run.finished_at, run.last_error = run.moved_at, error
    run.save(update_fields=["finished_at", "last_error"])


def resume_runs(*, at: datetime) -> list[int]:
    """Take up runs that nobody has moved for two minutes; returns their keys."""
    stale = IssueRun.objects.filter(finished_at=None, moved_at__lt=at - STALE_AFTER)
    keys = list(stale.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        carry_out(run_id=key, at=at)
    return keys
