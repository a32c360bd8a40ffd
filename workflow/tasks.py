"""Opening and closing the work that a stage hands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from . import calendar, registry
from .calendar import WorkingDays
from .deadline_rules import DeadlineRule
from .definition import ProcessDefinition, Role
from .marks import Mark, marks, next_at
from .models import Agency, Desk, Participation, ProcessInstance, Task
from .refusals import Unstaffed


@dataclass(frozen=True)
class Parts:
    """The agencies that take part in an instance, and the desks they have: what a step needs to find its people."""

    agencies: Mapping[str, Agency]
    desks: Mapping[tuple[int, str], int]  # (agency id, position code) → desk id

    def desk(self, role: Role) -> int | None:
        """Id of the desk that acts in this role here."""
        agency = self.agencies.get(role.at.key)
        return self.desks.get((agency.pk, role.position)) if agency else None

    def desk_ids(self, roles: Iterable[Role]) -> tuple[int, ...]:
        found = (self.desk(role) for role in roles)
        return tuple(desk for desk in found if desk is not None)


def desks_of(agencies: Iterable[Agency]) -> dict[tuple[int, str], int]:
    """Every desk of these agencies: (agency id, position code) → desk id; one query."""
    rows = Desk.objects.filter(agency__in={agency.pk for agency in agencies})
    return {(agency, code): pk for pk, agency, code in rows.values_list("pk", "agency_id", "position__code")}


def parts_of(instance: ProcessInstance) -> Parts:
    """Who takes part in `instance`, with all desks of these agencies; one query."""
    return parts_of_all([instance.pk])[instance.pk]


def parts_of_all(instances: Iterable[int]) -> dict[int, Parts]:
    """The same for many, by their ids; one query."""
    agencies: dict[int, dict[str, Agency]] = {pk: {} for pk in instances}
    desks: dict[int, dict[tuple[int, str], int]] = {pk: {} for pk in agencies}
    rows = (
        Participation.objects.filter(instance__in=list(agencies))
        .select_related("agency")
        .annotate(desk_pk=F("agency__desks"), position_code=F("agency__desks__position__code"))
    )
    for row in rows:  # a row for each desk of each agency
        agencies[row.instance_id][row.participant] = row.agency
        if row.desk_pk is not None:
            desks[row.instance_id][row.agency_id, row.position_code] = row.desk_pk
    return {pk: Parts(agencies[pk], desks[pk]) for pk in agencies}


def opened(
    instance: ProcessInstance,
    definition: type[ProcessDefinition],
    parts: Parts,
    at: datetime,
    days: WorkingDays | None = None,
) -> Task | None:
    """The task of the instance's present stage, not yet saved; None where nothing is waited for. Raises Unstaffed.

    Where the system itself waits for a moment to come, the task lies at no desk. Who opens many at once passes the
    same `days` for all, so that the calendar is read once.
    """
    stage = definition.stages.get(instance.state)
    if stage is None or (not isinstance(stage.assigned_to, Role) and stage.deadline is None):
        return None
    desk = _desk_of(stage.assigned_to, parts) if isinstance(stage.assigned_to, Role) else None
    task = Task(instance=instance, state=instance.state, desk_id=desk, opened_at=at)
    if stage.deadline:
        days = days or WorkingDays()
        task.due_at = calendar.due_at(stage.deadline, at, instance.due_on, instance.urgency, days)
        task.next_mark_at = next_at(marks_of(task, stage.deadline, days), at)
    return task


def rule_of(task: Task) -> DeadlineRule | None:
    """How long the task may take, by the version of the definition that its file runs. Raises UnknownDefinition."""
    stage = registry.get(task.instance.definition_key, task.instance.definition_version).stages.get(task.state)
    return stage.deadline if stage else None


def marks_of(task: Task, rule: DeadlineRule, days: WorkingDays) -> list[Mark]:
    """What comes when on the way to the end of the task's time; nothing where it has none."""
    if task.due_at is None:
        return []
    return marks(rule, task.opened_at, task.due_at, days, at_desk=task.desk_id is not None)


def _desk_of(role: Role, parts: Parts) -> int:
    desk = parts.desk(role)
    if desk is None:
        raise Unstaffed(role=role.title, agency=parts.agencies.get(role.at.key) or role.at.title)
    return desk


def close_open(instances: Sequence[int], at: datetime, status: Task.Status = Task.Status.DONE) -> None:
    """Close whatever these instances have open; one statement."""
    Task.objects.filter(instance__in=instances, status=Task.Status.OPEN).update(status=status, closed_at=at)
