"""Where the keys of persons and organizations are. SIGNING_KEYS names the class: a province may put its own there.

A store finds keys and pictures; who signs what is decided elsewhere. Files and tokens are read by jobs and commands
only, never inside a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from processes.documents.sealing import SigningKey
from workflow.models import Agency, Person


@dataclass(frozen=True)
class Owner:
    """Whose key it is. `id` names it in the store: "person-…", "agency-…" with the public id."""

    id: str
    name: str

    @classmethod
    def of(cls, who: Person | Agency) -> Owner:
        kind = "agency" if isinstance(who, Agency) else "person"
        return cls(f"{kind}-{who.uuid}", str(who))


class KeyStore(Protocol):
    def key(self, owner: Owner) -> SigningKey:
        """Raises KeyUnusable where there is none, or none that can be opened."""

    def picture(self, owner: Owner) -> bytes | None:
        """The hand's line or the seal, where there is one."""

    def ids(self) -> list[str]:
        """The ids of all owners of whom the store has a key."""


def key_store() -> KeyStore:
    """The installation's store."""
    store: KeyStore = import_string(settings.SIGNING_KEYS)()
    return store


def trusted_roots() -> list[bytes]:
    """The certificates (PEM) of the authorities whose signers are trusted."""
    folder = Path(settings.TRUSTED_ROOTS)
    return [path.read_bytes() for path in sorted(folder.glob("*.pem"))] if folder.is_dir() else []
