"""By which right does the actor take a step, and what bars them from it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from .. import authorization
from ..context import Actor, Context
from ..definition import Principal, Role, TakeBack, Transition
from ..held import Authority, Held
from ..models import Account, Agency, AuditEntry, Person
from ..refusals import MissingParticipant, NotYourField, NotYours, Separated, StandInSigns, SystemOnly
from .taking_back import taken_by


def authority(context: Context, step: Transition, *, is_command: bool = False) -> Authority | None:
    """The right by which the actor may take the step; None for the system. Raises NotYours and its kinds, SystemOnly.

    `is_command`: the step will be taken in this transaction; a lent right is locked, so that it cannot be revoked
    meanwhile.
    """
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
    held = authorization.held(
        context.actor.person, [agency.pk], context.at, by.permission,
        acting_for=context.acting_for, is_command=is_command,
    )  # fmt: skip
    return right_of(held, context, step, by, agency)


def right_of(held: Held, context: Context, step: Transition, role: Role, agency: Agency) -> Authority:
    """Of what a person may do there, the right for this step. Raises NotYours, NotYourField, StandInSigns."""
    topic, field = f"{context.definition.key}.{step.name}", context.instance.field_id
    found = held.right(agency, role, topic=topic, signs=step.signs, field=field)
    if found is not None:
        return found
    if held.right(agency, role, topic=topic, signs=step.signs) is not None:
        answering = ", ".join(str(person) for person in held.answering(agency, role, field))
        raise NotYourField(action=step.title, person=answering)
    stands_in = held.right(agency, role, topic=topic)
    if stands_in is not None:
        raise StandInSigns(action=step.title, person=stands_in.acting_for)
    raise NotYours(action=step.title, role=role.title, agency=agency)


def is_closed(actor: Actor) -> Exists | Value:
    """Was the actor's account closed since its request began? (Read with the lock.)"""
    if actor.account is None:
        return Value(False)
    return Exists(Account.objects.filter(pk=actor.account.pk, is_active=False))


# --- separation of duties


def barred(step: Transition, actor: Actor) -> Exists | Value:
    """Has this person done one of the steps that bar from this one? (Read with the lock: a newer entry is Stale.)"""
    if not step.not_by or actor.is_system or actor.person is None:
        return Value(False)
    return Exists(barring(step, [actor.person], OuterRef("pk"), OuterRef("parent_id")))


def refuse_barred(context: Context, step: Transition, is_barred: bool) -> None:
    """Raises Separated: for the person, or for one on whose behalf they act."""
    if is_barred:
        raise Separated(action=step.title)
    behalf = context.authority.behalf if context.authority else ()
    instance = context.instance
    if behalf and step.not_by and barring(step, behalf, instance.pk, instance.parent_id).exists():
        raise Separated(action=step.title)


def barring(step: Transition, persons: Sequence[Person], instance: Any, parent: Any) -> QuerySet[AuditEntry]:
    """Entries by which one of these persons, or somebody in their place, did what bars from `step`."""
    own = [name for name in step.not_by if not name.startswith("parent.")]
    above = [name.removeprefix("parent.") for name in step.not_by if name.startswith("parent.")]
    return AuditEntry.objects.filter(
        Q(instance=instance, transition__in=own) | Q(instance=parent, transition__in=above),
        did_or_lent(persons),
    )


def did_or_lent(persons: Sequence[Person]) -> Q:
    """Entries of what these persons did themselves, or others by their right, whether first-hand or passed on."""
    found = Q(person__in=persons) | Q(acting_for__in=persons)
    for person in persons:
        found |= Q(authority__through=str(person.uuid))
    return found
