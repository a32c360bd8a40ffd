"""Keys as PKCS#12 files in one folder, all encrypted with the installation's secret; a picture beside each."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings

from processes.documents.sealing import KeyFault, KeyUnusable, Pkcs12Key, SigningKey, require_picture

from . import Owner

PICTURES = (".png", ".svg")


class Pictures:
    """The pictures of the folder, which a store of another kind may use too."""

    def __init__(self) -> None:
        self.folder = Path(settings.SIGNING_KEY_FOLDER)

    def picture(self, owner: Owner) -> bytes | None:
        found = [path for kind in PICTURES if (path := self.folder / f"{owner.id}{kind}").is_file()]
        return found[0].read_bytes() if found else None

    def put_picture(self, owner: Owner, picture: bytes) -> None:
        """Replaces the one before. Raises UnusablePicture."""
        require_picture(picture)
        for kind in PICTURES:
            (self.folder / f"{owner.id}{kind}").unlink(missing_ok=True)
        kind = ".png" if picture.startswith(b"\x89PNG") else ".svg"
        _write(self.folder / f"{owner.id}{kind}", picture)


class FolderStore(Pictures):
    """SIGNING_KEY_FOLDER, SIGNING_SECRET."""

    def key(self, owner: Owner) -> SigningKey:
        path = self._path(owner)
        if not path.is_file():
            raise KeyUnusable(KeyFault.MISSING, owner.name)
        return Pkcs12Key(path.read_bytes(), self._secret())

    def ids(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.p12"))

    def put(self, owner: Owner, content: bytes, password: str) -> SigningKey:
        """Takes a key in, encrypted anew with the installation's secret. Raises KeyUnusable for a wrong password."""
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode())
        except ValueError as error:
            raise KeyUnusable(KeyFault.UNREADABLE, str(error)) from error
        if key is None or certificate is None:
            raise KeyUnusable(KeyFault.UNREADABLE, owner.name)
        encryption = serialization.BestAvailableEncryption(self._secret().encode())
        stored = pkcs12.serialize_key_and_certificates(b"key", key, certificate, others, encryption)  # type: ignore[arg-type]
        _write(self._path(owner), stored)
        return self.key(owner)

    def _path(self, owner: Owner) -> Path:
        return self.folder / f"{owner.id}.p12"

    def _secret(self) -> str:
        if not settings.SIGNING_SECRET:
            raise KeyUnusable(KeyFault.UNREADABLE, "SIGNING_SECRET is not set")
        return str(settings.SIGNING_SECRET)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and readable to nobody else."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
