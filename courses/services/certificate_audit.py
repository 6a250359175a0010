"""Does every number have its certificate, every certificate its file, every file its signature?"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db.models import QuerySet

from courses.models import Certificate, CertificateRegister, Transcript
from courses.services.signing import check_pdf

CHUNK = 200


@dataclass(frozen=True)
class Finding:
    """What is wrong, with which number or file."""

    kind: str
    subject: str
    detail: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def verify_certificates() -> tuple[dict[str, int], list[Finding]]:
    """Counts of what was looked at, and every finding: gaps, missing or altered files."""
    found = [
        finding for register in CertificateRegister.objects.all() for finding in _gaps(register)
    ]
    certificates = Certificate.objects.select_related("made__signed_with").order_by("pk")
    transcripts = Transcript.objects.select_related("signed_with").order_by("pk")
    counts = {
        "registers": CertificateRegister.objects.count(),
        "certificates": certificates.count(),
        "transcripts": transcripts.count(),
    }
    found += list(_files(certificates))
    for row in transcripts.iterator(CHUNK):
        found += list(_file(f"transcript {row.pk}", row))
    return counts, found


def _gaps(register: CertificateRegister) -> Iterator[Finding]:
    rows = Certificate.objects.filter(register=register, supersedes=None)
    borne = set(rows.values_list("serial", flat=True))
    for serial in range(1, register.last_number + 1):
        if serial not in borne:
            yield Finding("gap", register.number_text(serial), "no certificate bears this number")
    for serial in sorted(number for number in borne if number > register.last_number):
        yield Finding("beyond", register.number_text(serial), "above the last number given")


def _files(certificates: QuerySet[Certificate]) -> Iterator[Finding]:
    for certificate in certificates.iterator(CHUNK):
        if getattr(certificate, "made", None) is None:
            yield Finding("no_file", certificate.number, "the certificate has no file")
            continue
        yield from _file(certificate.number, certificate.made)


def _file(subject: str, row) -> Iterator[Finding]:
    """One stored file: there, of the digest recorded, and signed by us."""
    try:
        with row.file.open("rb") as file:
            content = file.read()
    except OSError as error:
        yield Finding("missing", subject, str(error))
        return
    if hashlib.sha256(content).hexdigest() != row.sha256:
        yield Finding("altered", subject, "the digest differs from the recorded one")
    verdict = check_pdf(content, signed_with=row.signed_with, moment=row.made_at)
    if not verdict.holds:
        yield Finding("signature", subject, verdict.problem)
