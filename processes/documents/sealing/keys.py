"""Keys that sign: from a PKCS#12 file, or in a PKCS#11 token that never gives them away.

Whatever else a province has (a remote signing service) is another class with `certificate()` and `signer()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.sign import SimpleSigner
from pyhanko.sign.signers.pdf_cms import Signer


class KeyFault(StrEnum):
    """Why a key cannot sign."""

    MISSING = "missing"
    UNREADABLE = "unreadable"  # a wrong password or PIN, no such key in the token, a broken file
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"


class KeyUnusable(Exception):
    def __init__(self, fault: KeyFault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault, self.detail = fault, detail


@dataclass(frozen=True)
class Certificate:
    """Who may sign with a key, and how long."""

    name: str
    organization: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    serial: str

    def require_valid(self, at: datetime) -> None:
        """Raises KeyUnusable outside the time for which the certificate was given."""
        if at < self.valid_from:
            raise KeyUnusable(KeyFault.NOT_YET_VALID, self.name)
        if at > self.valid_to:
            raise KeyUnusable(KeyFault.EXPIRED, self.name)


class SigningKey(Protocol):
    def certificate(self) -> Certificate:
        """Raises KeyUnusable."""

    def signer(self) -> AbstractContextManager[Signer]:
        """What pyHanko signs with, while the context lasts. Raises KeyUnusable."""


def certificate_of(der: bytes) -> Certificate:
    """What a certificate says."""
    read = x509.load_der_x509_certificate(der)
    return Certificate(
        _said(read.subject, NameOID.COMMON_NAME),
        _said(read.subject, NameOID.ORGANIZATION_NAME),
        _said(read.issuer, NameOID.COMMON_NAME),
        read.not_valid_before_utc,
        read.not_valid_after_utc,
        f"{read.serial_number:x}",
    )


def _said(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


class Pkcs12Key:
    """A key in a PKCS#12 file (.p12, .pfx), given as its bytes."""

    def __init__(self, content: bytes, password: str) -> None:
        self._content, self._password = content, password

    def certificate(self) -> Certificate:
        return certificate_of(self._load().signing_cert.dump())

    @contextmanager
    def signer(self) -> Iterator[Signer]:
        yield self._load()

    def _load(self) -> Any:
        try:
            return SimpleSigner.load_pkcs12_data(self._content, [], self._password.encode())
        except ValueError as error:
            raise KeyUnusable(KeyFault.UNREADABLE, str(error)) from error


class Pkcs11Key:
    """A key in a token. `module`: its maker's library; `token`, `key`: their labels, `key` also the certificate's."""

    def __init__(self, module: str, token: str, pin: str, key: str) -> None:
        self._module, self._token, self._pin, self._key = module, token, pin, key

    def certificate(self) -> Certificate:
        with self.signer() as signer:
            assert signer.signing_cert is not None  # `signer` has read it
            return certificate_of(signer.signing_cert.dump())

    @contextmanager
    def signer(self) -> Iterator[Signer]:
        from pyhanko.sign.pkcs11 import PKCS11Signer

        with _session(self._module, self._token, self._pin) as session:
            signer = PKCS11Signer(session, cert_label=self._key, other_certs_to_pull=None)
            signer.signing_cert  # noqa: B018 - reads key and certificate now, so that a wrong label shows here
            yield signer

    @staticmethod
    def labels(module: str, token: str, pin: str) -> list[str]:
        """The labels of all certificates in the token. Raises KeyUnusable."""
        from pkcs11 import Attribute, ObjectClass

        with _session(module, token, pin) as session:
            found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
            return sorted(str(one[Attribute.LABEL]) for one in found)


@contextmanager
def _session(module: str, token: str, pin: str) -> Iterator[Any]:
    """The token, opened. Its library is an extra of the installation: those who use files do without it."""
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import open_pkcs11_session

    try:
        opened = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
    except (PKCS11Error, OSError, RuntimeError) as error:
        raise KeyUnusable(KeyFault.UNREADABLE, f"{token}: {error!r}") from error
    try:
        with opened as session:
            yield session
    except PKCS11Error as error:
        raise KeyUnusable(KeyFault.UNREADABLE, f"{token}: {error!r}") from error
