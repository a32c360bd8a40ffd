"""The work of moved files: what lies where it lay stays, with its day; the rest is closed and opened anew."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from .. import calendar, registry, tasks
from ..context import Actor, Context
from ..deadline_rules import DeadlineRule
from ..definition import ProcessDefinition, State, Step
from ..engine import MOVE
from ..engine.recording import announcement_of
from ..models import AuditEntry, Task
from .plan import BATCH, Fate, batches

Definition = type[ProcessDefinition]
Old = Mapping[tuple[int, State, int | None], Task]  # (instance, state, desk) → the task that a move cancelled


def hand_over(
    moved: Sequence[tuple[Fate, AuditEntry]],
    stood: Mapping[int, State],
    before: Definition | None,
    to: Definition,
    actor: Actor,
    at: datetime,
    old: Old,
) -> None:
    """`stood`: in which state each file was; `old`: work that an earlier move took away, whose day is given back."""
    due_at = functools.cache(calendar.due_at)
    closed: list[int] = []
    opened: list[Task] = []
    told: list[tuple[Fate, AuditEntry, Task]] = []
    for fate, entry in moved:
        fresh = tasks.opened(fate.instance, to, fate.parts, at, due_at)
        was, now = _rule(before, stood[fate.instance.pk]), _rule(to, fate.target)
        kept = [task for task in fate.open_tasks if fresh is not None and _stays(task, fresh, was, now, at)]
        closed += [task.pk for task in fate.open_tasks if task not in kept]
        if fresh is not None and not kept:
            _continue(fresh, fate.open_tasks, old.get((fate.instance.pk, fresh.state, fresh.desk_id)), at)
            opened.append(fresh)
            if fresh.desk_id not in {None, *(task.desk_id for task in fate.open_tasks)}:
                told.append((fate, entry, fresh))
    for batch in batches(closed):
        Task.objects.filter(pk__in=batch).update(status=Task.Status.CANCELLED, closed_at=at)
    Task.objects.bulk_create(opened, batch_size=BATCH)
    step = Step(title="", source=(), target="", name=MOVE)
    registry.announce(
        [
            announcement_of(Context(fate.instance, to, step, actor, at), entry, task, ())
            for fate, entry, task in told
        ]
    )  # fmt: skip


def restored(instances: Iterable[int], moved_at: datetime) -> Old:
    """The work that a move took away at `moved_at`."""
    found: dict[tuple[int, State, int | None], Task] = {}
    for batch in batches(list(instances)):
        rows = Task.objects.filter(instance__in=batch, status=Task.Status.CANCELLED, closed_at=moved_at)
        found |= {(task.instance_id, task.state, task.desk_id): task for task in rows}
    return found


def _rule(definition: Definition | None, state: State) -> DeadlineRule | None:
    stage = definition.stages.get(state) if definition else None
    return stage.deadline if stage else None


def _stays(task: Task, fresh: Task, was: DeadlineRule | None, now: DeadlineRule | None, at: datetime) -> bool:
    """Same state, same desk; and what the new version does when the time is over can still happen."""
    if (task.state, task.desk_id) != (fresh.state, fresh.desk_id):
        return False
    if fresh.due_at is None:
        return True
    if task.due_at is None:
        return False
    if now is None or not now.then or task.due_at > at:
        return True
    return was is not None and was.then == now.then


def _continue(fresh: Task, before: Sequence[Task], old: Task | None, at: datetime) -> None:
    """A day that was taken away comes back; a clock that stood goes on standing."""
    if old is not None:
        fresh.due_at, fresh.next_mark_at = old.due_at, old.next_mark_at
        fresh.assignee_id = old.assignee_id
    if any(task.suspended_at is not None for task in before):
        fresh.suspended_at, fresh.next_mark_at = at, None
