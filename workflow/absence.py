"""Days on which people are away: recording and cancelling them, and whose work nobody does meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import acts, lent
from .context import Actor
from .delegation import end, is_administrator, lend, overlapping, refuse_closed, written_down
from .delegation_rules import Grant, steps_of
from .lending_refusals import AlreadyAway, AlreadyEnded, NeedsReason, NotYoursToEnd, NotYoursToLend, WrongPeriod, days
from .models import Absence, Appointment, Delegation, Desk, Person
from .models.base import valid_on

CANCELLED = "Hủy vắng mặt"  # a reason as it stands in the trail, in the language of the offices


@transaction.atomic
def record_absence(
    *,
    person: Person,
    valid_from: date,
    valid_to: date,
    reason: str,
    stand_in: Person | None = None,
    scope: Collection[str] = (),
    actor: Actor,
    at: datetime,
) -> Absence:
    """Write down that `person` is away; with a stand-in, every desk of theirs is lent for these days.

    `scope` limits what the stand-in does, at each desk to those steps that are the desk's. Raises a LendingRefused.
    Both persons are locked, so that two who go away at once do not stand in for each other.
    """
    persons = {person.pk, stand_in.pk if stand_in else person.pk}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk"))
    _judge(person, valid_from, valid_to, reason, actor, at)
    absence = Absence.objects.create(
        person=person, valid_from=valid_from, valid_to=valid_to, reason=reason.strip(), recorded_at=at
    )
    rows = [lend(grant, actor, at) for grant in _grants(absence, stand_in, scope, at)] if stand_in else []
    acts.record("absence", actor=actor, at=at, facts=_facts(absence))
    if rows:
        written_down(rows, actor, at)
    return absence


@transaction.atomic
def cancel_absence(absence: Absence, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """The person is there after all, or back early: whoever stands in stops at once."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    refuse_closed(actor)
    if actor.person != row.person and not is_administrator(actor, at):
        raise NotYoursToEnd(person=row.person)
    if row.cancelled_at is not None:
        raise AlreadyEnded()
    row.cancelled_at = at
    row.save(update_fields=["cancelled_at"])
    lent_rows = Delegation.objects.select_for_update().filter(absence=row, revoked_at__isnull=True).order_by("pk")
    end(list(lent_rows), reason=reason.strip() or CANCELLED, actor=actor, at=at)
    acts.record("cancel_absence", actor=actor, at=at, facts=_facts(row) | {"why": reason.strip()})
    absence.refresh_from_db()


def _judge(person: Person, start: date, last: date, reason: str, actor: Actor, at: datetime) -> None:
    refuse_closed(actor)
    if actor.person != person and not is_administrator(actor, at):
        raise NotYoursToLend(person=person)
    if not reason.strip():
        raise NeedsReason()
    if last < start or start < timezone.localdate(at):
        raise WrongPeriod()
    known = Absence.objects.filter(overlapping(start, last), person=person, cancelled_at__isnull=True).first()
    if known is not None:
        raise AlreadyAway(person=person, start=days(known.valid_from), end=days(known.valid_to))


def _grants(absence: Absence, stand_in: Person, scope: Collection[str], at: datetime) -> list[Grant]:
    """What is lent to who stands in: each desk, or the steps of it that are in `scope`."""
    return [
        Grant(
            absence.person, desk, stand_in, Delegation.Capacity.STAND_IN, topics, absence.valid_from, absence.valid_to,
            paper="", absence=absence,
        )
        for desk in _desks(absence.person, absence, at)
        if (topics := _of_desk(scope, desk)) or not scope
    ]  # fmt: skip


def _desks(person: Person, absence: Absence, at: datetime) -> list[Desk]:
    """The desks that the person holds on the first day, as acting head too."""
    own = Appointment.objects.filter(valid_on(absence.valid_from), person=person).select_related(
        "desk__agency", "desk__position"
    )
    acting = lent.in_force(at).filter(delegate=person, capacity=Delegation.Capacity.ACTING)
    found = {row.desk_id: row.desk for row in own} | {row.desk_id: row.desk for row in acting}
    return [found[pk] for pk in sorted(found)]


def _of_desk(scope: Collection[str], desk: Desk) -> tuple[str, ...]:
    return tuple(sorted(set(scope) & steps_of(desk.position.code).keys()))


def _facts(absence: Absence) -> dict[str, object]:
    return {
        "absence": str(absence.uuid),
        "person": {"person": str(absence.person.uuid), "name": str(absence.person)},
        "valid_from": absence.valid_from.isoformat(),
        "valid_to": absence.valid_to.isoformat() if absence.valid_to else None,
        "reason": absence.reason,
    }


# --- who is away


def absent_ids(persons: Iterable[Person | int], day: date) -> set[int]:
    """Which of these are away on that day; one query."""
    keys = {person.pk if isinstance(person, Person) else person for person in persons}
    return set(_known().filter(valid_on(day), person__in=keys).values_list("person_id", flat=True))


def desks_unattended(desk_ids: Iterable[int], day: date) -> dict[int, date]:
    """Desks all of whose holders are away that day with nobody in their place → the first day when one is back.

    Three queries, however many desks. A desk without a holder is not among them: nobody will be back there.
    """
    holders: dict[int, set[int]] = defaultdict(set)
    for desk, person in Appointment.objects.filter(valid_on(day), desk__in=list(desk_ids)).values_list(
        "desk", "person"
    ):
        holders[desk].add(person)
    evening = timezone.make_aware(datetime.combine(day, time.max))
    deputed = [row for row in lent.lent_to(evening, holders) if _attends(row)]
    persons = {person for held in holders.values() for person in held} | {row.delegate_id for row in deputed}
    back = _first_days(persons, day)
    attended = {row.desk_id for row in deputed if back[row.delegate_id] == day}
    first = {desk: min(back[person] for person in held) for desk, held in holders.items() if desk not in attended}
    return {desk: returns for desk, returns in first.items() if returns > day}


def _attends(row: Delegation) -> bool:
    """Some steps lent to a deputy for good do not mean that somebody looks after the desk."""
    return row.capacity == Delegation.Capacity.STAND_IN or not row.scope


def _first_days(persons: Collection[int], day: date) -> dict[int, date]:
    """The first day from `day` on when each is there."""
    found = dict.fromkeys(persons, day)
    rows = _known().filter(person__in=persons).exclude(valid_to__lt=day).order_by("valid_from")
    for person, start, last in rows.values_list("person_id", "valid_from", "valid_to"):
        if start <= found[person]:
            after = date.max if last in (None, date.max) else last + timedelta(days=1)
            found[person] = max(found[person], after)
    return found


def _known() -> QuerySet[Absence]:
    return Absence.objects.filter(cancelled_at__isnull=True)
