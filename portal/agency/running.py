"""The process of a duty or a report, found by what it is about, and the step that waits there for this person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.http import HttpRequest

from portal import waiting
from portal.access import desks_of
from portal.plans.badges import Badge, badge
from workflow import registry
from workflow.definition import Transition
from workflow.models import ProcessInstance, Task


@dataclass(frozen=True)
class Running:
    """`step`: the main step where the open task lies on one of the person's desks, else None; `others` beside it."""

    instance: ProcessInstance
    status: Badge
    due_at: datetime | None
    task: Task | None
    step: Transition | None
    others: list[Transition]


OPEN_TASKS = Prefetch(
    "tasks",
    queryset=Task.objects.filter(status=Task.Status.OPEN).select_related("desk__agency", "desk__position"),
)


def running(request: HttpRequest, key: str, subjects: Collection[int]) -> dict[int, Running]:
    """Subject id → its process of the definition `key`; two queries. A subject without one is left out."""
    if not subjects:
        return {}
    found = ProcessInstance.objects.filter(definition_key=key, subject_id__in=subjects)
    rows = found.select_related("root").prefetch_related(OPEN_TASKS).order_by("pk")
    mine = {held.pk for held in desks_of(request)}
    return {one.subject_id: _running(one, mine) for one in rows}


def _running(instance: ProcessInstance, mine: Collection[int]) -> Running:
    """`instance` with its open tasks alone (OPEN_TASKS)."""
    tasks = list(instance.tasks.all())
    task = tasks[0] if tasks else None
    definition = registry.get(instance.definition_key, instance.definition_version)
    steps = waiting.own_steps(definition, instance.state) if task and task.desk_id in mine else []
    step = waiting.main_step(definition, instance.state) if steps else None
    others = [one for one in steps if one is not step]
    shown = badge(instance)
    assert shown is not None
    due = task.due_at if task and task.suspended_at is None else None
    return Running(instance, shown, due, task, step, others)
