"""The one door: `start` and `fire` are the only writers of an instance's state.

One database transaction, in this order, each refusal its own exception: lock the instance (its ancestors first where
the step can end it) → done already? → is what the person saw still so? → does the step leave this state? → may this
person? → inputs → viewflow's conditions and move → services → trail → save → tasks → children, outcome → announce.
Nothing here touches the network, renders or mails. `at` is the database's time, read by the caller.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import audit, authorization, calendar, organization, registry, tasks
from .context import SYSTEM_ACTOR, Actor, Announcement, Child, Context, Seen
from .definition import (
    GuardUnmet,
    NoEdge,
    Outcome,
    Participant,
    Principal,
    ProcessDefinition,
    Step,
    Transition,
)
from .inputs import InputRefused
from .models import Account, Agency, AuditEntry, Desk, Participation, ProcessInstance, Task
from .refusals import (
    CommandReused,
    DocumentChanged,
    InputsRefused,
    MissingParticipant,
    NotPossible,
    NotYours,
    Separated,
    Stale,
    SystemOnly,
    Unknown,
    Unmet,
    Unseen,
    WrongTarget,
    when,
)
from .tasks import Parts

START = "start"
TARGET = "target"  # input key of the chosen state, where a step has several


@dataclass(frozen=True)
class Answer:
    """What a command did. `repeated`: it had been done before, and this is the first answer again."""

    instance: uuid.UUID
    entry: uuid.UUID
    revision: int
    state: str
    facts: Mapping[str, Any]
    repeated: bool = False


# --- starting


def start(
    *,
    definition_key: str,
    subject_id: int,
    title: str,
    agencies: Mapping[str, Agency],
    actor: Actor,
    at: datetime,
    inputs: Mapping[str, Any] | None = None,
    command_id: uuid.UUID | None = None,
) -> ProcessInstance:
    """Open a file under the newest version of a definition. Raises NotYours, MissingParticipant, Unstaffed."""
    child = Child(definition_key, subject_id, title, agencies)
    definition = registry.latest(definition_key)
    with transaction.atomic():
        desk = _start_authority(definition, agencies, actor, at)
        announcements: list[Announcement] = []
        [instance] = _start_many(
            [child], None, actor, at, announcements, desk=desk, inputs=inputs or {}, command_id=command_id
        )
        registry.announce(announcements)
    return instance


def started(actor: Actor, command_id: uuid.UUID) -> ProcessInstance | None:
    """The file that this account opened by this command before. Inside a transaction: its commands wait in line."""
    assert actor.account is not None
    Account.objects.select_for_update().get(pk=actor.account.pk)
    first = AuditEntry.objects.filter(actor=actor.account, command_id=command_id).select_related("instance").first()
    if first is None:
        return None
    if first.transition != START:
        raise CommandReused()
    return first.instance


def _start_authority(
    definition: type[ProcessDefinition], agencies: Mapping[str, Agency], actor: Actor, at: datetime
) -> Desk | None:
    if isinstance(definition.starts_by, Principal):
        if not actor.is_system:
            raise SystemOnly(action=definition.title)
        return None
    role = definition.starts_by
    agency = agencies.get(role.at.key)
    if agency is None:
        raise MissingParticipant(participant=role.at.title)
    desk = authorization.held(actor.person, [agency.pk], at, role.permission).get((agency.pk, role.permission))
    if desk is None:
        raise NotYours(action=definition.title, role=role.title, agency=agency)
    return desk


def _start_many(
    children: Sequence[Child],
    parent: ProcessInstance | None,
    actor: Actor,
    at: datetime,
    announcements: list[Announcement],
    *,
    desk: Desk | None = None,
    inputs: Mapping[str, Any] | None = None,
    command_id: uuid.UUID | None = None,
) -> list[ProcessInstance]:
    """Open all of `children` with a number of statements that does not grow with them (beyond batches)."""
    definitions = [registry.latest(child.definition_key) for child in children]
    parts = _parts_for(children, definitions, at)
    instances = [
        _new_instance(child, definition, parent, at) for child, definition in zip(children, definitions, strict=True)
    ]
    contexts = [
        Context(instance, definition, _START_STEP, actor, at, inputs=inputs or {}, agencies=part.agencies, desk=desk)
        for instance, definition, part in zip(instances, definitions, parts, strict=True)
    ]
    entries = [_entry(context, "", command_id, "") for context in contexts]
    ProcessInstance.objects.bulk_create(instances, batch_size=500)
    if parent is None:
        ProcessInstance.objects.filter(pk__in=[i.pk for i in instances]).update(root=F("pk"))
        for instance in instances:
            instance.root = instance
    for entry in entries:
        entry.instance_id = entry.instance.pk
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    Participation.objects.bulk_create(
        [
            Participation(instance=instance, participant=key, agency=agency)
            for instance, part in zip(instances, parts, strict=True)
            for key, agency in part.agencies.items()
        ],
        batch_size=500,
    )
    due_at = functools.cache(calendar.due_at)
    opened = [
        tasks.opened(instance, definition, part, at, due_at)
        for instance, definition, part in zip(instances, definitions, parts, strict=True)
    ]
    Task.objects.bulk_create([task for task in opened if task is not None], batch_size=500)
    announcements += [
        _announcement(context, entry, task, ()) for context, entry, task in zip(contexts, entries, opened, strict=True)
    ]
    return instances


def _new_instance(
    child: Child, definition: type[ProcessDefinition], parent: ProcessInstance | None, at: datetime
) -> ProcessInstance:
    state = child.state or definition.initials()[0]
    if state not in definition.initials():
        raise ValueError(f"{definition.key} does not start in {state}")
    return ProcessInstance(
        definition_key=definition.key,
        definition_version=definition.version,
        state=state,
        title=child.title[:500],
        subject_id=child.subject_id,
        parent=parent,
        root=parent.root if parent else None,
        due_on=child.due_on,
        opened_at=at,
        entered_at=at,
        document_hash=parent.document_hash if parent else "",
    )


def _parts_for(children: Sequence[Child], definitions: Sequence[type[ProcessDefinition]], at: datetime) -> list[Parts]:
    """The agencies of each child, those with a mandate looked up, and the desks of all of them; two queries."""
    needed = [{role.at for role in definition.roles()} for definition in definitions]
    open_mandates = {
        participant.mandate
        for child, participants in zip(children, needed, strict=True)
        for participant in participants
        if participant.mandate and participant.key not in child.agencies
    }
    mandated = organization.mandates(open_mandates, timezone.localdate(at)) if open_mandates else {}
    agencies = [
        {p.key: _agency_for(p, child, mandated) for p in participants} | dict(child.agencies)
        for child, participants in zip(children, needed, strict=True)
    ]
    desks = tasks.desks_of(agency for found in agencies for agency in found.values())
    return [Parts(found, desks) for found in agencies]


def _agency_for(participant: Participant, child: Child, mandated: Mapping[str, Agency]) -> Agency:
    agency = child.agencies.get(participant.key) or mandated.get(participant.mandate)
    if agency is None:
        raise MissingParticipant(participant=participant.title)
    return agency


_START_STEP = Step(title="", source=(), target="", name=START)


def start_children(
    parent: ProcessInstance, children: Sequence[Child], actor: Actor, at: datetime
) -> list[ProcessInstance]:
    """Open processes under `parent`, which the caller has locked, because their time has come (not by a step)."""
    announcements: list[Announcement] = []
    instances = _start_many(children, parent, actor, at, announcements)
    registry.announce(announcements)
    return instances


# --- firing


def fire(
    *,
    instance_id: uuid.UUID,
    transition: str,
    actor: Actor,
    at: datetime,
    seen: Seen | None = None,
    command_id: uuid.UUID | None = None,
    inputs: Mapping[str, Any] | None = None,
    request: str = "",
) -> Answer:
    """Take one step. Every refusal is a `refusals.Refusal`; nothing is written then.

    `seen` is required of persons; the same `command_id` of the same actor gives the first answer again.
    """
    with transaction.atomic():
        instance, definition, step, barred, done = _locked(instance_id, transition, actor, command_id)
        if done or (seen is not None and seen.revision != instance.revision):
            return _repeated_or_stale(instance, step, actor, command_id, inputs or {})
        if seen is None and not actor.is_system:
            raise Unseen()
        parts = tasks.parts_of(instance)
        context = Context(instance, definition, step, actor, at, agencies=parts.agencies)
        if seen is not None and seen.document_hash != context.document_hash:
            raise DocumentChanged()
        _prepare(context, step, inputs or {}, barred)
        announcements: list[Announcement] = []
        entry = _take(context, parts, announcements, command_id=command_id, request=request)
        registry.announce(announcements)
    return Answer(instance.uuid, entry.uuid, entry.revision, entry.to_state, entry.facts)


def _locked(
    instance_id: uuid.UUID, name: str, actor: Actor, command_id: uuid.UUID | None
) -> tuple[ProcessInstance, type[ProcessDefinition], Transition, bool, bool]:
    """Also whether the actor is barred from the step, and whether the command was done before.

    The instance under lock, after its ancestors where the step can end it (parents are older: lower keys first)."""
    peek = (
        ProcessInstance.objects.filter(uuid=instance_id)
        .values_list("pk", "definition_key", "definition_version", "state", "parent_id", "parent__parent_id")
        .first()
    )
    if peek is None:
        raise Unknown()
    pk, key, version, state, *ancestors = peek
    definition = registry.get(key, version)
    step = definition.transition(name)
    if step is None:
        raise NotPossible(action=name, state=definition.state_title(state))
    ends = any(definition.is_final(edge.target) for edge in step.edges())
    keys = [pk, *(a for a in ancestors if a is not None)] if ends else [pk]
    rows = ProcessInstance.objects.filter(pk__in=keys).select_related("root").order_by("pk")
    rows = rows.select_for_update(of=("self",))
    rows = rows.annotate(barred=_barred(step, actor), done=_done(actor, command_id))
    locked: dict[int, Any] = {row.pk: row for row in rows}
    if ends:  # the locked rows serve as each other's parents
        for row in locked.values():
            row.parent = locked.get(row.parent_id) if row.parent_id else None
    instance = locked[pk]
    return instance, definition, step, instance.barred, instance.done


def _done(actor: Actor, command_id: uuid.UUID | None) -> Exists | Value:
    """Has this account given this command before, for whatever?"""
    if command_id is None or actor.is_system:
        return Value(False)
    return Exists(AuditEntry.objects.filter(actor=actor.account, command_id=command_id))


def _barred(step: Transition, actor: Actor) -> Exists | Value:
    """Has this person done one of the steps that bar from this one? (Read with the lock: a newer entry is Stale.)"""
    if not step.not_by or actor.is_system:
        return Value(False)
    own = [name for name in step.not_by if not name.startswith("parent.")]
    above = [name.removeprefix("parent.") for name in step.not_by if name.startswith("parent.")]
    return Exists(
        AuditEntry.objects.filter(
            Q(instance=OuterRef("pk"), transition__in=own) | Q(instance=OuterRef("parent_id"), transition__in=above),
            person=actor.person,
        )
    )


def _repeated_or_stale(
    instance: ProcessInstance,
    step: Transition,
    actor: Actor,
    command_id: uuid.UUID | None,
    inputs: Mapping[str, Any],
) -> Answer:
    """The first answer to this command; else who was faster."""
    done = AuditEntry.objects.filter(actor=actor.account, command_id=command_id) if command_id else None
    if done and (entry := done.first()):
        if (entry.instance_id, entry.transition) != (instance.pk, step.name) or not _same_inputs(entry, step, inputs):
            raise CommandReused()
        return Answer(instance.uuid, entry.uuid, entry.revision, entry.to_state, entry.facts, repeated=True)
    last = AuditEntry.objects.filter(instance=instance).select_related("person").order_by("-revision")[0]
    known = registry.get(last.definition_key, last.definition_version).steps.get(last.transition)
    action = known.title if known else last.transition
    raise Stale(person=last.person or _("hệ thống"), action=action, at=when(last.at))


def _same_inputs(entry: AuditEntry, step: Transition, inputs: Mapping[str, Any]) -> bool:
    """Does the command say what it said the first time?"""
    try:
        said: dict[str, Any] = clean(step, inputs)
    except InputsRefused:
        return False
    if TARGET in entry.inputs:
        said[TARGET] = inputs.get(TARGET)
    return bool(json.loads(json.dumps(said)) == entry.inputs)


def _prepare(context: Context, step: Transition, inputs: Mapping[str, Any], barred: bool) -> None:
    """Target, authority, separation, inputs, in this order; each its own refusal."""
    state = context.instance.state
    targets = context.definition.machine(context).targets(step.name)
    if not targets:
        raise NotPossible(action=step.title, state=context.definition.state_title(state))
    context.desk = authority(context, step)
    if barred:
        raise Separated(action=step.title)
    chosen = targets[0] if len(targets) == 1 else inputs.get(TARGET)
    if chosen not in targets:
        raise WrongTarget()
    context.target = chosen
    context.inputs = clean(step, inputs) | ({TARGET: chosen} if len(targets) > 1 else {})


def authority(context: Context, step: Transition) -> Desk | None:
    """The desk by which the actor may take the step; None for the system. Raises NotYours or SystemOnly."""
    by = context.definition.actor_of(step, context.instance.state)
    if isinstance(by, Principal):
        if context.actor.is_system:
            return None
        raise SystemOnly(action=step.title)
    agency = context.agencies.get(by.at.key)
    if agency is None:
        raise MissingParticipant(participant=by.at.title)
    desk = authorization.held(context.actor.person, [agency.pk], context.at, by.permission).get(
        (agency.pk, by.permission)
    )
    if desk is None:
        raise NotYours(action=step.title, role=by.title, agency=agency)
    return desk


def clean(step: Transition, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the step asks for, cleaned. Raises InputsRefused with every error at once."""
    values: dict[str, Any] = {}
    errors: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for wanted in step.needs:
        try:
            values[wanted.key] = wanted.clean(inputs.get(wanted.key))
        except InputRefused as refused:
            errors[wanted.key] = (refused.code, refused.params)
    if errors:
        raise InputsRefused(errors)
    return values


