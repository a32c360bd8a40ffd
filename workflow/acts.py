"""What is done outside the processes, written down: an appointment, a delegation, an absence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .context import Actor
from .models import OrganizationEntry, OrganizationHead


def record(act: str, *, actor: Actor, at: datetime, facts: dict[str, Any], request: str = "") -> OrganizationEntry:
    """Append one act to the organization's trail, in the caller's transaction; the last thing that it locks."""
    head, _new = OrganizationHead.objects.select_for_update().get_or_create(pk=1)
    head.sequence += 1
    head.save(update_fields=["sequence"])
    return OrganizationEntry.objects.create(
        sequence=head.sequence, act=act, at=at, actor=actor.account, person=actor.person, facts=facts, request=request
    )
