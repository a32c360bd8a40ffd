"""Marks that come: each is found by the tick, done and told once. The unique row is what makes it once.

Where the end of the time fires a step, each file is a transaction of its own; everything else is told in batches.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from . import absence, engine, registry, tasks
from .calendar import WorkingDays, local_day
from .context import SYSTEM_ACTOR, Announcement
from .deadline_rules import DeadlineRule
from .engine.firing import ANCESTORS
from .marks import NEXT, Mark, Sort, next_at, told_on
from .models import DeadlineEvent, ProcessInstance, Task
from .names_of_entries import DUE_SOON, DUE_TODAY, LATE, MARK_NAMES, OVERDUE
from .tasks import Parts

__all__ = ["DUE_SOON", "DUE_TODAY", "LATE", "MARK_NAMES", "OVERDUE", "announcement", "fire_due"]

logger = logging.getLogger(__name__)

BATCH = 500
STEPS = 500  # that one tick takes at most, so that other periodic work gets its turn
NAMES = {Sort.REMINDER: DUE_SOON, Sort.LAST_DAY: DUE_TODAY, Sort.OVERDUE: OVERDUE, Sort.RUNG: LATE}


def fire_due(at: datetime) -> int:
    """Do and tell whatever has come by `at`. Returns for how many tasks.

    May run late, twice, or on several nodes at once; after a clock has stepped back it finds everything done.
    """
    days = WorkingDays()
    telling, acting = _found(at)
    told = sum(_batch(telling[start : start + BATCH], at, days) for start in range(0, len(telling), BATCH))
    acted = 0
    for pk in acting:
        acted += _guarded(_act, pk, at, days)
        if acted == STEPS:
            break
    return told + acted


def _found(at: datetime) -> tuple[list[int], list[int]]:
    """The tasks to look at: those that are only told of, and those whose time is over and fires a step."""
    rows = Task.objects.filter(status=Task.Status.OPEN, next_mark_at__lte=at).order_by("next_mark_at", "pk")
    rows = rows.select_related("instance")
    telling: list[int] = []
    acting: list[int] = []
    for task in rows.only("state", "due_at", "instance__definition_key", "instance__definition_version"):
        over = task.due_at is not None and task.due_at < at
        (acting if over and _fires_step(task) else telling).append(task.pk)
    return telling, acting


def _fires_step(task: Task) -> bool:
    try:
        rule = tasks.rule_of(task)
    except registry.UnknownDefinition:  # said in the log when its turn comes
        return False
    return rule is not None and bool(rule.then)


def _batch(pks: Sequence[int], at: datetime, days: WorkingDays) -> int:
    """All in one transaction; where that fails each in its own, so that one file holds up no other."""
    try:
        return _tell(pks, at, days)
    except Exception:
        logger.warning("Deadlines could not be told together; now each by itself.", exc_info=True)
        return sum(_guarded(_tell_one, pk, at, days) for pk in pks)


def _guarded(handle: Callable[[int, datetime, WorkingDays], int], pk: int, at: datetime, days: WorkingDays) -> int:
    """What fails is tried again at the next tick."""
    try:
        return handle(pk, at, days)
    except Exception:
        instance = Task.objects.values_list("instance__uuid", flat=True).get(pk=pk)
        logger.exception("The deadline of process %s could not be handled.", instance)
        return 0


# --- what has come


@dataclass(frozen=True)
class _Due:
    """A task under lock with its marks: `came`, and not yet done; `done`: the kinds that were."""

    task: Task
    rule: DeadlineRule | None
    coming: Sequence[Mark]
    came: Sequence[Mark]
    done: frozenset[str]

    @property
    def acts(self) -> bool:
        """Has a step to be fired now?"""
        is_over = any(mark.sort is Sort.OVERDUE for mark in self.came)
        return is_over and self.rule is not None and bool(self.rule.then)

    @property
    def escalates(self) -> bool:
        return bool(self.rule and self.rule.escalates_to) and any(not mark.reminds for mark in self.came)

    def told(self) -> Sequence[Mark]:
        """Of several reminders the newest, and none when the time is over; what is late always."""
        late = [mark for mark in self.came if not mark.reminds]
        return late if late or Sort.OVERDUE in self.done else self.came[-1:]

    def events(self, at: datetime) -> Iterable[DeadlineEvent]:
        """One for each that came, told or not, so that none comes again."""
        due = self.task.due_at
        return [DeadlineEvent(task=self.task, kind=m.kind, due_at=due, fired_at=at) for m in self.came if due]

    def next_at(self, at: datetime) -> datetime | None:
        return next_at(self.coming, at, self.done | {mark.kind for mark in self.came})

    def announcements(self, at: datetime, parts: Parts | None) -> list[Announcement]:
        found = []
        for mark in self.told():
            roles = self.rule.told_at(mark.days) if self.rule and not mark.reminds else ()
            told = parts.desk_ids(roles) if parts else ()
            found.append(announcement(self.task, NAMES[mark.sort], mark.kind, at, told))
        return found


def _due(locked: Sequence[Task], at: datetime, days: WorkingDays) -> list[_Due]:
    done: dict[int, set[str]] = {}
    due = {task.pk: task.due_at for task in locked}
    for pk, kind, occurrence in DeadlineEvent.objects.filter(task__in=due).values_list("task", "kind", "due_at"):
        if occurrence == due[pk]:
            done.setdefault(pk, set()).add(kind)
    found = []
    for task in locked:
        rule, kinds = tasks.rule_of(task), frozenset(done.get(task.pk, ()))
        coming = tasks.marks_of(task, rule, days) if rule else []
        came = [mark for mark in coming if mark.at <= at and mark.kind not in kinds]
        found.append(_Due(task, rule, coming, came, kinds))
    return found


# --- telling


def _tell_one(pk: int, at: datetime, days: WorkingDays) -> int:
    return _tell([pk], at, days)


@transaction.atomic
def _tell(pks: Sequence[int], at: datetime, days: WorkingDays) -> int:
    """Statements do not grow with the tasks. What another ticker holds is that one's business."""
    rows = Task.objects.filter(pk__in=pks, status=Task.Status.OPEN, next_mark_at__lte=at).order_by("pk")
    rows = rows.select_related("instance__root").select_for_update(skip_locked=True, of=("self",))
    due = [one for one in _due(list(rows), at, days) if not one.acts]
    away = absence.desks_unattended({one.task.desk_id for one in due if one.task.desk_id}, local_day(at))
    waiting = [one for one in due if one.task.desk_id in away]
    going = [one for one in due if one.task.desk_id not in away]
    for one in going:
        one.task.next_mark_at = one.next_at(at)
    for one in waiting:
        one.task.next_mark_at = _asked_again(one, at)
    DeadlineEvent.objects.bulk_create([event for one in going for event in one.events(at)], batch_size=BATCH)
    Task.objects.bulk_update([one.task for one in due], ["next_mark_at"], batch_size=BATCH)
    parts = _parts(going)
    registry.announce([said for one in going for said in one.announcements(at, parts.get(one.task.instance_id))])
    return sum(bool(one.came) for one in going)


