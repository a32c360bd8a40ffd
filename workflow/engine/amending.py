"""What no step of a definition says, written down all the same: an entry in each trail, many at once.

A move to another version of the definition, and a handover to an agency that succeeds another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..context import Actor, Context
from ..definition import Step
from ..models import AuditEntry, ProcessInstance
from ..registry import get
from .recording import entry_of

BATCH = 500


@dataclass(frozen=True)
class Amendment:
    """`instance` is locked by the caller, who also mends its tasks. "", 0: state and version stay.

    `entered_at` and `round` of a file that comes back to where it was, as if it had never left.
    """

    instance: ProcessInstance
    facts: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    version: int = 0
    entered_at: datetime | None = None
    round: int | None = None


def amend_many(
    amendments: Sequence[Amendment], *, name: str, actor: Actor, at: datetime, request: str = ""
) -> list[AuditEntry]:
    """Write them all, with a number of statements that does not grow with them (beyond batches).

    `name`: MOVE or SUCCEED. Each raises the revision, so that a page opened before is out of date.
    """
    entries = [_amended(amendment, name, actor, at, request) for amendment in amendments]
    AuditEntry.objects.bulk_create(entries, batch_size=BATCH)
    ProcessInstance.objects.bulk_update(
        [amendment.instance for amendment in amendments],
        ["state", "revision", "round", "definition_version", "entered_at", "closed_at", "audit_head"],
        batch_size=BATCH,
    )
    return entries


def _amended(amendment: Amendment, name: str, actor: Actor, at: datetime, request: str) -> AuditEntry:
    instance, source = amendment.instance, amendment.instance.state
    instance.definition_version = amendment.version or instance.definition_version
    definition = get(instance.definition_key, instance.definition_version)
    instance.revision += 1
    if amendment.state and amendment.state != source:
        instance.state = amendment.state
        instance.entered_at = amendment.entered_at or at
        instance.round = instance.round if amendment.round is None else amendment.round
        instance.closed_at = at if definition.is_final(instance.state) else None
    step = Step(title="", source=(), target="", name=name)
    context = Context(instance, definition, step, actor, at, facts=dict(amendment.facts))
    return entry_of(context, source, None, request)
