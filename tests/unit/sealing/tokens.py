"""A real PKCS#11 token in a folder of the test: SoftHSM2, with one key and its certificate in it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute
from pkcs11.util import rsa, x509

from processes.documents.sealing.authority import Issued

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
TOKEN, PIN = "office", "1234"


def module() -> str:
    """SoftHSM2's library. Raises LookupError where it is not installed."""
    found = next((path for path in MODULES if Path(path).exists()), None)
    if found is None:
        raise LookupError("softhsm2 is not installed: deploy/system.sh says how")
    return found


def make_token(folder: Path, label: str, issued: Issued) -> str:
    """The token's module. SoftHSM2 reads its settings once a process, so every token of a run is in one folder."""
    if "SOFTHSM2_CONF" not in os.environ:
        settings = folder / "softhsm2.conf"
        (folder / "tokens").mkdir()
        settings.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(settings)
    command = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--so-pin", "5678", "--pin", PIN]
    subprocess.run(command, check=True, capture_output=True)
    library = pkcs11.lib(module())
    library.reinitialize()
    with library.get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        _put(session, label, issued)
    return module()


def remove_token() -> None:
    """So that the next test finds no two of one label."""
    subprocess.run(["softhsm2-util", "--delete-token", "--token", TOKEN], check=True, capture_output=True)


def _put(session: pkcs11.Session, label: str, issued: Issued) -> None:
    private = issued.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    key = rsa.decode_rsa_private_key(private)
    session.create_object({**key, Attribute.LABEL: label, Attribute.ID: b"1", Attribute.TOKEN: True})
    certificate = x509.decode_x509_certificate(issued.certificate.public_bytes(serialization.Encoding.DER))
    session.create_object({**certificate, Attribute.LABEL: label, Attribute.ID: b"1", Attribute.TOKEN: True})
