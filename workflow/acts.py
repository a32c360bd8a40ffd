"""The audited door for facts outside the processes: appointments, registers, days off, rules, moves, successions.

Each act is an entry in one chain of the whole organization. Who changes such a fact records it in the same transaction,
as the last thing: the chain's end is locked from there to the commit, and always after whatever else is locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from .canonical import act_fields, digest, row_of
from .context import Actor
from .models import OrganizationEntry, OrganizationHead

BATCH = 500
HEAD = 1  # the only row of OrganizationHead


def record(act: str, *, actor: Actor, at: datetime, facts: Mapping[str, Any], request: str = "") -> OrganizationEntry:
    """Write one act down. `act`: its code; `facts`: what was done, in full, as JSON (UUIDs for rows, ISO days)."""
    [entry] = record_many(act, actor=actor, at=at, facts=[facts], request=request)
    return entry


@transaction.atomic
def record_many(
    act: str, *, actor: Actor, at: datetime, facts: Iterable[Mapping[str, Any]], request: str = ""
) -> list[OrganizationEntry]:
    """An entry for each of `facts`, in their order; three statements (more only beyond batches)."""
    said = list(facts)
    if not said:
        return []
    head = locked_head()
    entries = [_chained(head, act, actor, at, one, request) for one in said]
    OrganizationEntry.objects.bulk_create(entries, batch_size=BATCH)
    head.save(update_fields=["sequence", "hash"])
    return entries


def locked_head() -> OrganizationHead:
    """The end of the chain, locked until the transaction ends."""
    locked = OrganizationHead.objects.select_for_update().filter(pk=HEAD)
    head = locked.first()
    if head is None:
        # Two may come here at once: the second waits for the first one's row, adds none, and finds that one.
        OrganizationHead.objects.bulk_create([OrganizationHead(pk=HEAD)], ignore_conflicts=True)
        head = locked.get()
    return head


def _chained(
    head: OrganizationHead, act: str, actor: Actor, at: datetime, facts: Mapping[str, Any], request: str
) -> OrganizationEntry:
    head.sequence += 1
    entry = OrganizationEntry(
        sequence=head.sequence,
        act=act,
        at=at,
        actor=actor.account,
        person=actor.person,
        facts=dict(facts),
        request=request,
        previous_hash=head.hash,
    )
    entry.hash = head.hash = digest(act_fields(row_of(entry)), head.hash)
    return entry
