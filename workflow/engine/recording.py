"""A step as it is written down for good, and as it is told to whoever tells people."""

from __future__ import annotations

import uuid

from .. import audit
from ..context import Announcement, Context
from ..models import AuditEntry, Task


def entry_of(context: Context, source: str, command_id: uuid.UUID | None, request: str) -> AuditEntry:
    """The trail's entry of this step, chained to the one before; also sets the instance's head."""
    instance, authority = context.instance, context.authority
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
        acting_for=authority.acting_for if authority else None,
        capacity=authority.capacity if authority else "",
        authority=authority.recorded() if authority else {},
        inputs=dict(context.inputs),
        facts=context.facts,
        document_hash=instance.document_hash,
        command_id=command_id,
        request=request,
        previous_hash=instance.audit_head,
    )
    entry.hash = instance.audit_head = audit.chain(entry, instance.audit_head)
    return entry


def announcement_of(context: Context, entry: AuditEntry, task: Task | None, told: tuple[int, ...]) -> Announcement:
    """The step as whoever tells people gets it."""
    instance, authority = context.instance, context.authority
    root = instance if instance.root_id == instance.pk else instance.root
    return Announcement(
        entry=entry.uuid,
        instance=instance.uuid,
        root=root.uuid if root else instance.uuid,
        definition=instance.definition_key,
        version=instance.definition_version,
        transition=context.step.name,
        state=instance.state,
        title=instance.title,
        at=context.at,
        actor=str(context.actor.person or ""),
        acting_for=str(authority.acting_for or "") if authority else "",
        agency=str(authority.desk.agency) if authority else "",
        reason=str(context.inputs.get("reason") or ""),
        task_desks=(task.desk_id,) if task and task.desk_id else (),
        told_desks=told,
        due_at=task.due_at if task else None,
    )
