"""The Open Badges 3.0 credential: its signature, the required fields, the addresses it names."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client

from courses.certificates.signing_keys import signing_key
from courses.exceptions.certificates import SigningKeyBroken
from courses.services import badges
from courses.services import certificate_acts as acts
from courses.services.certificates import issue
from courses.services.signing import check_pdf
from tests.factories.courses_certificates import AT, RegisterFactory, completed

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
# What the data model of Open Badges 3.0 (1EdTech, appendix B) requires, and of what kind.
REQUIRED = {
    "": {"@context": list, "id": str, "type": list, "issuer": dict, "validFrom": str,
         "credentialSubject": dict},
    "issuer": {"id": str, "type": list},
    "credentialSubject": {"type": list, "achievement": dict},
    "credentialSubject.achievement": {"id": str, "type": list, "criteria": dict,
                                      "description": str, "name": str},
    "credentialStatus": {"id": str, "type": str},
}  # fmt: skip


def missing_fields(credential):
    """Every required field that is absent, empty or of another kind, by its path."""
    found = []
    for path, fields in REQUIRED.items():
        holder = credential
        for step in filter(None, path.split(".")):
            holder = holder.get(step, {})
        found += [f"{path}.{name}" for name, kind in fields.items()
                  if not isinstance(holder.get(name), kind) or not holder[name]]  # fmt: skip
    contexts = credential.get("@context", [])
    if contexts[:1] != ["https://www.w3.org/ns/credentials/v2"] or not any(
        "spec/ob/v3p0/context" in context for context in contexts[1:]
    ):
        found.append("@context")
    for path, word in (("type", "OpenBadgeCredential"), ("type", "VerifiableCredential")):
        if word not in credential.get(path, []):
            found.append(word)
    return found


@pytest.fixture
def issued():
    RegisterFactory(suffix="/2026/GCN")
    return issue(enrolment=completed(), by=None, at=AT)


def path_of(address):
    return urlsplit(address).path


def test_the_signature_holds_under_the_published_key(issued):
    token = issued.made.badge
    header = jwt.get_unverified_header(token)
    published = Client().get(path_of(header["kid"])).json()
    key = jwt.PyJWK.from_dict({**published, "alg": header["alg"]})
    claims = jwt.decode(token, key, algorithms=["ES256"], options={"verify_nbf": False})
    assert missing_fields(claims) == []
    assert claims["iss"] == claims["issuer"]["id"]
    assert claims["jti"] == claims["id"]
    subject = claims["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "Nguyễn Thị Bưởi"
    assert subject["achievement"]["name"] == "Managing smart cities"
    assert issued.person.email not in json.dumps(claims)
    head, body, _signature = token.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(f"{head}.{body}.{'A' * 86}", key, algorithms=["ES256"])


@pytest.mark.parametrize("gone", ["issuer", "validFrom", "credentialSubject", "@context", "type"])
def test_the_check_of_required_fields_finds_what_is_missing(issued, gone):
    credential = badges.build_credential(issued)
    del credential[gone]
    assert missing_fields(credential)


def test_issuer_keys_and_status_are_published_and_a_revocation_shows(issued):
    claims = jwt.decode(issued.made.badge, options={"verify_signature": False})
    profile = Client().get(path_of(claims["issuer"]["id"])).json()
    assert profile["id"] == claims["issuer"]["id"]
    assert len(Client().get(path_of(profile["publicKey"])).json()["keys"]) == 1
    status = path_of(claims["credentialStatus"]["id"])
    assert Client().get(status).json()["revokedCredential"] == []
    acts.revoke(certificate=issued, by=None, at=AT, reason="Sai", reason_class="mistake")
    assert Client().get(status).json()["revokedCredential"][0]["id"] == claims["id"]
    assert (
        Client().get(path_of(claims["credentialSubject"]["achievement"]["id"])).status_code == 301
    )


def pair(folder, private):
    """A key and a self-made certificate of it, as files."""
    from courses.certificates import signing_keys

    original = ec.generate_private_key
    signing_keys.ec.generate_private_key = lambda curve: private
    try:
        signing_keys._make_test_pair(folder)
    finally:
        signing_keys.ec.generate_private_key = original
    return str(folder / "key.pem"), str(folder / "certificate.pem")


def test_a_key_of_the_settings_signs_and_is_no_test_key(settings, tmp_path):
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    key, certificate = pair(tmp_path, private)
    settings.CERTIFICATE_SIGNING_KEY, settings.CERTIFICATE_SIGNING_CERT = key, certificate
    RegisterFactory()
    issued = issue(enrolment=completed(), by=None, at=AT)
    assert not issued.made.signed_with.is_test
    with issued.made.file.open("rb") as file:
        assert check_pdf(file.read(), signed_with=issued.made.signed_with, moment=NOW).holds
    assert jwt.get_unverified_header(issued.made.badge)["alg"] == "RS256"


@pytest.mark.parametrize("broken", ["missing", "garbage", "another"])
def test_a_broken_key_is_refused_with_a_sentence(settings, tmp_path, broken):
    key, certificate = pair(tmp_path, ec.generate_private_key(ec.SECP256R1()))
    if broken == "missing":
        certificate = str(tmp_path / "nowhere.pem")
    elif broken == "garbage":
        key = "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n"
    else:
        other = ec.generate_private_key(ec.SECP256R1())
        key = other.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()  # fmt: skip
    settings.CERTIFICATE_SIGNING_KEY, settings.CERTIFICATE_SIGNING_CERT = key, certificate
    with pytest.raises(SigningKeyBroken):
        signing_key()


def test_the_test_key_is_made_once_and_kept_for_the_owner_only(settings, tmp_path):
    settings.CERTIFICATE_TEST_KEY_DIR = tmp_path / "key"
    first = signing_key()
    assert first.is_test
    assert (tmp_path / "key" / "key.pem").stat().st_mode & 0o077 == 0
    found = x509.load_pem_x509_certificate((tmp_path / "key" / "certificate.pem").read_bytes())
    assert "không có giá trị pháp lý" in found.subject.rfc4514_string()
    assert signing_key().fingerprint == first.fingerprint
