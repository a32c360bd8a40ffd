"""Who acts in a walk: finds the person at a desk, lets time pass, and takes steps through the engine as they would."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from workflow import calendar, clock, engine, registry
from workflow.context import Actor, Seen, load_subject
from workflow.definition import Role
from workflow.models import Account, Agency, AuditEntry, Participation, ProcessInstance

MORNING = time(8, 0)
BETWEEN = timedelta(minutes=7)


class JobFailed(RuntimeError):
    """A background job raised: a walk does not go on as if it had not."""


@dataclass(frozen=True)
class StepTaken:
    at: datetime
    who: str
    transition: str
    title: str
    about: str


@dataclass
class Cast:
    """The people of a walk and its clock. `tell` is called for each step as it happens."""

    at: datetime
    tell: Callable[[StepTaken], None]
    steps: list[StepTaken] = field(default_factory=list)
    _told: int = 0
    _people: dict[tuple[int, str], Actor] = field(default_factory=dict)

    # --- time

    def on(self, day: date) -> None:
        """Go to the morning of the first working day from `day` on; never back."""
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
        morning = timezone.make_aware(datetime.combine(day, MORNING))
        self.at = max(self.at, morning)

    def a_moment_later(self) -> datetime:
        self.at += BETWEEN
        if timezone.localtime(self.at).hour >= 17:
            self.on(timezone.localdate(self.at) + timedelta(days=1))
        return self.at

    # --- people

    def person_at(self, agency: Agency, position: str) -> Actor:
        """Who sits at this desk. Raises Account.DoesNotExist when nobody does."""
        desk = (agency.pk, position)
        if desk not in self._people:
            account = Account.objects.select_related("person").get(
                person__appointments__desk__agency=agency, person__appointments__desk__position__code=position
            )
            self._people[desk] = Actor.of(account)
        return self._people[desk]

    def holder(self, instance: ProcessInstance, role: Role) -> Actor:
        part = Participation.objects.select_related("agency").get(instance=instance, participant=role.at.key)
        return self.person_at(part.agency, role.position)

    # --- steps

    def take(self, instance: ProcessInstance, transition: str, **inputs: Any) -> ProcessInstance:
        """The person whose turn it is takes one step, having seen the present revision and document."""
        instance = ProcessInstance.objects.get(pk=instance.pk)
        definition = registry.get(instance.definition_key, instance.definition_version)
        step = definition.transition(transition)
        assert step is not None, f"{definition.key} has no {transition}"
        by = definition.actor_of(step, instance.state)
        assert isinstance(by, Role), f"{definition.key}.{transition} is the system's"
        subject = load_subject(definition, instance.subject_id)
        engine.fire(
            instance_id=instance.uuid,
            transition=transition,
            actor=self.holder(instance, by),
            at=self.a_moment_later(),
            seen=Seen(instance.revision, str(getattr(subject, "document_hash", ""))),
            command_id=uuid.uuid4(),
            inputs=inputs,
        )
        self.report()
        return ProcessInstance.objects.get(pk=instance.pk)

    def work(self) -> None:
        """Let the background jobs that are waiting run, at the walk's time. Raises JobFailed."""
        with clock.simulated(self.a_moment_later()):
            Worker(
                queue_names=["*"],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=None,
                worker_id="walk",
                excluded_queue_names=[],
            ).run()
        failed = DBTaskResult.objects.failed().first()
        if failed is not None:
            raise JobFailed(f"{failed.task_path}: {failed.traceback}")
        self.report()

    def report(self) -> None:
        """Tell what was written into the trail since the last time, the system's own steps included."""
        entries = AuditEntry.objects.filter(pk__gt=self._told).select_related("person", "instance").order_by("pk")
        taken = [_step(entry) for entry in entries]
        self._told = max((entry.pk for entry in entries), default=self._told)
        self.steps += taken
        for (_topic, opened), alike in groupby(
            taken, lambda step: (step.transition, step.transition.endswith(".start"))
        ):
            same = list(alike)
            if opened and len(same) > 1:  # sixty deliveries begin at once: one line says so
                first = same[0]
                self.tell(replace(first, title=f"{first.title} ×{len(same)}"))
            else:
                for one in same:
                    self.tell(one)


def _step(entry: AuditEntry) -> StepTaken:
    who = str(entry.person or "Hệ thống")
    return StepTaken(entry.at, who, entry.topic, _title(entry), entry.instance.title)


def _title(entry: AuditEntry) -> str:
    definition = registry.get(entry.definition_key, entry.definition_version)
    step = definition.steps.get(entry.transition)
    return f"{definition.title}: {step.title}" if step else str(definition.title)


def children(parent: ProcessInstance, key: str, **filters: Mapping[str, Any]) -> list[ProcessInstance]:
    """The open processes of one kind under `parent`."""
    rows = ProcessInstance.objects.filter(parent=parent, definition_key=key, closed_at__isnull=True, **filters)
    return list(rows.order_by("pk"))
