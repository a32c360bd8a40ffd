"""The read side: what waits for me, what may I do here, what happened, who has it now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from . import authorization, registry, tasks
from .context import Actor, Context
from .definition import Manner, Principal, ProcessDefinition, TakeBack, Text, Transition
from .engine.authority import authority, barring, right_of
from .held import Authority, Held
from .models import Agency, AuditEntry, Desk, Person, ProcessInstance, Task
from .refusals import NotPossible, NotYours, Refusal, Separated, Unmet


def inbox(seats: Sequence[Authority], limit: int = 50) -> list[Task]:
    """The open tasks at these seats, the earliest due first, with instance, desk and agency; one query."""
    rows = (
        Task.objects.filter(authorization.work_at(seats))
        .select_related("instance__root", "desk__agency", "desk__position")
        .order_by(F("due_at").asc(nulls_last=True), "opened_at")
    )
    return list(rows[:limit])


def waiting_count(seats: Sequence[Authority]) -> int:
    """How many tasks wait at these seats; one query on the partial index."""
    return Task.objects.filter(authorization.work_at(seats)).count()


def common_actions(instances: Sequence[ProcessInstance], actor: Actor, at: datetime) -> list[Action]:
    """The steps that the actor can take now on every one of `instances`: what may be offered for all at once.

    Of one definition and version, none that needs a choice of its target or inputs that differ from file to file.
    """
    if not instances or len({(i.definition_key, i.definition_version) for i in instances}) > 1:
        return []
    first, *others = ([a for a in actions(instance, actor, at) if a.possible] for instance in instances)
    shared = set.intersection({a.name for a in first}, *({a.name for a in found} for found in others))
    return [action for action in first if action.name in shared and len(action.targets) == 1]


def holders(instances: Iterable[ProcessInstance]) -> dict[int, list[Task]]:
    """Who has each instance now and since when: its open tasks, with their `sending`, by instance id; one query."""
    found: dict[int, list[Task]] = {}
    rows = Task.objects.filter(instance__in=list(instances), status=Task.Status.OPEN, desk__isnull=False)
    rows = rows.annotate(sending=_sending())
    for task in rows.select_related("desk__agency", "desk__position", "instance", "seen_by"):
        found.setdefault(task.instance_id, []).append(task)
    return found


def sent_unopened(tasks: Iterable[Task], person: Person) -> dict[int, Sending]:
    """Of `tasks`, as `holders` gives them: what this person sent and nobody has opened, by instance id.

    These are the files that a TakeBack may be offered for; the engine judges each again when it is taken.
    """
    unopened = (task for task in tasks if task.seen_at is None and task.sending)  # type: ignore[attr-defined]
    found = {task.instance_id: Sending(**task.sending) for task in unopened}  # type: ignore[attr-defined]
    return {pk: sending for pk, sending in found.items() if person.pk in (sending.person, sending.acting_for)}


@dataclass(frozen=True)
class Sending:
    """The step that brought a file where it is. Persons as ids."""

    transition: str
    from_state: str
    person: int | None
    acting_for: int | None


def _sending() -> Subquery:
    """For a task: the last step into its state, as JSON; entries that change no state do not count."""
    moves = AuditEntry.objects.filter(instance=OuterRef("instance"), to_state=OuterRef("state"))
    said = JSONObject(transition="transition", from_state="from_state", person="person_id", acting_for="acting_for_id")
    return Subquery(moves.exclude(from_state=F("to_state")).order_by("-revision").values(said=said)[:1])


def open_files() -> dict[tuple[str, int, str], int]:
    """How many open files stand in which state of which version; one query on an index of the open ones alone."""
    rows = ProcessInstance.objects.filter(closed_at__isnull=True).order_by()
    counted = rows.values_list("definition_key", "definition_version", "state").annotate(Count("pk"))
    return {(key, version, state): count for key, version, state, count in counted}


def family(root: ProcessInstance) -> QuerySet[ProcessInstance]:
    """The file with all processes below it, in order of opening."""
    return ProcessInstance.objects.filter(root=root).order_by("opened_at", "pk")


def history(root: ProcessInstance, definition_keys: Sequence[str] = ()) -> QuerySet[AuditEntry]:
    """The trail of a file and all below it, newest first."""
    rows = AuditEntry.objects.filter(instance__root=root)
    if definition_keys:
        rows = rows.filter(definition_key__in=definition_keys)
    return rows.select_related("person", "acting_for", "instance").order_by("-at", "-pk")


# --- what may I do now


@dataclass(frozen=True)
class Action:
    """A step that leaves the present state and belongs to this person; `refusal`: why it cannot be taken yet."""

    name: str
    title: Text
    manner: Manner
    transition: Transition
    targets: tuple[str, ...]
    authority: Authority
    refusal: Refusal | None = None

    @property
    def desk(self) -> Desk:
        return self.authority.desk

    @property
    def possible(self) -> bool:
        return self.refusal is None


def actions(instance: ProcessInstance, actor: Actor, at: datetime) -> list[Action]:
    """viewflow's answer to what leaves this state, filtered by authority; guards say what is still missing."""
    found: list[Action] = []
    for step, right, context in _own_steps(instance, actor, at):
        targets = context.definition.machine(context).targets(step.name)
        context.authority = right
        refusal = _refusal(context, step)
        found.append(Action(step.name, step.title, step.manner, step, targets, right, refusal))
    return found


