"""What becomes of an issued certificate; the only writer of its state after issue."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates.pdf import composed, gather_facts
from courses.certificates.states import CERTIFICATE, CertificateState
from courses.exceptions import certificates as refusals
from courses.models import Certificate, CertificateEvent
from courses.permissions.certificates import can_issue_certificates
from courses.services.certificates import make_file, tell_holder
from vkc.core.states import TransitionRefused

# What a correction leaves as it was, whatever the register or the session say by now.
KEPT = frozenset({"is_sample", "corrected_on"})


def suspend(
    *, certificate: Certificate, by: Any, at: datetime, reason: str, reason_class: str
) -> None:
    """Doubts are being checked: the page says so, the number stays."""
    _act(certificate, "suspend", by, at, reason, reason_class, mail="certificate_suspended")


def lift(
    *, certificate: Certificate, by: Any, at: datetime, reason: str, reason_class: str = ""
) -> None:
    """The doubts are gone: the certificate is valid again."""
    _act(certificate, "lift", by, at, reason, reason_class, mail="certificate_lifted")


def revoke(
    *, certificate: Certificate, by: Any, at: datetime, reason: str, reason_class: str
) -> None:
    """For good: the page stays and says so, the number is never used again."""
    _act(certificate, "revoke", by, at, reason, reason_class, mail="certificate_revoked")


@transaction.atomic
def supersede(
    *, certificate: Certificate, by: Any, at: datetime, reason: str, changes: dict[str, str]
) -> Certificate:
    """Correct printed facts: a new certificate with the same number and day of issue.

    `changes` are facts by their key, as `correctable` names them. Raises NothingToCorrect.
    """
    old = _locked(certificate, by, reason)
    wanted = {key: value for key, value in composed(changes).items() if key in old.facts}
    if all(old.facts[key] == value for key, value in wanted.items()):
        raise refusals.NothingToCorrect
    _move(old, "supersede", by, at, reason, CertificateEvent.ReasonClass.MISTAKE)
    facts = {**old.facts, **wanted, "corrected_on": timezone.localdate(at).isoformat()}
    new = Certificate.objects.create(
        register_id=old.register_id, serial=old.serial, number=old.number, supersedes=old,
        enrolment=old.enrolment, person=old.person, holder_name=facts["name"],
        course_title=facts["course_vi"], facts=facts, issued_on=old.issued_on,
        issued_at=old.issued_at, is_demo=old.is_demo,
    )  # fmt: skip
    make_file(new, at=at)
    CertificateEvent.objects.create(
        subject=new, event="issue", to_state=new.state, at=at, by=by, reason=reason,
        reason_class=CertificateEvent.ReasonClass.MISTAKE,
    )  # fmt: skip
    tell_holder(new, "certificate_corrected", at=at, reason=reason)
    certificate.state = old.state
    return new


def present_facts(certificate: Certificate) -> dict[str, Any]:
    """The facts as they would print today: what a correction may offer."""
    enrolment = certificate.enrolment
    if enrolment.person is None:
        return dict(certificate.facts)
    fresh = gather_facts(enrolment, certificate.register)
    return {**certificate.facts, **{k: v for k, v in fresh.items() if k not in KEPT}}


@transaction.atomic
def _act(
    certificate: Certificate, event: str, by: Any, at: datetime, reason: str, reason_class: str,
    *, mail: str,
) -> None:  # fmt: skip
    locked = _locked(certificate, by, reason)
    _move(locked, event, by, at, reason, reason_class)
    tell_holder(locked, mail, at=at, reason=reason)
    certificate.state = locked.state


def _locked(certificate: Certificate, by: Any, reason: str) -> Certificate:
    if by is not None and not can_issue_certificates(by):
        raise PermissionDenied
    if not reason.strip():
        raise refusals.CertificateReasonMissing
    rows = Certificate.objects.select_for_update(of=("self",))
    related = ("enrolment__session__course", "enrolment__person", "person", "register")
    return rows.select_related(*related).get(pk=certificate.pk)


def _move(
    certificate: Certificate, event: str, by: Any, at: datetime, reason: str, reason_class: str
) -> None:
    """One conditional UPDATE with its event; who comes second is refused."""
    old = certificate.state
    try:
        new = CERTIFICATE.next_state(old, event)
    except TransitionRefused:
        facts = {"state": CertificateState(old).label}
        sentence = _("This is not possible: the state is now “%(state)s”.") % facts
        raise TransitionRefused(sentence, state=old, event=event) from None
    Certificate.objects.filter(pk=certificate.pk, state=old).update(state=new)
    certificate.state = new
    CertificateEvent.objects.create(
        subject=certificate, event=event, from_state=old, to_state=new, at=at, by=by,
        reason=reason, reason_class=reason_class,
    )  # fmt: skip
