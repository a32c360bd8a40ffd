"""`fire`: one step, one transaction. Each refusal is its own exception, and nothing is written then.

In this order: lock the instance (its ancestors first where the step answers them) → done already? → is what the person
saw still so? → does the step leave this state? → may this person? → inputs → what taking.py writes. Nothing here
touches the network, renders or mails. `at` is the database's time, read by the caller.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Value
from django.utils.translation import gettext_lazy as _

from .. import registry, tasks
from ..context import Actor, Announcement, Context, Seen
from ..definition import ProcessDefinition, Step, TakeBack, Transition
from ..inputs import InputRefused
from ..models import AuditEntry, Person, ProcessInstance
from ..names_of_entries import TARGET, title_of
from ..refusals import (
    AccountClosed,
    CommandReused,
    DocumentChanged,
    InputsRefused,
    NotPossible,
    Stale,
    Unknown,
    Unseen,
    WrongTarget,
    when,
)
from .answer import Answer
from .authority import authority, barred, is_closed, refuse_barred
from .taking import take
from .taking_back import way_back

ANCESTORS = ("parent_id", "parent__parent_id", "parent__parent__parent_id", "parent__parent__parent__parent_id")


def fire(
    *,
    instance_id: uuid.UUID,
    transition: str,
    actor: Actor,
    at: datetime,
    acting_for: Person | None = None,
    seen: Seen | None = None,
    command_id: uuid.UUID | None = None,
    inputs: Mapping[str, Any] | None = None,
    request: str = "",
) -> Answer:
    """Take one step. Every refusal is a `refusals.Refusal`; nothing is written then.

    `seen` is required of persons; the same `command_id` of the same actor gives the first answer again.
    `acting_for` chooses among several people on whose behalf the actor may act; own rights come first without it.
    """
    with transaction.atomic():
        found = _locked(instance_id, transition, actor, command_id)
        if found.is_closed:
            raise AccountClosed()
        instance, step = found.instance, found.step
        if found.is_done or found.is_moved or (seen is not None and seen.revision != instance.revision):
            return _repeated_or_stale(instance, step, actor, command_id, inputs or {})
        if seen is None and not actor.is_system:
            raise Unseen()
        parts = tasks.parts_of(instance)
        context = Context(instance, found.definition, step, actor, at, agencies=parts.agencies, acting_for=acting_for)
        if seen is not None and seen.document_hash != context.document_hash:
            raise DocumentChanged()
        _prepare(context, step, inputs or {}, found.is_barred)
        announcements: list[Announcement] = []
        entry = take(context, parts, announcements, command_id=command_id, request=request)
        registry.announce(announcements)
    return Answer.of(entry, instance.uuid)


@dataclass(frozen=True)
class _Locked:
    """The instance under lock, with what the locking query was asked besides."""

    instance: ProcessInstance
    definition: type[ProcessDefinition]
    step: Transition
    is_barred: bool
    is_done: bool
    is_closed: bool  # the actor's account
    is_moved: bool  # to another version of its definition, since the first look


def _locked(instance_id: uuid.UUID, name: str, actor: Actor, command_id: uuid.UUID | None) -> _Locked:
    """The instance, after its ancestors where the step can be an answer to them (parents are older: lower keys)."""
    peek = (
        ProcessInstance.objects.filter(uuid=instance_id)
        .values_list("pk", "definition_key", "definition_version", "state", *ANCESTORS)
        .first()
    )
    if peek is None:
        raise Unknown()
    pk, key, version, state, *ancestors = peek
    definition = registry.get(key, version)
    step = definition.transition(name)
    if step is None:
        raise NotPossible(action=name, state=definition.state_title(state))
    answers = any(definition.has_answered(edge.target) for edge in step.edges())
    keys = [pk, *(a for a in ancestors if a is not None)] if answers else [pk]
    rows = ProcessInstance.objects.filter(pk__in=keys).select_related("root").order_by("pk")
    rows = rows.select_for_update(of=("self",))
    rows = rows.annotate(is_barred=barred(step, actor), is_done=_done(actor, command_id), is_closed=is_closed(actor))
    locked: dict[int, Any] = {row.pk: row for row in rows}
    if answers:  # the locked rows serve as each other's parents
        for row in locked.values():
            row.parent = locked.get(row.parent_id) if row.parent_id else None
    instance = locked[pk]
    is_moved = instance.definition_version != version
    return _Locked(instance, definition, step, instance.is_barred, instance.is_done, instance.is_closed, is_moved)


def _done(actor: Actor, command_id: uuid.UUID | None) -> Exists | Value:
    """Has this account given this command before, for whatever?"""
    if command_id is None or actor.is_system:
        return Value(False)
    return Exists(AuditEntry.objects.filter(actor=actor.account, command_id=command_id))


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
        return Answer.of(entry, instance.uuid, repeated=True)
    last = AuditEntry.objects.filter(instance=instance).select_related("person").order_by("-revision")[0]
    action = title_of(last.definition_key, last.definition_version, last.transition)
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


def _prepare(context: Context, step: Transition, inputs: Mapping[str, Any], is_barred: bool) -> None:
    """Target, authority, separation, inputs, in this order; each its own refusal."""
    state = context.instance.state
    targets = context.definition.machine(context).targets(step.name)
    if not targets:
        raise NotPossible(action=step.title, state=context.definition.state_title(state))
    context.authority = authority(context, step, is_command=True)
    refuse_barred(context, step, is_barred)
    if isinstance(step, TakeBack):
        targets = way_back(context, step)
    chosen = targets[0] if len(targets) == 1 else inputs.get(TARGET)
    if chosen not in targets:
        raise WrongTarget()
    context.target = chosen
    context.inputs = clean(step, inputs) | ({TARGET: chosen} if len(targets) > 1 else {})


def clean(step: Step, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the step asks for, cleaned. Raises InputsRefused with every error at once."""
    values: dict[str, Any] = {}
    errors: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for wanted in step.needs if isinstance(step, Transition) else ():
        try:
            values[wanted.key] = wanted.clean(inputs.get(wanted.key))
        except InputRefused as refused:
            errors[wanted.key] = (refused.code, refused.params)
    if errors:
        raise InputsRefused(errors)
    return values
