"""What a step writes: move → services → trail's entry → instance → tasks → children, outcome → announcement."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Q

from .. import registry, tasks
from ..context import SYSTEM_ACTOR, Announcement, Cancelled, Context
from ..definition import GuardUnmet, NoEdge, Outcome, ProcessDefinition, Step
from ..graph import CANCEL
from ..models import AuditEntry, ProcessInstance, Task
from ..refusals import NotPossible, Unmet
from ..tasks import Parts
from .recording import announcement_of, entry_of
from .starting import BATCH, start_many


def take(
    context: Context,
    parts: Parts,
    announcements: list[Announcement],
    *,
    command_id: uuid.UUID | None = None,
    request: str = "",
) -> AuditEntry:
    """Move, and write all that the step causes. The instance and, where it can answer, its ancestors are locked."""
    instance, step, definition = context.instance, context.step, context.definition
    source = instance.state
    move(context)
    for effect in step.does:
        effect.run(context)
    moved = instance.state != source
    _count(context, source)
    instance.document_hash = context.document_hash
    entry = entry_of(context, source, command_id, request)
    entry.save(force_insert=True)
    instance.save(update_fields=WRITTEN)
    task = _hand_over(context, parts) if moved else None
    announcements.append(announcement_of(context, entry, task, parts.desk_ids(step.notifies)))
    _children(context, announcements)
    if moved and definition.has_answered(instance.state) and instance.parent is not None:
        join(instance, context, announcements)
    return entry


WRITTEN = [
    "state", "revision", "round", "title", "document_hash", "urgency", "field", "due_on", "entered_at", "closed_at",
    "audit_head",
]  # fmt: skip


def move(context: Context) -> None:
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


# --- children and joins


def _children(context: Context, announcements: list[Announcement]) -> None:
    for cancelled in context.cancelled:
        _cancel(context, cancelled, announcements)
    if context.children:
        announcements += start_many(context.children, context.instance, context.actor, context.at).announcements


def _cancel(context: Context, cancelled: Cancelled, announcements: list[Announcement]) -> None:
    """End these open children by their own `cancel`, at once where it has no other effect."""
    rows = ProcessInstance.objects.filter(
        parent=context.instance, definition_key__in=cancelled.definition_keys, closed_at__isnull=True
    )
    if cancelled.subjects is not None:
        rows = rows.filter(subject_id__in=cancelled.subjects)
    plain: list[Context] = []
    for child in rows.order_by("pk").select_for_update():
        child.root, child.parent = context.instance.root, context.instance
        definition = registry.get(child.definition_key, child.definition_version)
        step = definition.steps[CANCEL]
        if step.does or step.notifies:
            system_step(child, definition, CANCEL, context, announcements)
        else:
            plain.append(_caused(child, definition, step, context))
    end_many(plain, announcements)
    for last in {one.definition.key: one for one in plain}.values():
        join(last.instance, last, announcements)


def end_many(contexts: Sequence[Context], announcements: list[Announcement]) -> None:
    """What `take` writes, for steps that only end a file; a number of statements that does not grow with them."""
    entries = []
    for context in contexts:
        source = context.instance.state
        move(context)
        _count(context, source)
        entries.append(entry_of(context, source, None, ""))
    instances = [context.instance for context in contexts]
    AuditEntry.objects.bulk_create(entries, batch_size=BATCH)
    ProcessInstance.objects.bulk_update(instances, WRITTEN, batch_size=BATCH)
    for start in range(0, len(instances), BATCH):
        keys = [instance.pk for instance in instances[start : start + BATCH]]
        tasks.close_open(keys, contexts[0].at, Task.Status.CANCELLED)
    announcements += [announcement_of(c, entry, None, ()) for c, entry in zip(contexts, entries, strict=True)]


def _count(context: Context, source: str) -> None:
    """One revision more; a new round where the state changed."""
    instance = context.instance
    instance.revision += 1
    if instance.state != source:
        instance.round += 1
        instance.entered_at = context.at
        instance.closed_at = context.at if context.definition.is_final(instance.state) else None


def system_step(
    instance: ProcessInstance,
    definition: type[ProcessDefinition],
    name: str,
    cause: Context,
    announcements: list[Announcement],
) -> None:
    """A step that the system takes because of another one; the entry names who caused it."""
    parts = tasks.parts_of(instance)
    context = _caused(instance, definition, definition.steps[name], cause)
    context.agencies = parts.agencies
    take(context, parts, announcements)


def _caused(instance: ProcessInstance, definition: type[ProcessDefinition], step: Step, cause: Context) -> Context:
    context = Context(instance, definition, step, SYSTEM_ACTOR, cause.at)
    context.target = next(iter(step.targets(instance.state)))
    context.record("because_of", f"{cause.instance.definition_key}.{cause.step.name}")
    return context


def join(child: ProcessInstance, cause: Context, announcements: list[Announcement]) -> None:
    """Fire the parent's outcome when this answer was enough. The parent is locked already.

    As long as the parent waits, an answer counts. One to an earlier round, or to a parent that went on, is late: it is
    kept where it stands and moves nothing.
    """
    parent = child.parent
    assert parent is not None
    if child.parent_round != parent.round:
        return
    definition = registry.get(parent.definition_key, parent.definition_version)
    for outcome in sorted(definition.outcomes(), key=lambda outcome: not outcome.enough.quorum):  # quorums first
        if outcome.child == child.definition_key and parent.state in outcome.sources and _is_enough(outcome, child):
            system_step(parent, definition, outcome.name, cause, announcements)
            return


def _is_enough(outcome: Outcome, child: ProcessInstance) -> bool:
    if outcome.ends and child.state not in outcome.ends:
        return False
    siblings = ProcessInstance.objects.filter(
        parent=child.parent, definition_key=child.definition_key, parent_round=child.parent_round
    )
    if outcome.enough.quorum:
        return siblings.filter(state__in=outcome.ends).count() >= outcome.enough.quorum
    settled = {state for one in registry.versions(child.definition_key) for state in one.settled}
    return not siblings.filter(~Q(state__in=settled), closed_at__isnull=True).exclude(pk=child.pk).exists()
