"""Certificates and transcripts in words, for their public page and for the holder."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from courses.certificates.pdf import check_address, day_in_numerals, printed_rows
from courses.certificates.states import CertificateState as S
from courses.models import Certificate, CertificateEvent, Transcript
from courses.services.transcripts import transcript_table

TONES = {
    S.ISSUED: "verified",
    S.SUSPENDED: "suspended",
    S.REVOKED: "withdrawn",
    S.SUPERSEDED: "expired",
}
NOTICE = {S.ISSUED: "success", S.SUSPENDED: "warning", S.REVOKED: "withdrawn"}


def labels() -> dict[str, str]:
    """What the printed rows are called in the reader's language."""
    return {
        "dates": pgettext("certificate", "Dates"),
        "place": pgettext("course", "Place"),
        "periods": _("Duration"),
        "form": pgettext("course", "Form"),
        "language": _("Language of teaching"),
        "decision": _("Decision"),
    }


def certificate_page(certificate: Certificate) -> dict[str, Any]:
    """Context of the public page. Two queries: the chain of corrections, the last event."""
    event = CertificateEvent.objects.filter(subject=certificate).order_by("-id").first()
    return {
        "certificate": certificate,
        "heading": _printed(certificate.facts, "title"),
        "status_tone": TONES[S(certificate.state)],
        "status_label": certificate.get_state_display(),
        "notice": {"tone": NOTICE.get(S(certificate.state), "warning"),
                   **state_in_words(certificate, event)},
        "facts": fact_rows(certificate),
        "file": _file(certificate),
        "is_test_key": certificate.made.signed_with.is_test,
        "address": check_address(certificate.code),
        "successor_url": _successor_url(certificate),
        "file_url": reverse("courses:certificate_file", args=[certificate.code]),
        "badge_url": reverse("courses:certificate_badge", args=[certificate.code]),
    }  # fmt: skip


def state_in_words(certificate: Certificate, event: CertificateEvent | None) -> dict[str, str]:
    """Title and sentence of the state, with its day and the class of the reason."""
    state = S(certificate.state)
    facts = {"day": _day(event.at) if event else "", "reason": _reason(event)}
    if state == S.SUSPENDED:
        return {
            "title": _("This certificate is suspended"),
            "text": _(
                "Suspended on %(day)s: %(reason)s. Do not rely on it until this page says that it is"
                " valid again."
            ) % facts,
        }  # fmt: skip
    if state == S.REVOKED:
        return {
            "title": _("This certificate was revoked"),
            "text": _("Revoked on %(day)s: %(reason)s. It is no longer valid.") % facts,
        }
    if state == S.SUPERSEDED:
        return {
            "title": _("This certificate was replaced by a correction"),
            "text": _(
                "Replaced on %(day)s. The correction bears the same number and the same day of"
                " issue; rely on that one."
            ) % facts,
        }  # fmt: skip
    return {
        "title": _("This certificate is valid"),
        "text": _("It was issued by the body named below and stands in the register."),
    }


def _reason(event: CertificateEvent | None) -> str:
    given = event.reason_class if event else ""
    return str(CertificateEvent.ReasonClass(given or CertificateEvent.ReasonClass.OTHER).label)


def fact_rows(certificate: Certificate) -> list[dict[str, Any]]:
    """Every printed fact for key_values, in the reader's language where it is printed in it."""
    facts, names = certificate.facts, labels()
    rows = [
        (pgettext("certificate", "Number"), certificate.number),
        (_("Name of the holder"), certificate.holder_name),
        (_("Course"), _printed(facts, "course")),
        *((names[row.key], _of(row.value_vi, row.value_en)) for row in printed_rows(facts)),
        (pgettext("certificate", "Issuing body"), _bodies(facts)),
        (_("Signed by"), _signer(facts)),
        (_("Day of issue"), date_format(certificate.issued_on, "SHORT_DATE_FORMAT")),
    ]
    if facts.get("corrected_on"):
        rows.append((_("Corrected on"), day_in_numerals(facts["corrected_on"])))
    return [{"label": label, "value": value} for label, value in rows]


def _bodies(facts: dict[str, Any]) -> str:
    return ", ".join(x for x in (_printed(facts, "body"), _printed(facts, "parent_body")) if x)


def _signer(facts: dict[str, Any]) -> str:
    return ", ".join(x for x in (facts["signer_name"], _printed(facts, "signer_title")) if x)


def _printed(facts: dict[str, Any], key: str) -> str:
    return _of(facts[f"{key}_vi"], facts[f"{key}_en"])


def _of(vietnamese: str, english: str) -> str:
    """The printed English for readers of other languages, where there is any."""
    return vietnamese if get_language() == "vi" or not english else english


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def _file(certificate: Certificate) -> dict[str, Any]:
    """Digests for the drop zone: of this file, of those before it, of the one that came after."""
    return {
        "sha256": certificate.made.sha256,
        "size": certificate.made.size,
        "older": " ".join(_digests_before(certificate)),
        "name": f"giay-chung-nhan-{certificate.code[:8]}.pdf",
    }


def _digests_before(certificate: Certificate) -> list[str]:
    if certificate.supersedes_id is None:
        return []
    chain = Certificate.objects.filter(
        register=certificate.register_id, serial=certificate.serial, pk__lt=certificate.pk
    )
    return list(chain.values_list("made__sha256", flat=True))


def _successor_url(certificate: Certificate) -> str:
    successor = getattr(certificate, "superseded_by", None)
    return successor.get_absolute_url() if successor else ""


def transcript_page(transcript: Transcript) -> dict[str, Any]:
    """Context of the public page of a transcript."""
    return {
        "transcript": transcript,
        "table": transcript_table(transcript.facts),
        "made_on": _day(transcript.made_at),
        "file": {"sha256": transcript.sha256, "size": transcript.size, "older": "",
                 "name": "bang-gio-hoc.pdf"},
        "is_test_key": transcript.signed_with.is_test,
        "address": check_address(transcript.code),
    }  # fmt: skip


def certificate_row(certificate: Certificate) -> dict[str, Any]:
    """One certificate of a person for their own page."""
    return {
        "url": certificate.get_absolute_url(),
        "title": _printed(certificate.facts, "course"),
        "number": certificate.number,
        "status_tone": TONES[S(certificate.state)],
        "status_label": certificate.get_state_display(),
        "issued_on": certificate.issued_on,
        "is_sample": certificate.is_demo,
        "size": certificate.made.size,
        "file_url": reverse("courses:certificate_file", args=[certificate.code]),
        "badge_url": reverse("courses:certificate_badge", args=[certificate.code]),
    }