# --- taking a step: what is written


def _take(
    context: Context,
    parts: Parts,
    announcements: list[Announcement],
    *,
    command_id: uuid.UUID | None = None,
    request: str = "",
) -> AuditEntry:
    """Move, and write all that the step causes. The instance and, where it can end, its ancestors are locked."""
    instance, step = context.instance, context.step
    source = instance.state
    _move(context)
    for effect in step.does:
        effect.run(context)
    moved = instance.state != source
    instance.revision += 1
    instance.document_hash = context.document_hash
    if moved:
        instance.entered_at = context.at
        instance.closed_at = context.at if context.definition.is_final(instance.state) else None
    entry = _entry(context, source, command_id, request)
    entry.save(force_insert=True)
    instance.save(
        update_fields=["state", "revision", "title", "document_hash", "entered_at", "closed_at", "audit_head"]
    )
    task = _hand_over(context, parts) if moved else None
    announcements.append(_announcement(context, entry, task, parts.desk_ids(step.notifies)))
    _children(context, announcements)
    if moved and instance.closed_at and instance.parent is not None:
        _join(instance, context, announcements)
    return entry


def _move(context: Context) -> None:
    try:
        context.definition.machine(context).move(context.step.name, context.target)
    except NoEdge:
        state = context.definition.state_title(context.instance.state)
        raise NotPossible(action=context.step.title, state=state) from None
    except GuardUnmet as unmet:
        raise Unmet(
            guard=unmet.guard.name,
            missing=unmet.verdict.missing,
            action=context.step.title,
            condition=unmet.guard.sentence,
        ) from None


