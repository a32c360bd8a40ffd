"""`cancel_many`: processes that end because their work has gone elsewhere, each by its own system step `cancel`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .. import registry, tasks
from ..context import SYSTEM_ACTOR, Announcement, Context
from ..models import AuditEntry, ProcessInstance, Task
from .recording import announcement_of, entry_of
from .taking import WRITTEN, join, move

BATCH = 500


@dataclass(frozen=True)
class Ending:
    """`instance` and those above it are locked by the caller; `facts` say in its trail why it ends."""

    instance: ProcessInstance
    facts: Mapping[str, Any] = field(default_factory=dict)


def cancel_many(endings: Sequence[Ending], *, at: datetime) -> None:
    """End them all, with a number of statements that does not grow with them (beyond batches).

    Only where one of them was an answer that a process above waited for does that one take its step.
    """
    contexts = [_cancelled(ending, at) for ending in endings]
    entries = [entry_of(context, source, None, "") for context, source in contexts]
    AuditEntry.objects.bulk_create(entries, batch_size=BATCH)
    instances = [context.instance for context, _source in contexts]
    ProcessInstance.objects.bulk_update(instances, WRITTEN, batch_size=BATCH)
    for start in range(0, len(instances), BATCH):
        keys = [instance.pk for instance in instances[start : start + BATCH]]
        tasks.close_open(keys, at, Task.Status.CANCELLED)
    announcements: list[Announcement] = [
        announcement_of(context, entry, None, ()) for (context, _source), entry in zip(contexts, entries, strict=True)
    ]
    _answer([context for context, source in contexts if not context.definition.has_answered(source)], announcements)
    registry.announce(announcements)


def _cancelled(ending: Ending, at: datetime) -> tuple[Context, str]:
    instance = ending.instance
    definition = registry.get(instance.definition_key, instance.definition_version)
    step, source = definition.steps["cancel"], instance.state
    context = Context(instance, definition, step, SYSTEM_ACTOR, at, facts=dict(ending.facts))
    context.target = next(iter(step.targets(source)))
    move(context)
    instance.revision += 1
    instance.round += 1
    instance.entered_at = instance.closed_at = at
    return context, source


def _answer(contexts: Sequence[Context], announcements: list[Announcement]) -> None:
    """The joins above, where one waits for answers of this kind."""
    keys = sorted({context.instance.parent_id for context in contexts if context.instance.parent_id})
    parents: dict[int, ProcessInstance] = {}
    for start in range(0, len(keys), BATCH):
        rows = ProcessInstance.objects.select_related("root", "parent__root")
        parents.update(rows.in_bulk(keys[start : start + BATCH]))
    for context in contexts:
        parent = parents.get(context.instance.parent_id or 0)
        if parent is not None and _waits(parent, context.definition.key):
            context.instance.parent = parent
            join(context.instance, context, announcements)


def _waits(parent: ProcessInstance, key: str) -> bool:
    definition = registry.get(parent.definition_key, parent.definition_version)
    return any(outcome.child == key and parent.state in outcome.sources for outcome in definition.outcomes())
