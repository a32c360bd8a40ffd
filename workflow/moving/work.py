"""The work of moved files: what lies where it lay stays, with its day; the rest is closed and opened anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .. import registry, tasks
from ..calendar import WorkingDays
from ..context import Actor, Context
from ..deadline_rules import DeadlineRule
from ..definition import ProcessDefinition, State, Step
from ..engine import MOVE
from ..engine.recording import announcement_of
from ..models import AuditEntry, Task
from .plan import BATCH, Fate, batches

Definition = type[ProcessDefinition]
Old = Mapping[tuple[int, State, int | None], Task]  # (instance, state, desk) → the task that a move cancelled


@dataclass
class Handover:
    """`before`: the version from which the files came; `old`: work that an earlier move took away, to be given back."""

    before: Definition | None
    to: Definition
    at: datetime
    old: Old
    closed: list[int] = field(default_factory=list)
    opened: list[Task] = field(default_factory=list)
    told: list[tuple[Fate, AuditEntry, Task]] = field(default_factory=list)
    days: WorkingDays = field(default_factory=WorkingDays)

    def add(self, fate: Fate, entry: AuditEntry) -> None:
        """The file has moved, as its entry says: whose work is it now?"""
        fresh = tasks.opened(fate.instance, self.to, fate.parts, self.at, self.days)
        if fresh is None:
            self.closed += [task.pk for task in fate.open_tasks]
            return
        gone = self.old.get((fate.instance.pk, fresh.state, fresh.desk_id))
        was, now = _rule(self.before, entry.from_state), _rule(self.to, fate.target)
        staying = [t for t in fate.open_tasks if gone is None and _stays(t, fresh, was, now, self.at)]
        self.closed += [task.pk for task in fate.open_tasks if task not in staying]
        if staying:
            return
        _continue(fresh, fate.open_tasks, gone, self.at)
        self.opened.append(fresh)
        if fresh.desk_id not in {None, *(task.desk_id for task in fate.open_tasks)}:
            self.told.append((fate, entry, fresh))

    def write(self, actor: Actor) -> None:
        """Close, open, and tell the desks to which work has come."""
        for batch in batches(self.closed):
            Task.objects.filter(pk__in=batch).update(status=Task.Status.CANCELLED, closed_at=self.at)
        Task.objects.bulk_create(self.opened, batch_size=BATCH)
        step = Step(title="", source=(), target="", name=MOVE)
        registry.announce(
            [
                announcement_of(Context(fate.instance, self.to, step, actor, self.at), entry, task, ())
                for fate, entry, task in self.told
            ]
        )


def taken_away(instances: Iterable[int], moved_at: datetime) -> Old:
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


def _continue(fresh: Task, before: Sequence[Task], gone: Task | None, at: datetime) -> None:
    """A day that was taken away comes back; who has opened it has; a clock that stood goes on standing."""
    if gone is not None:
        fresh.due_at, fresh.next_mark_at = gone.due_at, gone.next_mark_at
    for task in before:
        if task.desk_id == fresh.desk_id:
            fresh.assignee_id, fresh.seen_at, fresh.seen_by_id = task.assignee_id, task.seen_at, task.seen_by_id
        if task.suspended_at is not None:
            fresh.suspended_at, fresh.next_mark_at = at, None
