"""Issue a certificate: number, frozen facts, signed file and badge, all or nothing.

Everything happens in the transaction that takes the number. The series' row stays locked until
the commit, some 60 ms, so numbers have no gap whatever fails; a file without a row is harmless.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from courses.certificates.pdf import gather_facts, is_sample, make_pdf
from courses.choices import EnrolmentState
from courses.exceptions import certificates as refusals
from courses.models import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    CertificateRegister,
    Enrolment,
)
from courses.permissions.certificates import can_issue_certificates
from courses.services.badges import sign_badge
from courses.services.signing import remember_key, sign_pdf
from vkc.notifications.services import notify

SIGNING_REASON = "Cấp giấy chứng nhận số %(number)s"


@transaction.atomic
def issue(
    *, enrolment: Enrolment, by: Any, at: datetime, register: CertificateRegister | None = None
) -> Certificate:
    """Issue the one certificate of a completed enrolment.

    `register` is the open series with the latest entry unless named. Raises PermissionDenied,
    NotCompleted, AlreadyIssued, PersonErased, RegisterClosed, SampleMixed, SigningKeyBroken.
    """
    if by is not None and not can_issue_certificates(by):
        raise PermissionDenied
    locked = _locked_enrolment(enrolment.pk)
    check_may_issue(locked)
    register = register or open_register(is_demo=is_sample(locked))
    if register.is_demo != is_sample(locked):
        raise refusals.SampleMixed
    serial, register = take_number(register)
    certificate = _write(
        register=register,
        serial=serial,
        number=register.number_text(serial),
        enrolment=locked,
        facts=gather_facts(locked, register),
        issued_on=timezone.localdate(at),
        issued_at=at,
    )
    make_file(certificate, at=at)
    CertificateEvent.objects.create(
        subject=certificate, event="issue", to_state=certificate.state, at=at, by=by
    )
    tell_holder(certificate, "certificate_issued", at=at)
    return certificate


def _locked_enrolment(pk: int) -> Enrolment:
    """Two issues of the same enrolment wait for each other."""
    rows = Enrolment.objects.select_for_update(of=("self",))
    return rows.select_related("session__course", "person").get(pk=pk)


def check_may_issue(enrolment: Enrolment) -> None:
    """Raises the reason why this enrolment gets no certificate."""
    if enrolment.state != EnrolmentState.COMPLETED:
        raise refusals.NotCompleted
    if enrolment.person is None:
        raise refusals.PersonErased
    if enrolment.certificates.exists():
        raise refusals.AlreadyIssued


def open_registers(*, is_demo: bool) -> QuerySet[CertificateRegister]:
    return CertificateRegister.objects.filter(is_open=True, is_demo=is_demo)


def open_register(*, is_demo: bool) -> CertificateRegister:
    """The newest open series; raises RegisterClosed where there is none."""
    register = open_registers(is_demo=is_demo).order_by("-pk").first()
    if register is None:
        raise refusals.RegisterClosed
    return register


def take_number(register: CertificateRegister) -> tuple[int, CertificateRegister]:
    """The next number, by one conditional UPDATE; the row stays locked until the commit."""
    if connection.in_atomic_block is False:
        raise transaction.TransactionManagementError("a number is taken inside a transaction")
    rows = CertificateRegister.objects.filter(pk=register.pk, is_open=True)
    if not rows.update(last_number=F("last_number") + 1):
        raise refusals.RegisterClosed
    fresh = CertificateRegister.objects.get(pk=register.pk)
    return fresh.last_number, fresh


def _write(*, enrolment: Enrolment, facts: dict, **columns: Any) -> Certificate:
    return Certificate.objects.create(
        enrolment=enrolment,
        person=enrolment.person,
        holder_name=facts["name"],
        course_title=facts["course_vi"],
        facts=facts,
        is_demo=facts["is_sample"],
        **columns,
    )


def make_file(certificate: Certificate, *, at: datetime) -> CertificateFile:
    """Set, sign and store the PDF and the badge of a certificate just written."""
    key = remember_key(at=at)
    unsigned = make_pdf(certificate, is_test_key=key.is_test)
    signed = sign_pdf(unsigned, reason=SIGNING_REASON % {"number": certificate.number})
    made = CertificateFile(
        certificate=certificate,
        sha256=hashlib.sha256(signed).hexdigest(),
        size=len(signed),
        badge=sign_badge(certificate),
        signed_with=key,
        made_at=at,
    )
    made.file.save("certificate.pdf", ContentFile(signed), save=False)
    made.save()
    return made


def tell_holder(certificate: Certificate, event: str, *, at: datetime, **context: Any) -> None:
    """Queue the mail `courses.<event>`; nothing where the holder erased their data."""
    if certificate.person_id and certificate.person.email:
        notify(
            event=f"courses.{event}", about=certificate, to=certificate.person, at=at,
            context={"session": certificate.enrolment.session, **context},
        )  # fmt: skip
