"""A certification authority made on the spot, for demonstrations and tests: nobody else trusts what it certifies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

BITS = 2048
YEARS = timedelta(days=3 * 365)
NAMES = {"country": NameOID.COUNTRY_NAME, "organization": NameOID.ORGANIZATION_NAME, "name": NameOID.COMMON_NAME}


@dataclass(frozen=True)
class Issued:
    """A key and its certificate, in no file yet."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    root: x509.Certificate

    def pkcs12(self, password: str, label: str = "key") -> bytes:
        """Both in one encrypted file, the root with them."""
        encryption = serialization.BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(
            label.encode(), self.key, self.certificate, [self.root], encryption
        )


class Authority:
    """Certifies persons and organizations from `at` on; `name` should say that it is for tests only."""

    def __init__(self, name: str, at: datetime) -> None:
        self.at = at
        self._key = _new_key()
        subject = _subject(name=name, organization=name)
        self.root = (
            _builder(subject, subject, self._key.public_key(), at - timedelta(days=1), at + 5 * YEARS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    @property
    def pem(self) -> bytes:
        """The root, for the list of those that are trusted."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def certify(
        self, name: str, organization: str, *, valid_from: datetime | None = None, valid_to: datetime | None = None
    ) -> Issued:
        """A key and a certificate for signing documents; valid from a day before the authority was made, by default."""
        key = _new_key()
        start, end = valid_from or self.at - timedelta(days=1), valid_to or self.at + YEARS
        subject = _subject(name=name, organization=organization)
        certificate = (
            _builder(subject, self.root.subject, key.public_key(), start, end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return Issued(key, certificate, self.root)


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=BITS)


def _subject(*, name: str, organization: str) -> x509.Name:
    said = {"country": "VN", "organization": _cut(organization), "name": _cut(name)}
    return x509.Name([x509.NameAttribute(NAMES[part], value) for part, value in said.items()])


def _cut(name: str) -> str:
    """The library allows 64 bytes, of which a Vietnamese letter takes up to three."""
    return name.encode()[:64].decode(errors="ignore")


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
