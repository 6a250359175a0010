"""The same certificate as an Open Badges 3.0 credential: JSON-LD, signed as a VC-JWT (section 8.2).

The payload of the token is the credential itself. Nothing in it is not printed on the certificate.
"""

import base64
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import settings
from django.urls import reverse

from courses.certificates.pdf import check_address
from courses.certificates.signing_keys import SigningKey, signing_key
from courses.models import Certificate, SigningCertificate

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


def address(name: str, *args: Any) -> str:
    """A stable address of ours, whole and without a language."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(f"badges:{name}", args=args)


def sign_badge(certificate: Certificate) -> str:
    """The credential as a compact JWS; `kid` is where the public key lies as a JWK."""
    key = signing_key()
    credential = build_credential(certificate)
    claims = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": int(certificate.issued_at.timestamp()),
    }
    header = {"kid": address("key", key.fingerprint), "jwk": key_as_jwk(key)}
    return jwt.encode(
        {**credential, **claims}, key.private, algorithm=key.algorithm, headers=header
    )


def build_credential(certificate: Certificate) -> dict[str, Any]:
    """The unsigned credential with the frozen facts."""
    facts = certificate.facts
    title = facts["course_en"] or facts["course_vi"]
    return {
        "@context": CONTEXTS,
        "id": check_address(certificate.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {**profile(), "name": facts["body_en"] or facts["body_vi"]},
        "validFrom": _moment(certificate.issued_at),
        "name": f"{title} ({certificate.number})",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "hashed": False,
                    "identityHash": facts["name"],
                }
            ],
            "achievement": _achievement(certificate, title),
        },
        "evidence": [{"id": check_address(certificate.code), "type": ["Evidence"]}],
        "credentialStatus": {
            "id": address("status", certificate.code),
            "type": "1EdTechRevocationList",
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _achievement(certificate: Certificate, title: str) -> dict[str, Any]:
    facts = certificate.facts
    session = certificate.enrolment.session_id
    periods = f" ({facts['periods']} tiết)" if facts["periods"] else ""
    return {
        "id": address("achievement", session),
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": title,
        "description": f"{facts['course_vi']}{periods}",
        "criteria": {
            "narrative": "Hoàn thành khóa học theo điều kiện hoàn thành của lớp."
            " / Completed the course under the completion rules of the session."
        },
    }


def profile() -> dict[str, Any]:
    """Who issues: the portal's stable identity; its name on a badge is that of the issuing body."""
    return {
        "id": address("issuer"),
        "type": ["Profile"],
        "name": "VKC",
        "url": settings.PUBLIC_URL.rstrip("/") + "/",
    }


def status_list(certificate: Certificate) -> dict[str, Any]:
    """A revocation list of one: verifiers learn of this credential only, not of all others."""
    revoked = []
    if certificate.state != "issued":
        label = {"suspended": "suspended", "superseded": "replaced by a correction"}
        reason = label.get(certificate.state, "revoked")
        revoked = [
            {"id": check_address(certificate.code), "revoked": True, "revocationReason": reason}
        ]
    return {
        "id": address("status", certificate.code),
        "issuer": address("issuer"),
        "revokedCredential": revoked,
    }


def key_as_jwk(key: SigningKey) -> dict[str, str]:
    return public_jwk(key.chain[0])


def stored_jwk(row: SigningCertificate) -> dict[str, str]:
    """The public key of a certificate we signed with, now or before."""
    return public_jwk(x509.load_pem_x509_certificates(row.pem.encode())[0])


def public_jwk(certificate: x509.Certificate) -> dict[str, str]:
    public = certificate.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        point = public.public_numbers()
        return {"kty": "EC", "crv": "P-256", "x": _number(point.x, 32), "y": _number(point.y, 32)}
    if not isinstance(public, rsa.RSAPublicKey):
        raise TypeError(f"no JWK for {type(public).__name__}")
    numbers = public.public_numbers()
    size = (public.key_size + 7) // 8
    return {"kty": "RSA", "n": _number(numbers.n, size), "e": _number(numbers.e, 3)}


def _number(value: int, size: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes(size, "big")).rstrip(b"=").decode()


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
