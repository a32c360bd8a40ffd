"""Deadlines that pass: each is found by the tick, fires once, and is told. The unique row is what makes it once."""

from __future__ import annotations

import contextlib
import uuid
from datetime import datetime

from django.db import transaction

from . import engine, registry, tasks
from .context import SYSTEM_ACTOR, Announcement
from .models import DeadlineEvent, Task
from .refusals import Refusal

OVERDUE = "overdue"
BATCH = 200


def fire_due(at: datetime) -> int:
    """Do and tell what the definitions say of everything whose time is over at `at`. Returns how many."""
    overdue = (
        Task.objects.filter(status=Task.Status.OPEN, due_at__lte=at)
        .exclude(deadline_events__kind=OVERDUE)
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)
    )
    fired = 0
    for pk in list(overdue[:BATCH]):
        fired += _fire_one(pk, at)
    return fired


def _fire_one(task_id: int, at: datetime) -> int:
    with transaction.atomic():
        task = Task.objects.select_related("instance__root").get(pk=task_id)
        event, created = DeadlineEvent.objects.get_or_create(task=task, kind=OVERDUE, defaults={"fired_at": at})
        if not created:
            return 0
        instance = task.instance
        definition = registry.get(instance.definition_key, instance.definition_version)
        rule = definition.stages[task.state].deadline
        if rule is not None and rule.then:
            # A refusal: the file moved on in between; the event still says that the time was over.
            with contextlib.suppress(Refusal):
                engine.fire(instance_id=instance.uuid, transition=rule.then, actor=SYSTEM_ACTOR, at=at)
            return 1
        parts = tasks.parts_of(instance)
        told = parts.desk_ids([rule.escalates_to]) if rule and rule.escalates_to else ()
        registry.announce([_announcement(event, task, at, told)])
        return 1


def _announcement(event: DeadlineEvent, task: Task, at: datetime, told: tuple[int, ...]) -> Announcement:
    instance = task.instance
    return Announcement(
        entry=uuid.uuid5(task.uuid, event.kind),
        instance=instance.uuid,
        root=instance.root.uuid if instance.root else instance.uuid,
        definition=instance.definition_key,
        transition=OVERDUE,
        state=task.state,
        title=instance.title,
        at=at,
        actor="",
        agency="",
        reason="",
        task_desks=(task.desk_id,),
        told_desks=told,
        due_at=task.due_at,
    )
