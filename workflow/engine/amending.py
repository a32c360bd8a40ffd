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

    `name`: MOVE, SUCCEED or REVIVE. Each raises the revision, so that a page opened before is out of date.
    """
    changes: dict[_Change, list[int]] = {}
    entries = []
    for amendment in amendments:
        change = _change(amendment, at)
        changes.setdefault(change, []).append(amendment.instance.pk)
        entries.append(_amended(amendment, change, name, actor, at, request))
    AuditEntry.objects.bulk_create(entries, batch_size=BATCH)
    for change, keys in changes.items():
        for start in range(0, len(keys) if change else 0, BATCH):
            ProcessInstance.objects.filter(pk__in=keys[start : start + BATCH]).update(**dict(change))
    # What is each one's own. A file may be amended more than once, and is written as it stands at the end.
    amended = {amendment.instance.pk: amendment.instance for amendment in amendments}
    ProcessInstance.objects.bulk_update(amended.values(), ["revision", "audit_head"], batch_size=BATCH)
    return entries


_Change = tuple[tuple[str, Any], ...]  # column, value: what files of one kind have in common


def _change(amendment: Amendment, at: datetime) -> _Change:
    instance = amendment.instance
    change: dict[str, Any] = {}
    if amendment.version:
        change["definition_version"] = amendment.version
    if amendment.state and amendment.state != instance.state:
        definition = get(instance.definition_key, amendment.version or instance.definition_version)
        ends = definition.is_final(amendment.state)
        entered_at = amendment.entered_at or at
        change |= {"state": amendment.state, "entered_at": entered_at, "closed_at": at if ends else None}
        if amendment.round is not None:
            change["round"] = amendment.round
    return tuple(change.items())


def _amended(amendment: Amendment, change: _Change, name: str, actor: Actor, at: datetime, request: str) -> AuditEntry:
    instance, source = amendment.instance, amendment.instance.state
    instance.revision += 1
    for column, value in change:
        setattr(instance, column, value)
    definition = get(instance.definition_key, instance.definition_version)
    step = Step(title="", source=(), target="", name=name)
    context = Context(instance, definition, step, actor, at, facts=dict(amendment.facts))
    return entry_of(context, source, None, request)