def _hand_over(context: Context, parts: Parts) -> Task | None:
    tasks.close_open([context.instance.pk], context.at)
    task = tasks.opened(context.instance, context.definition, parts, context.at)
    if task is not None:
        task.save(force_insert=True)
    return task


def _entry(context: Context, source: str, command_id: uuid.UUID | None, request: str) -> AuditEntry:
    """The trail's entry of this step, chained to the one before; also sets the instance's head."""
    instance = context.instance
    desk = context.desk
    entry = AuditEntry(
        instance=instance,
        revision=instance.revision,
        definition_key=instance.definition_key,
        definition_version=instance.definition_version,
        transition=context.step.name,
        from_state=source,
        to_state=instance.state,
        at=context.at,
        actor=context.actor.account,
        person=context.actor.person,
        authority={"agency": str(desk.agency), "position": desk.position.code} if desk else {},
        inputs=dict(context.inputs),
        facts=context.facts,
        document_hash=instance.document_hash,
        command_id=command_id,
        request=request,
        previous_hash=instance.audit_head,
    )
    entry.hash = instance.audit_head = audit.chain(entry, instance.audit_head)
    return entry


def _announcement(context: Context, entry: AuditEntry, task: Task | None, told: tuple[int, ...]) -> Announcement:
    instance, desk = context.instance, context.desk
    root = instance if instance.root_id == instance.pk else instance.root
    return Announcement(
        entry=entry.uuid,
        instance=instance.uuid,
        root=root.uuid if root else instance.uuid,
        definition=instance.definition_key,
        transition=context.step.name,
        state=instance.state,
        title=instance.title,
        at=context.at,
        actor=str(context.actor.person or ""),
        agency=str(desk.agency) if desk else "",
        reason=str(context.inputs.get("reason") or ""),
        task_desks=(task.desk_id,) if task else (),
        told_desks=told,
        due_at=task.due_at if task else None,
    )


