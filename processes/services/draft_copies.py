"""Drafts as files: asked for by a person, made by a job in a process of its own, kept for a day."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from processes.models import DraftCopy, PlanVersion
from workflow.models import Person

logger = logging.getLogger(__name__)

LAYOUT = 1  # raised when the page changes, so that no file of the old layout is given out
AT_ONCE = 2  # of one person, so that nobody fills the queue
SECONDS = 120
KEPT = timedelta(days=1)
LOST_AFTER = timedelta(minutes=10)  # a job that died with its process
_TOLD_EVERY = 0.5
_STEP = re.compile(rb"step (\d+)(?: page (\d+))?")


class TooMany(Exception):
    """The person waits for AT_ONCE files already."""


def fingerprint(version: PlanVersion, issuer: str, kind: str) -> str:
    told = json.dumps([LAYOUT, version.hash, issuer, kind], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def find(version: PlanVersion, issuer: str, kind: str) -> DraftCopy | None:
    """The file of just this content, made or being made."""
    return DraftCopy.objects.filter(fingerprint=fingerprint(version, issuer, kind)).first()


def ask(version: PlanVersion, issuer: str, kind: str, person: Person, at: datetime) -> DraftCopy:
    """The copy, made already or on its way; one that failed or was lost is begun anew. Raises TooMany."""
    from processes.jobs import make_draft_copy

    with transaction.atomic():
        key = fingerprint(version, issuer, kind)
        known = DraftCopy.objects.select_for_update().filter(fingerprint=key).first()
        if known is not None and (known.is_ready or not is_lost(known, at)):
            return known
        waiting = DraftCopy.objects.filter(asked_by=person, file="", failed_at=None, asked_at__gt=at - LOST_AFTER)
        if waiting.exclude(fingerprint=key).count() >= AT_ONCE:
            raise TooMany
        begun = {"asked_by": person, "asked_at": at, "step": 0, "pages": 0, "failed_at": None}
        made = {"version": version, "issuer": issuer, "kind": kind}
        copy, _created = DraftCopy.objects.update_or_create(
            fingerprint=key, defaults=begun, create_defaults=begun | made
        )
        make_draft_copy.enqueue(str(copy.uuid))
    return copy


def is_lost(copy: DraftCopy, at: datetime) -> bool:
    """It failed, or nobody has heard of it for so long that nothing more will come."""
    return copy.failed_at is not None or copy.asked_at <= at - LOST_AFTER


def make(copy: DraftCopy, at: datetime) -> None:
    """Render outside any transaction and keep the file; that it failed is kept, too."""
    content = _rendered(copy)
    if content is None:
        DraftCopy.objects.filter(pk=copy.pk, file="").update(failed_at=at)
        return
    with transaction.atomic():
        row = DraftCopy.objects.select_for_update().get(pk=copy.pk)
        if not row.is_ready:
            row.file.save(f"{row.uuid}.{row.kind}", ContentFile(content), save=False)
            row.failed_at = None
            row.save(update_fields=["file", "failed_at"])


def _rendered(copy: DraftCopy) -> bytes | None:
    """What the child process wrote; None where it failed or took longer than SECONDS."""
    asked = {"facts": copy.version.content, "issuer": copy.issuer, "kind": copy.kind}
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
        given.write(json.dumps(asked, ensure_ascii=False).encode())
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "processes.services.draft_child"],
            stdin=given,
            stdout=written,
            stderr=subprocess.PIPE,
            cwd=settings.BASE_DIR,
        )
        alarm = threading.Timer(SECONDS, child.kill)
        alarm.start()
        try:
            _listen(copy, child)
        finally:
            alarm.cancel()
        written.seek(0)
        return written.read() if child.returncode == 0 else None


def _listen(copy: DraftCopy, child: subprocess.Popen[bytes]) -> None:
    """Keep how far it is, as often as somebody may look, until the child has ended."""
    assert child.stderr is not None
    told_at = 0.0
    with child.stderr as lines:
        for line in lines:
            found = _STEP.match(line)
            if found is None:
                logger.warning("Draft %s: %s", copy.uuid, line.decode(errors="replace").rstrip())
            elif time.monotonic() - told_at > _TOLD_EVERY:
                told_at = time.monotonic()
                DraftCopy.objects.filter(pk=copy.pk).update(step=int(found[1]), pages=int(found[2] or 0))
    child.wait()


def purge(at: datetime) -> int:
    """Throw away what nobody asked for within KEPT. Returns how many."""
    old = list(DraftCopy.objects.filter(asked_at__lt=at - KEPT))
    for copy in old:
        copy.file.delete(save=False)
        copy.delete()
    return len(old)
