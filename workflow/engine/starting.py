"""Opening files: one by a person, many under a parent, with a number of statements that does not grow with them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .. import authorization, organization, registry, tasks
from ..authorization import Authority
from ..calendar import WorkingDays
from ..context import Actor, Announcement, Child, Context
from ..definition import Participant, Principal, ProcessDefinition, Step
from ..models import Account, Agency, AuditEntry, FieldOfWork, Participation, ProcessInstance, Task
from ..names_of_entries import START
from ..refusals import CommandReused, MissingParticipant, NotYours, SystemOnly
from ..tasks import Parts
from .recording import announcement_of, entry_of

BATCH = 500


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
    urgency: str = "",
    field: FieldOfWork | None = None,
) -> ProcessInstance:
    """Open a file under the newest version of a definition. Raises NotYours, MissingParticipant, Unstaffed."""
    child = Child(definition_key, subject_id, title, agencies, urgency=urgency, field=field)
    with transaction.atomic():
        authority = _start_authority(registry.latest(definition_key), agencies, actor, at)
        started = start_many([child], None, actor, at, authority=authority, inputs=inputs or {}, command_id=command_id)
        registry.announce(started.announcements)
    [instance] = started.instances
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


def start_children(
    parent: ProcessInstance, children: Sequence[Child], actor: Actor, at: datetime
) -> list[ProcessInstance]:
    """Open processes under `parent`, which the caller has locked, because their time has come (not by a step)."""
    started = start_many(children, parent, actor, at)
    registry.announce(started.announcements)
    return started.instances


def _start_authority(
    definition: type[ProcessDefinition], agencies: Mapping[str, Agency], actor: Actor, at: datetime
) -> Authority | None:
    if isinstance(definition.starts_by, Principal):
        if not actor.is_system:
            raise SystemOnly(action=definition.title)
        return None
    role = definition.starts_by
    agency = agencies.get(role.at.key)
    if agency is None:
        raise MissingParticipant(participant=role.at.title)
    topic = f"{definition.key}.{START}"
    held = authorization.held(actor.person, [agency.pk], at, role.permission, topic=topic)
    found = held.get((agency.pk, role.permission))
    if found is None:
        raise NotYours(action=definition.title, role=role.title, agency=agency)
    return found


# --- many at once


@dataclass(frozen=True)
class Started:
    """What was opened, and what is to be told of it."""

    instances: list[ProcessInstance]
    announcements: list[Announcement]


def start_many(
    children: Sequence[Child],
    parent: ProcessInstance | None,
    actor: Actor,
    at: datetime,
    *,
    authority: Authority | None = None,
    inputs: Mapping[str, Any] | None = None,
    command_id: uuid.UUID | None = None,
) -> Started:
    """Open all of `children` with a number of statements that does not grow with them (beyond batches)."""
    if parent is not None:
        _refuse_too_deep(parent)
    definitions = [registry.latest(child.definition_key) for child in children]
    parts = _parts_for(children, definitions, at)
    instances = [
        _new_instance(child, definition, parent, at) for child, definition in zip(children, definitions, strict=True)
    ]
    contexts = [
        Context(
            instance, definition, _START_STEP, actor, at, inputs=inputs or {}, agencies=part.agencies,
            authority=authority,
        )
        for instance, definition, part in zip(instances, definitions, parts, strict=True)
    ]  # fmt: skip
    entries = [entry_of(context, "", command_id, "") for context in contexts]
    _store(instances, entries, parts, is_top=parent is None)
    days = WorkingDays()
    opened = [
        tasks.opened(instance, definition, part, at, days)
        for instance, definition, part in zip(instances, definitions, parts, strict=True)
    ]
    Task.objects.bulk_create([task for task in opened if task is not None], batch_size=BATCH)
    told = zip(contexts, entries, opened, strict=True)
    return Started(instances, [announcement_of(context, entry, task, ()) for context, entry, task in told])


_START_STEP = Step(title="", source=(), target="", name=START)


def _refuse_too_deep(parent: ProcessInstance) -> None:
    """A step locks its ancestors before itself, and looks for no more of them than `firing.ANCESTORS`."""
    if parent.parent_id is None:
        return
    if ProcessInstance.objects.filter(pk=parent.parent_id, parent__parent__isnull=False).exists():
        raise ValueError("processes stand at most five deep")


def _store(
    instances: list[ProcessInstance], entries: list[AuditEntry], parts: Sequence[Parts], *, is_top: bool
) -> None:
    ProcessInstance.objects.bulk_create(instances, batch_size=BATCH)
    if is_top:
        ProcessInstance.objects.filter(pk__in=[i.pk for i in instances]).update(root=F("pk"))
        for instance in instances:
            instance.root = instance
    for entry in entries:
        entry.instance_id = entry.instance.pk
    AuditEntry.objects.bulk_create(entries, batch_size=BATCH)
    Participation.objects.bulk_create(
        [
            Participation(instance=instance, participant=key, agency=agency)
            for instance, part in zip(instances, parts, strict=True)
            for key, agency in part.agencies.items()
        ],
        batch_size=BATCH,
    )


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
        parent_round=parent.round if parent else 0,
        urgency=child.urgency or (parent.urgency if parent else ""),
        field_id=child.field.pk if child.field else (parent.field_id if parent else None),
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
