"""What is done outside the processes, written down: appointments, delegations, absences, days of the calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from .context import Actor
from .models import OrganizationEntry


def record(act: str, *, actor: Actor, at: datetime, facts: dict[str, Any], request: str = "") -> OrganizationEntry:
    """Write the act down, in the caller's transaction."""
    last = OrganizationEntry.objects.aggregate(last=Max("sequence"))["last"] or 0
    return OrganizationEntry.objects.create(
        sequence=last + 1,
        act=act,
        at=at,
        actor=actor.account,
        person=actor.person,
        facts=facts,
        request=request,
    )
