"""The read side: what waits for me, what may I do here, what happened, who has it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from . import authorization, registry, tasks
from .context import Actor, Context
from .definition import Manner, Principal, ProcessDefinition, Text, Transition
from .models import Agency, AuditEntry, Desk, Person, ProcessInstance, Task
from .refusals import MissingParticipant, NotPossible, NotYours, Refusal, Separated, SystemOnly, Unmet


def inbox(desks: Sequence[Desk], limit: int = 50) -> list[Task]:
    """The open tasks of these desks, the earliest due first, with instance, desk and agency; one query."""
    rows = (
        Task.objects.filter(status=Task.Status.OPEN, desk__in=[desk.pk for desk in desks])
        .select_related("instance__root", "desk__agency", "desk__position")
        .order_by(F("due_at").asc(nulls_last=True), "opened_at")
    )
    return list(rows[:limit])


def waiting_count(desks: Sequence[Desk]) -> int:
    """How many tasks wait at these desks; one query on the partial index."""
    return Task.objects.filter(status=Task.Status.OPEN, desk__in=[desk.pk for desk in desks]).count()


def holders(instances: Iterable[ProcessInstance]) -> dict[int, list[Task]]:
    """Who has each instance now and since when: its open tasks by instance id; one query."""
    found: dict[int, list[Task]] = {}
    rows = Task.objects.filter(instance__in=list(instances), status=Task.Status.OPEN)
    for task in rows.select_related("desk__agency", "desk__position", "instance"):
        found.setdefault(task.instance_id, []).append(task)
    return found


def family(root: ProcessInstance) -> QuerySet[ProcessInstance]:
    """The file with all processes below it, in order of opening."""
    return ProcessInstance.objects.filter(root=root).order_by("opened_at", "pk")


def history(root: ProcessInstance, definition_keys: Sequence[str] = ()) -> QuerySet[AuditEntry]:
    """The trail of a file and all below it, newest first."""
    rows = AuditEntry.objects.filter(instance__root=root)
    if definition_keys:
        rows = rows.filter(definition_key__in=definition_keys)
    return rows.select_related("person", "instance").order_by("-at", "-pk")


# --- what may I do now


@dataclass(frozen=True)
class Action:
    """A step that leaves the present state and belongs to this person; `refusal`: why it cannot be taken yet."""

    name: str
    title: Text
    manner: Manner
    transition: Transition
    targets: tuple[str, ...]
    desk: Desk
    refusal: Refusal | None = None

    @property
    def possible(self) -> bool:
        return self.refusal is None


def actions(instance: ProcessInstance, actor: Actor, at: datetime) -> list[Action]:
    """viewflow's answer to what leaves this state, filtered by authority; guards say what is still missing."""
    definition = registry.get(instance.definition_key, instance.definition_version)
    parts = tasks.parts_of(instance)
    rights = authorization.held(actor.person, [agency.pk for agency in parts.agencies.values()], at)
    if not rights:
        return []
    done = _steps_of(instance, actor.person)
    found: list[Action] = []
    for name in definition.machine(_context(instance, definition, actor, at, parts.agencies)).available():
        transition = definition.transition(name)
        if transition is None or (desk := _desk(definition, transition, instance.state, parts, rights)) is None:
            continue
        context = _context(instance, definition, actor, at, parts.agencies, transition)
        targets = definition.machine(context).targets(name)
        refusal = _refusal(context, transition, done)
        found.append(Action(name, transition.title, transition.manner, transition, targets, desk, refusal))
    return found


def why_not(instance: ProcessInstance, name: str, actor: Actor, at: datetime) -> Refusal | None:
    """The first refusal that `actor` would meet with this step and sound inputs, or None."""
    definition = registry.get(instance.definition_key, instance.definition_version)
    transition = definition.transition(name)
    action = next((a for a in actions(instance, actor, at) if a.name == name), None)
    if action is not None:
        return action.refusal
    if transition is None or instance.state not in transition.sources:
        title = transition.title if transition else name
        return NotPossible(action=title, state=definition.state_title(instance.state))
    by = definition.actor_of(transition, instance.state)
    if isinstance(by, Principal):
        return SystemOnly(action=transition.title)
    agency = tasks.parts_of(instance).agencies.get(by.at.key)
    if agency is None:
        return MissingParticipant(participant=by.at.title)
    return NotYours(action=transition.title, role=by.title, agency=agency)


def _context(
    instance: ProcessInstance,
    definition: type[ProcessDefinition],
    actor: Actor,
    at: datetime,
    agencies: Mapping[str, Agency],
    step: Transition | None = None,
) -> Context:
    any_step = step or next(iter(definition.steps.values()))
    return Context(instance, definition, any_step, actor, at, agencies=agencies)


def _desk(
    definition: type[ProcessDefinition],
    transition: Transition,
    state: str,
    parts: tasks.Parts,
    rights: dict[tuple[int, str], Desk],
) -> Desk | None:
    by = definition.actor_of(transition, state)
    if isinstance(by, Principal):
        return None
    agency: Agency | None = parts.agencies.get(by.at.key)
    return rights.get((agency.pk, by.permission)) if agency else None


def _steps_of(instance: ProcessInstance, person: Person | None) -> set[str]:
    """What this person did in the instance and (with "parent.") in the one above."""
    rows = AuditEntry.objects.filter(
        instance__in=[pk for pk in (instance.pk, instance.parent_id) if pk], person=person
    ).values_list("instance_id", "transition")
    return {name if pk == instance.pk else f"parent.{name}" for pk, name in rows}


def _refusal(context: Context, transition: Transition, done: set[str]) -> Refusal | None:
    if done & set(transition.not_by):
        return Separated(action=transition.title)
    for guard in transition.guards:
        verdict = context.judge(guard)
        if not verdict:
            return Unmet(guard=guard.name, missing=verdict.missing, action=transition.title, condition=guard.sentence)
    return None
