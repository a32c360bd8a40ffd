"""`cancel_many`: processes that end because their work has gone elsewhere, each by its own system step `cancel`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .. import registry
from ..context import SYSTEM_ACTOR, Announcement, Context
from ..graph import CANCEL
from ..models import ProcessInstance
from .starting import BATCH
from .taking import end_many, join


@dataclass(frozen=True)
class Ending:
    """`instance` and those above it are locked by the caller; `facts` say in its trail why it ends."""

    instance: ProcessInstance
    facts: Mapping[str, Any] = field(default_factory=dict)


def cancel_many(endings: Sequence[Ending], *, at: datetime) -> None:
    """End them all, with a number of statements that does not grow with them (beyond batches).

    Only where one of them was an answer that a process above waited for does that one take its step.
    """
    contexts = [_cancelling(ending, at) for ending in endings]
    answering = [one for one in contexts if not one.definition.has_answered(one.instance.state)]
    announcements: list[Announcement] = []
    end_many(contexts, announcements)
    _answer(answering, announcements)
    registry.announce(announcements)


def _cancelling(ending: Ending, at: datetime) -> Context:
    instance = ending.instance
    definition = registry.get(instance.definition_key, instance.definition_version)
    context = Context(instance, definition, definition.steps[CANCEL], SYSTEM_ACTOR, at, facts=dict(ending.facts))
    context.target = next(iter(context.step.targets(instance.state)))
    return context


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
