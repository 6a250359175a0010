"""The key certificates are signed with: from the settings, else a test key made at first use."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

from courses.exceptions.certificates import SigningKeyBroken

TEST_NAME = "VKC: khóa thử nghiệm, không có giá trị pháp lý"
TEST_YEARS = 10


@dataclass(frozen=True)
class SigningKey:
    """A private key with the chain of its certificate, the signer's own first."""

    private: Any
    chain: tuple[x509.Certificate, ...]
    is_test: bool

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the signer's certificate, in hexadecimal."""
        return self.chain[0].fingerprint(hashes.SHA256()).hex()

    @property
    def pem(self) -> str:
        return "".join(
            cert.public_bytes(serialization.Encoding.PEM).decode() for cert in self.chain
        )

    @property
    def algorithm(self) -> str:
        """The JWS algorithm that fits the key: ES256 for P-256, RS256 for RSA."""
        return "RS256" if isinstance(self.private, rsa.RSAPrivateKey) else "ES256"


def signing_key() -> SigningKey:
    """The key of the settings, or the test key; raises SigningKeyBroken."""
    return _read(
        settings.CERTIFICATE_SIGNING_KEY,
        settings.CERTIFICATE_SIGNING_CERT,
        settings.CERTIFICATE_SIGNING_PASSPHRASE,
        str(settings.CERTIFICATE_TEST_KEY_DIR),
    )


@lru_cache(maxsize=4)
def _read(key: str, certificate: str, passphrase: str, test_folder: str) -> SigningKey:
    is_test = not key and not certificate
    if is_test:
        key, certificate = _test_pair(Path(test_folder))
    try:
        password = passphrase.encode() if passphrase and not is_test else None
        private = serialization.load_pem_private_key(_pem(key), password)
        chain = tuple(x509.load_pem_x509_certificates(_pem(certificate)))
    except (ValueError, TypeError, OSError) as error:
        raise SigningKeyBroken from error
    found = SigningKey(private=private, chain=chain, is_test=is_test)
    if not _fits(found):
        raise SigningKeyBroken
    return found


def _pem(value: str) -> bytes:
    return value.encode() if "-----BEGIN" in value else Path(value).read_bytes()


def _fits(key: SigningKey) -> bool:
    """P-256 or RSA, and the certificate is that of the key."""
    if isinstance(key.private, ec.EllipticCurvePrivateKey):
        is_known = isinstance(key.private.curve, ec.SECP256R1)
    else:
        is_known = isinstance(key.private, rsa.RSAPrivateKey)
    return is_known and key.chain[0].public_key() == key.private.public_key()


def _test_pair(folder: Path) -> tuple[str, str]:
    """Paths of the test key and its certificate; of two processes at once, the first one wins."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    if not (key.exists() and certificate.exists()):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent) as place:
            made = Path(place) / "made"
            made.mkdir(mode=0o700)
            _make_test_pair(made)
            try:
                made.rename(folder)
            except OSError:  # another process was quicker
                if not (key.exists() and certificate.exists()):
                    raise
    return str(key), str(certificate)


def _make_test_pair(folder: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, TEST_NAME)])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * TEST_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(private, hashes.SHA256())
    )
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    handle = os.open(folder / "key.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(pem)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
