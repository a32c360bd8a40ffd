"""What would become of each file if it ran by another version of its definition, and what stands against it.

Only reads; a number of statements that does not grow with the files, beyond batches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from .. import organization, registry, tasks
from ..conflicts import Conflicts
from ..definition import ProcessDefinition, Role, State
from ..joining import awaits, ends, only_waits, unanswered
from ..models import Agency, Appointment, Participation, ProcessInstance, Task
from ..models.base import valid_on
from ..tasks import Parts

Definition = type[ProcessDefinition]
Target = Callable[[ProcessInstance], State]
BATCH = 500


@dataclass(frozen=True)
class Fate:
    """One file after the move: its state, the parts that were missing, who takes part, what it has open now."""

    instance: ProcessInstance
    target: State
    added: Mapping[str, Agency]
    parts: Parts
    open_tasks: Sequence[Task]


class MovePlan:
    """`before`: None where the version from which files come is no longer registered."""

    def __init__(self, to: Definition, before: Definition | None, at: datetime) -> None:
        self.to, self.before, self.at = to, before, at
        self.conflicts = Conflicts()
        self._needed = {role.at.key: role.at for role in to.roles()}
        keys = {part.mandate for part in self._needed.values() if part.mandate}
        self._mandated = organization.mandates(keys, timezone.localdate(at)) if keys else {}

    def fates(self, instances: Sequence[ProcessInstance], target: Target) -> list[Fate]:
        """Of those that can be moved; `conflicts` has grown by the others. `target`: "" where there is none."""
        return [fate for batch in batches(instances) for fate in self._batch(batch, target)]

    def _batch(self, instances: Sequence[ProcessInstance], target: Target) -> Iterator[Fate]:
        if self.before is not None and self.before.subject != self.to.subject:
            for instance in instances:
                self.conflicts.add("other_subject", instance, before=self.before.subject, after=self.to.subject)
            return
        agencies, waiting, children = _agencies(instances), _open_tasks(instances), _open_children(instances)
        added = {instance.pk: self._missing(instance, agencies[instance.pk]) for instance in instances}
        everybody = [*self._mandated.values(), *(agency for parts in agencies.values() for agency in parts.values())]
        desks = tasks.desks_of(everybody)
        found = []
        for instance in instances:
            state = target(instance)
            if self._can_stand(instance, state, children[instance.pk]):
                parts = Parts(agencies[instance.pk] | added[instance.pk], desks)
                found.append(Fate(instance, state, added[instance.pk], parts, waiting[instance.pk]))
        self._staffed(found)
        yield from found

    # --- who takes part, who gets the work

    def _missing(self, instance: ProcessInstance, present: Mapping[str, Agency]) -> dict[str, Agency]:
        """The parts that the file lacks and a mandate fills."""
        filled: dict[str, Agency] = {}
        for key in self._needed.keys() - present.keys():
            agency = self._mandated.get(self._needed[key].mandate)
            if agency is None:
                self.conflicts.add("missing_part", instance, participant=self._needed[key].title)
            else:
                filled[key] = agency
        return filled

    def _staffed(self, fates: Sequence[Fate]) -> None:
        """Work that comes to another desk must find one, and somebody who sits there today."""
        arriving: list[tuple[Fate, Role, int]] = []
        for fate in fates:
            role = self.to.stages[fate.target].assigned_to
            if not isinstance(role, Role):
                continue
            desk = fate.parts.desk(role)
            if desk is None:
                self._unstaffed("no_desk", fate, role)
            elif desk not in {task.desk_id for task in fate.open_tasks}:
                arriving.append((fate, role, desk))
        today = valid_on(timezone.localdate(self.at))
        seated = Appointment.objects.filter(today, desk__in={desk for _fate, _role, desk in arriving})
        held = set(seated.values_list("desk", flat=True)) if arriving else set()
        for fate, role, desk in arriving:
            if desk not in held:
                self._unstaffed("nobody", fate, role)

    def _unstaffed(self, code: str, fate: Fate, role: Role) -> None:
        agency = fate.parts.agencies.get(role.at.key)
        if agency is not None:  # a part that nobody takes has been told already
            title = self.to.state_title(fate.target)
            self.conflicts.add(code, fate.instance, agency=agency, role=role.title, state=title)

    # --- where it stands, above and below

    def _can_stand(self, instance: ProcessInstance, state: State, children: Sequence[ProcessInstance]) -> bool:
        if state not in self.to.states.values:
            self.conflicts.add("no_counterpart", instance, state=title_in(self.before, state or instance.state))
            return False
        title = self.to.state_title(state)
        if self.to.is_final(state):
            self.conflicts.add("final_target", instance, state=title)
            return False
        self._above(instance, state, title)
        self._below(instance, state, title, children)
        return True

    def _above(self, instance: ProcessInstance, state: State, title: str) -> None:
        parent = instance.parent
        if parent is None or parent.closed_at is not None or instance.parent_round != parent.round:
            return
        above = registry.find(parent.definition_key, parent.definition_version)
        if above is None or self.to.key not in awaits(above, parent.state):
            return
        if self.to.has_answered(state) and not (self.before and self.before.has_answered(instance.state)):
            self.conflicts.add("answered", instance, state=title)
        for end in unanswered(above, parent.state, self.to):
            self.conflicts.add("unanswered_by_parent", instance, parent=above.title, end=self.to.state_title(end))

    def _below(self, instance: ProcessInstance, state: State, title: str, children: Sequence[ProcessInstance]) -> None:
        """The children of the present round that have not answered: who waited for them must go on doing so."""
        waited = self._waited(instance)
        coming = awaits(self.to, state)
        answering = False
        for child in children:
            definition = registry.find(child.definition_key, child.definition_version)
            if child.parent_round != instance.round or (definition and child.state in ends(definition)):
                continue
            answering = answering or child.definition_key in coming
            if definition is None or definition.key not in waited | coming:
                continue
            for end in unanswered(self.to, state, definition):
                words = {"child": definition.title, "state": title, "end": definition.state_title(end)}
                self.conflicts.add("unanswered_child", instance, **words)
        if not answering and only_waits(self.to, state):
            self.conflicts.add("waits_for_nobody", instance, state=title)

    def _waited(self, instance: ProcessInstance) -> set[str]:
        """For which children it waits now; for any that the new version knows, where nothing says."""
        if self.before is None:
            return {outcome.child for outcome in self.to.outcomes()}
        return awaits(self.before, instance.state)


def title_in(definition: Definition | None, state: State) -> str:
    """The state as people know it, or its bare name."""
    known = definition is not None and state in definition.states.values
    return definition.state_title(state) if definition is not None and known else state


# --- what is read


def _agencies(instances: Iterable[ProcessInstance]) -> Mapping[int, dict[str, Agency]]:
    found: dict[int, dict[str, Agency]] = defaultdict(dict)
    for row in Participation.objects.filter(instance__in=list(instances)).select_related("agency"):
        found[row.instance_id][row.participant] = row.agency
    return found


def _open_tasks(instances: Iterable[ProcessInstance]) -> Mapping[int, list[Task]]:
    found: dict[int, list[Task]] = defaultdict(list)
    for task in Task.objects.filter(instance__in=list(instances), status=Task.Status.OPEN).order_by("pk"):
        found[task.instance_id].append(task)
    return found


def _open_children(instances: Iterable[ProcessInstance]) -> Mapping[int, list[ProcessInstance]]:
    found: dict[int, list[ProcessInstance]] = defaultdict(list)
    for child in ProcessInstance.objects.filter(parent__in=list(instances), closed_at__isnull=True).order_by("pk"):
        assert child.parent_id is not None
        found[child.parent_id].append(child)
    return found


Item = TypeVar("Item")


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
