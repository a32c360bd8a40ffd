"""The daily seal: what the ends of all chains were, in one hash, chained to the seal of the day before.

A chain cannot show that its own end was cut off, or that somebody who owns the database wrote it anew from some entry
on. The seal can, once its file (seal_files.py) lies where that owner cannot write.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from . import acts, seal_files
from .calendar import local_day
from .canonical import CHUNK, digest, head_line, organization_line, seal_fields
from .models import OrganizationHead, ProcessInstance, Seal, SealedHead

BATCH = 500


def seal_due(at: datetime) -> None:
    """Seal the day before, once; after days of standing still one seal covers them all. Writes files that miss."""
    day = local_day(at) - timedelta(days=1)
    last = Seal.objects.aggregate(day=Max("day"))["day"]
    if last is None or last < day:
        seal(day=day, at=at)
    seal_files.write_missing(Path(settings.SEAL_FOLDER))


@transaction.atomic
def seal(*, day: date, at: datetime) -> Seal:
    """The seal of `day`: made now, or the one that is there. Raises ValueError where a later day is sealed already.

    It covers each instance that stands at a revision which no seal covers yet, as far as its row says in the moment of
    asking: one statement, so one state of the database. A step that commits later belongs to the next seal. The
    organization's chain stands still meanwhile, and its lock lets two sealers come one after the other.
    """
    head = acts.locked_head()
    last = Seal.objects.order_by("-number").first()
    if last is not None and last.day >= day:
        return _made_before(day)
    number = last.number + 1 if last else 1
    instances, root = _sealed_heads(number, head)
    made = Seal(
        number=number,
        day=day,
        sealed_at=at,
        instances=instances,
        organization_sequence=head.sequence,
        organization_hash=head.hash,
        root=root,
        previous_hash=last.hash if last else "",
    )
    made.hash = digest(seal_fields(vars(made)), made.previous_hash)
    made.save(force_insert=True)
    return made


def _made_before(day: date) -> Seal:
    made = Seal.objects.filter(day=day).first()
    if made is None:
        raise ValueError(f"a day after {day} is sealed already")
    return made


def _sealed_heads(number: int, end: OrganizationHead) -> tuple[int, str]:
    """How many heads the seal covers, and its root; the heads are kept on the way, so that none stays in memory.

    They name their seal before it is there: that is asked when the transaction ends.
    """
    sealed = SealedHead.objects.filter(instance=OuterRef("uuid"), revision=OuterRef("revision"))
    moved = ProcessInstance.objects.filter(~Exists(sealed)).order_by("uuid")
    rows = moved.values_list("uuid", "revision", "audit_head").iterator(chunk_size=CHUNK)
    heads = (SealedHead(seal_id=number, instance=uuid, revision=n, hash=head) for uuid, n, head in rows)
    root, count = hashlib.sha256(), 0
    while batch := list(islice(heads, BATCH)):
        SealedHead.objects.bulk_create(batch)
        for one in batch:
            root.update(head_line(one.instance, one.revision, one.hash))
        count += len(batch)
    root.update(organization_line(end.sequence, end.hash))
    return count, root.hexdigest()
