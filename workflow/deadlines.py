"""Deadlines that pass: each is found by the tick, fires once, and is told. The unique row is what makes it once."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime

from django.db import transaction

from . import engine, registry, tasks
from .context import SYSTEM_ACTOR, Announcement
from .models import DeadlineEvent, ProcessInstance, Task

logger = logging.getLogger(__name__)

DUE_SOON = "due_soon"
DUE_TODAY = "due_today"
OVERDUE = "overdue"
LATE = "late"
BATCH = 200


def fire_due(at: datetime) -> int:
    """Do and tell what the definitions say of everything whose time is over at `at`. Returns how many."""
    overdue = (
        Task.objects.filter(status=Task.Status.OPEN, next_mark_at__lte=at)
        .order_by("next_mark_at", "pk")
        .values_list("pk", "instance__uuid")
    )
    fired = 0
    for pk, instance in list(overdue[:BATCH]):
        try:
            fired += _fire_one(pk, at)
        except Exception:  # one file that fails is tried again at the next tick, and holds up no other
            logger.exception("The deadline of process %s could not be handled.", instance)
    return fired


def _fire_one(task_id: int, at: datetime) -> int:
    with transaction.atomic():
        task = _locked(task_id)
        if task is None or task.due_at is None:
            return 0
        event, created = DeadlineEvent.objects.get_or_create(
            task=task, kind=OVERDUE, due_at=task.due_at, defaults={"fired_at": at}
        )
        Task.objects.filter(pk=task.pk).update(next_mark_at=None)
        if not created:
            return 0
        instance = task.instance
        definition = registry.get(instance.definition_key, instance.definition_version)
        rule = definition.stages[task.state].deadline
        parts = tasks.parts_of(instance)
        told = parts.desk_ids([rule.escalates_to]) if rule and rule.escalates_to else ()
        if rule and rule.then:
            engine.fire(instance_id=instance.uuid, transition=rule.then, actor=SYSTEM_ACTOR, at=at)
        if told or not (rule and rule.then):
            registry.announce([_announcement(event, task, at, told)])
        return 1


def _locked(task_id: int) -> Task | None:
    """The task with its file locked, in the engine's order: ancestors first. None where the work has been done."""
    above = ("instance__parent__parent", "instance__parent", "instance")
    keys = Task.objects.filter(pk=task_id).values_list(*above).get()
    rows = ProcessInstance.objects.filter(pk__in=[key for key in keys if key]).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    return Task.objects.select_related("instance__root").filter(pk=task_id, status=Task.Status.OPEN).first()


def _announcement(event: DeadlineEvent, task: Task, at: datetime, told: tuple[int, ...]) -> Announcement:
    instance = task.instance
    return Announcement(
        entry=uuid.uuid5(task.uuid, event.kind),
        instance=instance.uuid,
        root=instance.root.uuid if instance.root else instance.uuid,
        definition=instance.definition_key,
        version=instance.definition_version,
        transition=OVERDUE,
        state=task.state,
        title=instance.title,
        at=at,
        actor="",
        agency="",
        reason="",
        task_desks=(task.desk_id,) if task.desk_id else (),
        told_desks=told,
        due_at=task.due_at,
    )
