"""Keys for the demonstration's signers and its committee, from an authority that nobody else trusts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from processes.documents.sealing import KeyFault
from processes.documents.sealing.authority import Authority
from processes.documents.sealing.drawn import drawn_seal, drawn_signature
from processes.key_store import Owner, key_store
from processes.key_store.folder import FolderStore
from processes.services import sealing, signing_keys

AUTHORITY = "CA minh họa, không có giá trị pháp lý"
SEAL = "BẢN MINH HỌA"
BEFORE, AFTER = timedelta(days=3 * 365), timedelta(days=5 * 365)  # samples were signed in the past


def give_keys(at: datetime) -> None:
    """A key and a drawn picture for whoever needs one and has none; for nobody where signatures are not wanted."""
    store = key_store()
    if not sealing.is_wanted() or not isinstance(store, FolderStore):
        return
    owners = signing_keys.owners(timezone.localdate(at))
    without = [one for one in owners if signing_keys.state(one, at).fault == KeyFault.MISSING]
    if without:
        authority = Authority(AUTHORITY, at - BEFORE)
        _trust(authority)
        for owner in without:
            _give(store, authority, owner, at)


def _give(store: FolderStore, authority: Authority, owner: Owner, at: datetime) -> None:
    issued = authority.certify(owner.name, "Bản minh họa", valid_to=at + AFTER)
    password = settings.SIGNING_SECRET
    store.put(owner, issued.pkcs12(password), password)
    is_agency = owner.id.startswith("agency-")
    store.put_picture(owner, drawn_seal(SEAL) if is_agency else drawn_signature(owner.name))


def _trust(authority: Authority) -> None:
    folder = Path(settings.TRUSTED_ROOTS)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"demonstration-{authority.root.serial_number:x}.pem").write_bytes(authority.pem)