def own_steps(instance: ProcessInstance, actor: Actor, at: datetime) -> list[Transition]:
    """The steps that leave the present state and belong to this person; guards are not asked."""
    return [step for step, _authority, _context in _own_steps(instance, actor, at)]


def _own_steps(
    instance: ProcessInstance, actor: Actor, at: datetime
) -> Iterator[tuple[Transition, Authority, Context]]:
    definition = registry.get(instance.definition_key, instance.definition_version)
    parts = tasks.parts_of(instance)
    rights = authorization.held(actor.person, [agency.pk for agency in parts.agencies.values()], at)
    if not rights:
        return
    for name in definition.machine(_context(instance, definition, actor, at, parts.agencies)).available():
        transition = definition.transition(name)
        if transition is None:
            continue
        context = _context(instance, definition, actor, at, parts.agencies, transition)
        right = _right(context, transition, parts, rights)
        if right is not None:
            yield transition, right, context


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
    context = _context(instance, definition, actor, at, tasks.parts_of(instance).agencies, transition)
    try:
        authority(context, transition)
    except Refusal as refusal:
        return refusal
    return None


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


def _right(context: Context, transition: Transition, parts: tasks.Parts, rights: Held) -> Authority | None:
    if isinstance(transition, TakeBack):
        return _right_to_take_back(context, transition)
    by = context.definition.actor_of(transition, context.instance.state)
    if isinstance(by, Principal):
        return None
    agency: Agency | None = parts.agencies.get(by.at.key)
    if agency is None:
        return None
    try:
        return right_of(rights, context, transition, by, agency)
    except NotYours:
        return None


def _right_to_take_back(context: Context, transition: TakeBack) -> Authority | None:
    """Offered to who sent the file alone, while it can be had."""
    try:
        return authority(context, transition)
    except Refusal:
        return None


def is_barred(context: Context, transition: Transition) -> bool:
    """Did the actor, or the one on whose behalf they would act, do what bars from this step?"""
    behalf = context.authority.behalf if context.authority else ()
    persons = [person for person in (context.actor.person, *behalf) if person is not None]
    if not transition.not_by or not persons:
        return False
    return barring(transition, persons, context.instance.pk, context.instance.parent_id).exists()


def _refusal(context: Context, transition: Transition) -> Refusal | None:
    if is_barred(context, transition):
        return Separated(action=transition.title)
    for guard in transition.guards:
        verdict = context.judge(guard)
        if not verdict:
            return Unmet(guard=guard.name, missing=verdict.missing, action=transition.title, condition=guard.sentence)
    return None
