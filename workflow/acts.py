"""Acts outside the processes, written down: appointments, delegations, absences, successions, moves of versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from .context import Actor
from .models import OrganizationEntry, OrganizationHead


@transaction.atomic
def record(act: str, *, actor: Actor, at: datetime, facts: Mapping[str, Any], request: str = "") -> OrganizationEntry:
    """Write down one act, after all that were written before."""
    OrganizationHead.objects.get_or_create(pk=1)
    head = OrganizationHead.objects.select_for_update().get(pk=1)
    head.sequence += 1
    head.save(update_fields=["sequence"])
    return OrganizationEntry.objects.create(
        sequence=head.sequence,
        act=act,
        at=at,
        actor=actor.account,
        person=actor.person,
        facts=dict(facts),
        request=request,
    )
