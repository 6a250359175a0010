"""Sign a PDF (PAdES B-B, ETSI EN 319 142-1) and say whether a signature holds."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from courses.certificates.signing_keys import SigningKey, signing_key
from courses.exceptions.certificates import SigningKeyBroken
from courses.models import SigningCertificate

FIELD = "VKC"
TEST_REASON = "khóa thử nghiệm, không có giá trị pháp lý"
BYTES_RESERVED = 16_384  # hexadecimal digits; room for a chain of three certificates


@dataclass(frozen=True)
class Verdict:
    """What a check of a signed file found; `problem` is empty where everything holds."""

    is_intact: bool
    is_ours: bool
    problem: str = ""

    @property
    def holds(self) -> bool:
        return self.is_intact and self.is_ours


def sign_pdf(pdf: bytes, *, reason: str) -> bytes:
    """The same PDF with a certifying signature that allows no later change.

    A test key says in the reason that it is one. Raises SigningKeyBroken.
    """
    key = signing_key()
    words = f"{reason} ({TEST_REASON})" if key.is_test else reason
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=words,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    try:
        signed = signers.sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            meta,
            signer=_signer(key),
            bytes_reserved=BYTES_RESERVED,
        )
    except (SigningError, UnacceptableSignerError) as error:
        raise SigningKeyBroken from error
    return signed.getvalue()


@lru_cache(maxsize=2)
def _signer(key: SigningKey) -> signers.SimpleSigner:
    private = key.private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    own, *others = _chain(key.pem)
    store = SimpleCertificateStore()
    store.register_multiple(others)
    return signers.SimpleSigner(own, keys.PrivateKeyInfo.load(private), cert_registry=store)


def _chain(text: str) -> list[asn1_x509.Certificate]:
    found = pem.unarmor(text.encode(), multiple=True)
    return [asn1_x509.Certificate.load(der) for _kind, _headers, der in found]


def remember_key(*, at: datetime) -> SigningCertificate:
    """The row of the certificate in use, so that what it signed can be checked in ten years."""
    key = signing_key()
    row, _is_new = SigningCertificate.objects.get_or_create(
        fingerprint=key.fingerprint,
        defaults={"pem": key.pem, "is_test": key.is_test, "first_used_at": at},
    )
    return row


def check_pdf(pdf: bytes, *, signed_with: SigningCertificate, moment: datetime) -> Verdict:
    """Whether the file is whole and was signed by that certificate, as of the day it was made."""
    own, *others = _chain(signed_with.pem)
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if len(found) != 1:
            return Verdict(False, False, f"{len(found)} signatures instead of one")
        status: Any = validate_pdf_signature(found[0], _trust(own, others, moment))
    except (PdfError, SignatureValidationError, ValueError) as error:
        return Verdict(False, False, f"{type(error).__name__}: {error}")
    covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    is_whole = bool(status.intact and status.valid and status.docmdp_ok and covers_all)
    is_ours = status.signing_cert.sha256 == own.sha256
    problem = "" if is_whole and is_ours else f"{status.summary()}, covers {status.coverage.name}"
    return Verdict(is_whole, is_ours, problem)


def _trust(own: Any, others: list[Any], moment: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[own, *others], other_certs=others, moment=moment, allow_fetching=False
    )