# --- children and joins


def _children(context: Context, announcements: list[Announcement]) -> None:
    for keys in context.cancelled:
        _cancel(context, keys, announcements)
    if context.children:
        _start_many(context.children, context.instance, context.actor, context.at, announcements)


def _cancel(context: Context, keys: Sequence[str], announcements: list[Announcement]) -> None:
    """End the open children of these definitions, each by its own `cancel`."""
    rows = ProcessInstance.objects.filter(
        parent=context.instance, definition_key__in=keys, closed_at__isnull=True
    ).order_by("pk")
    for child in rows.select_for_update():
        child.root, child.parent = context.instance.root, context.instance
        definition = registry.get(child.definition_key, child.definition_version)
        _system_step(child, definition, "cancel", context, announcements)


def _system_step(
    instance: ProcessInstance,
    definition: type[ProcessDefinition],
    name: str,
    cause: Context,
    announcements: list[Announcement],
) -> None:
    """A step that the system takes because of another one; the entry names who caused it."""
    parts = tasks.parts_of(instance)
    step = definition.steps[name]
    context = Context(instance, definition, step, SYSTEM_ACTOR, cause.at, agencies=parts.agencies)
    context.target = next(iter(step.targets(instance.state)))
    context.record("because_of", f"{cause.instance.definition_key}.{cause.step.name}")
    _take(context, parts, announcements)


def _join(child: ProcessInstance, cause: Context, announcements: list[Announcement]) -> None:
    """Fire the parent's outcome when this was the last child it waited for. The parent is locked already."""
    parent = child.parent
    assert parent is not None
    definition = registry.get(parent.definition_key, parent.definition_version)
    outcome = _outcome(definition, parent.state, child)
    if outcome is None:
        return
    waiting = ProcessInstance.objects.filter(
        parent=parent, definition_key=child.definition_key, closed_at__isnull=True
    ).exclude(pk=child.pk)
    if not waiting.exists():
        _system_step(parent, definition, outcome.name, cause, announcements)


def _outcome(definition: type[ProcessDefinition], state: str, child: ProcessInstance) -> Outcome | None:
    for outcome in definition.outcomes():
        answers = outcome.child == child.definition_key and state in outcome.sources
        if answers and (not outcome.ends or child.state in outcome.ends):
            return outcome
    return None