def _asked_again(one: _Due, at: datetime) -> datetime:
    """Nobody is at the desk: tomorrow morning somebody may be back, or stand in. What the law fires does not wait."""
    tomorrow = told_on(local_day(at) + timedelta(days=1))
    if one.rule and one.rule.then and one.task.due_at:
        return min(tomorrow, one.task.due_at + NEXT)
    return tomorrow


def _parts(due: Iterable[_Due]) -> Mapping[int, Parts]:
    """Who takes part, where somebody besides the desk hears of it."""
    escalated = {one.task.instance_id for one in due if one.escalates}
    return tasks.parts_of_all(escalated) if escalated else {}


# --- acting


@transaction.atomic
def _act(pk: int, at: datetime, days: WorkingDays) -> int:
    task = _locked(pk, at)
    [due] = _due([task], at, days) if task else [None]
    if task is None or due is None or due.rule is None or not due.acts:
        return 0
    DeadlineEvent.objects.bulk_create(due.events(at))
    Task.objects.filter(pk=pk).update(next_mark_at=due.next_at(at))
    parts = tasks.parts_of(task.instance)
    engine.fire(instance_id=task.instance.uuid, transition=due.rule.then, actor=SYSTEM_ACTOR, at=at)
    if due.rule.escalates_to:
        registry.announce(due.announcements(at, parts))
    return 1


def _locked(pk: int, at: datetime) -> Task | None:
    """The task with its file locked, in the engine's order: ancestors first. None where the work has been done."""
    above = [f"instance{'__parent' * level}" for level in range(1 + len(ANCESTORS))]
    keys = Task.objects.filter(pk=pk).values_list(*above).get()
    rows = ProcessInstance.objects.filter(pk__in=[key for key in keys if key]).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    waiting = Task.objects.filter(pk=pk, status=Task.Status.OPEN, next_mark_at__lte=at)
    return waiting.select_related("instance__root").select_for_update(of=("self",)).first()


def announcement(
    task: Task, name: str, occurrence: str, at: datetime, told: tuple[int, ...] = (), *, reason: str = ""
) -> Announcement:
    """What a deadline tells. `occurrence` sets it apart from others of the same task."""
    instance = task.instance
    due = task.due_at.astimezone(UTC).isoformat() if task.due_at else ""
    return Announcement(
        entry=uuid.uuid5(task.uuid, f"{occurrence} {due}"),
        instance=instance.uuid,
        root=instance.root.uuid if instance.root else instance.uuid,
        definition=instance.definition_key,
        version=instance.definition_version,
        transition=name,
        state=task.state,
        title=instance.title,
        at=at,
        actor="",
        agency="",
        reason=reason,
        task_desks=(task.desk_id,) if task.desk_id else (),
        told_desks=told,
        due_at=task.due_at,
    )
