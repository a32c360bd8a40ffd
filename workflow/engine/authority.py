"""By which right does the actor take a step, and what bars them from it?"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from .. import authorization
from ..authorization import Authority
from ..context import Actor, Context
from ..definition import Principal, TakeBack, Transition
from ..models import AuditEntry, Person
from ..refusals import MissingParticipant, NotYours, Separated, SystemOnly
from .taking_back import taken_by


def authority(context: Context, step: Transition) -> Authority | None:
    """The right by which the actor may take the step; None for the system. Raises NotYours or SystemOnly."""
    by = context.definition.actor_of(step, context.instance.state)
    if isinstance(step, TakeBack):
        by = taken_by(context, step)
    if isinstance(by, Principal):
        if context.actor.is_system:
            return None
        raise SystemOnly(action=step.title)
    agency = context.agencies.get(by.at.key)
    if agency is None:
        raise MissingParticipant(participant=by.at.title)
    topic = f"{context.definition.key}.{step.name}"
    held = authorization.held(
        context.actor.person, [agency.pk], context.at, by.permission, topic=topic, acting_for=context.acting_for
    )
    found = held.get((agency.pk, by.permission))
    if found is None:
        raise NotYours(action=step.title, role=by.title, agency=agency)
    return found


# --- separation of duties


def barred(step: Transition, actor: Actor) -> Exists | Value:
    """Has this person done one of the steps that bar from this one? (Read with the lock: a newer entry is Stale.)"""
    if not step.not_by or actor.is_system or actor.person is None:
        return Value(False)
    return Exists(barring(step, actor.person, OuterRef("pk"), OuterRef("parent_id")))


def refuse_barred(context: Context, step: Transition, is_barred: bool) -> None:
    """Raises Separated: for the person, or for the one on whose behalf they act."""
    if is_barred:
        raise Separated(action=step.title)
    behalf = context.authority.acting_for if context.authority else None
    if behalf is None or not step.not_by:
        return
    instance = context.instance
    if barring(step, behalf, instance.pk, instance.parent_id).exists():
        raise Separated(action=step.title)


def barring(step: Transition, person: Person, instance: Any, parent: Any) -> QuerySet[AuditEntry]:
    """Entries by which the person, or somebody on the person's behalf, did what bars from `step`."""
    own = [name for name in step.not_by if not name.startswith("parent.")]
    above = [name.removeprefix("parent.") for name in step.not_by if name.startswith("parent.")]
    return AuditEntry.objects.filter(
        Q(instance=instance, transition__in=own) | Q(instance=parent, transition__in=above),
        Q(person=person) | Q(acting_for=person),
    )
