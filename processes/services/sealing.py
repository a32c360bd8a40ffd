"""An issued plan's signatures: the leader's on the version that was seen, then number, day and seal in one update.

Everything here runs in jobs, outside transactions; what is kept is kept under a lock, the first one's file for good.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from processes.documents import sealing, writing
from processes.key_store import Owner, key_store, trusted_roots
from processes.models import Approval, Document
from workflow.models import Agency, Participation, ProcessInstance

logger = logging.getLogger(__name__)

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SIGNED, NUMBERED = "signed", "numbered"  # the approval's states in which a signature or a seal may be missing


class NotWhole(Exception):
    """The file does not verify, or the signed one is no longer the one that was kept: nothing is issued from it."""


class WaitsForKey(Exception):
    """A key is missing or cannot sign; the approval says which (`key_fault`, `key_owner`)."""


def is_wanted() -> bool:
    """Do documents of this installation bear signatures? Only the setting says no, never a missing key."""
    return not settings.ISSUE_WITHOUT_SIGNATURES


# --- the leader


def sign_for_leader(approval: Approval, page: bytes, at: datetime) -> bytes:
    """The leader's signature on the rendered page, kept once. Raises WaitsForKey, NotWhole."""
    assert approval.signer is not None
    owner = Owner.of(approval.signer)
    try:
        key = key_store().key(owner)
        stamp = sealing.signature_stamp(key_store().picture(owner))
        content = sealing.sign_by_leader(sealing.prepare(page), key, stamp, at)
    except sealing.KeyUnusable as error:
        raise _waits(approval, owner, error) from error
    _require_whole(content, 1, at)
    with transaction.atomic():
        row = Approval.objects.select_for_update().get(pk=approval.pk)
        if not row.signed_file:
            row.signed_sha256, row.key_fault, row.key_owner = _digest(content), "", ""
            row.signed_file.save(f"{row.uuid}.pdf", ContentFile(content), save=False)
            row.save(update_fields=["signed_file", "signed_sha256", "key_fault", "key_owner"])
    approval.refresh_from_db()
    return signed_content(approval)


def signed_content(approval: Approval) -> bytes:
    """The file as it was kept. Raises NotWhole where it has changed since."""
    with approval.signed_file.open("rb") as file:
        content: bytes = file.read()
    if _digest(content) != approval.signed_sha256:
        raise NotWhole(f"{approval.signed_file.name} is not the file that was signed")
    return content


# --- the organization


def seal(approval: Approval, document: Document, signed: bytes, at: datetime) -> bytes:
    """The issued file: number, day and the organization's seal added to the leader's. Raises WaitsForKey, NotWhole."""
    owner = Owner.of(document.issuer)
    assert document.issued_on is not None
    filling = sealing.Filling(document.number.partition("/")[0], document.issued_on)
    try:
        key = key_store().key(owner)
        stamp = sealing.seal_stamp(key_store().picture(owner))
        content = sealing.fill_and_seal(signed, filling, key, stamp, at)
    except sealing.KeyUnusable as error:
        raise _waits(approval, owner, error) from error
    _require_whole(content, 2, at)
    if approval.key_fault:
        Approval.objects.filter(pk=approval.pk).update(key_fault="", key_owner="")
    return content


# --- both


def _require_whole(content: bytes, signatures: int, at: datetime) -> None:
    found = sealing.verify(content, trusted_roots(), at)
    if found.verdict is sealing.Verdict.UNTRUSTED:
        logger.warning("Signed with a key whose authority is not among the trusted ones: %s", settings.TRUSTED_ROOTS)
    elif found.verdict is not sealing.Verdict.WHOLE:
        raise NotWhole(found.verdict.value)
    if len(found.signatures) != signatures:
        raise NotWhole(f"{len(found.signatures)} signatures")


def _waits(approval: Approval, owner: Owner, error: sealing.KeyUnusable) -> WaitsForKey:
    Approval.objects.filter(pk=approval.pk).update(key_fault=error.fault.value, key_owner=owner.name[:300])
    return WaitsForKey(f"{owner.name} ({owner.id}): {error}")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def issuer_of(approval: ProcessInstance) -> Agency:
    """The agency in whose name the approval's document is issued."""
    part = Participation.objects.select_related("agency").get(instance=approval, participant="issuer")
    return part.agency


def new_code() -> str:
    """By what the public page is asked: 80 bits that nobody guesses, in letters that nobody mistakes."""
    return "".join(secrets.choice(LETTERS) for _place in range(16))


def check_of(code: str) -> writing.Check | None:
    """The code printed below the recipients; None where this installation prints none, or the paper has none."""
    if not (code and settings.PRINT_CHECK_CODE):
        return None
    address = f"{settings.PUBLIC_URL.rstrip('/')}/kiem-tra/{code}"
    return writing.Check(sealing.code_picture(address), address.partition("://")[2])


# --- what waits


def unsigned(before: datetime) -> list[tuple[UUID, datetime]]:
    """Approvals signed by their leader before that moment whose signed file is missing: instance, moment."""
    missing = Approval.objects.filter(signed_at__lt=before, signed_file="").exclude(signed_hash="")
    signed_at: dict[int, datetime] = dict(missing.values_list("pk", "signed_at"))  # type: ignore[arg-type]  # filtered
    instances = ProcessInstance.objects.filter(definition_key="approval", state=SIGNED, subject_id__in=signed_at)
    return [(uuid, signed_at[subject]) for uuid, subject in instances.values_list("uuid", "subject_id")]


def waiting_for_keys() -> QuerySet[Approval]:
    """Approvals that are kept by a key that is missing or cannot sign, the one that has waited longest first."""
    open_ones = ProcessInstance.objects.filter(definition_key="approval", state__in=(SIGNED, NUMBERED))
    kept = Approval.objects.exclude(key_fault="").filter(pk__in=open_ones.values("subject_id"))
    return kept.select_related("plan", "signer").order_by("signed_at", "pk")
