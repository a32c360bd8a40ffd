"""Lending a right, and taking it back. After Decree 30/2020/NĐ-CP, article 13, and the practice of offices:

- Only who has a right lends it: the holder of the desk, or an acting head. They themselves do, or an administrator who
  writes down what a paper says, never in favor of their own person. Both are judged again whenever the right is used
  (`lent.in_force`).
- KT. (for the head): to a deputy of that post. Never passed on.
- TL. (by order): a head's, to somebody of the same agency or to the head of one below it. Passed on once, to a deputy
  of the post that got the order, who signs KT.
- TUQ. (by authorization): a head's, to the head or a deputy of the same agency or one below it; on a paper, until a
  day, for named steps. Never passed on.
- Q. (acting head): decided above, so that an administrator writes it down on that decision. The acting head does all
  that the head does, lending included, and stays while the post is vacant.
- Standing in: for the days of a recorded absence; somebody of the same agency or the same position, who is not away
  then. Sees and handles the work but signs nothing, unless by the same post of their own. Never passed on.
- Never to oneself, in a circle, twice, backwards in time, wider or longer than one's own.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from . import acts, authorization, lent, staffing
from .context import Actor
from .delegation_rules import Capacity, Grant, judge, post_for
from .lending_refusals import (
    AlreadyEnded,
    AlreadyLent,
    DoesNotHoldDesk,
    LentToOneself,
    NeedsDecision,
    NeedsPaper,
    NeedsReason,
    NoAccount,
    NoPost,
    NotYoursToEnd,
    NotYoursToLend,
    StandInAway,
    ToOneself,
    WrongPeriod,
    days,
)
from .models import Absence, Account, Appointment, Delegation, Desk, Person
from .models.base import valid_on
from .refusals import AccountClosed

ADMINISTRATOR = "administrator"


@transaction.atomic
def delegate(
    *,
    delegator: Person,
    desk: Desk,
    delegate: Person,
    capacity: str,
    scope: Collection[str] = (),
    valid_from: date,
    valid_to: date | None,
    paper: str = "",
    absence: Absence | None = None,
    actor: Actor,
    at: datetime,
) -> Delegation:
    """Lend what `delegator` may do at `desk`: all of it, or the steps in `scope` ("approval.sign").

    Raises a `lending_refusals.LendingRefused`, and ValueError for an unknown capacity. The desk is locked, so that
    nobody lends the same twice at once.
    """
    topics = tuple(sorted(set(scope)))
    grant = Grant(delegator, desk, delegate, Capacity(capacity), topics, valid_from, valid_to, paper.strip(), absence)
    row = lend(grant, actor, at)
    written_down([row], actor, at)
    return row


def lend(grant: Grant, actor: Actor, at: datetime) -> Delegation:
    """The row alone, in its caller's transaction, who has `written_down` when everything is lent and locked."""
    desks = Desk.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "position")
    grant.desk = desks.get(pk=grant.desk.pk)
    _by_whom(grant, actor, at)
    _to_whom(grant)
    _when(grant, at)
    grant.source = _source(grant, at)
    judge(grant)
    post = post_for(grant, _posts(grant))
    _not_away(grant)
    _not_twice(grant)
    return _saved(grant, post, actor, at)


def written_down(rows: Collection[Delegation], actor: Actor, at: datetime) -> None:
    """The organization's chain is locked from here to the commit: nothing may wait for another lock after it."""
    acts.record_many("delegate", actor=actor, at=at, facts=[facts_of(row) for row in rows])
    staffing.recheck(at, list({row.desk.agency_id: row.desk.agency for row in rows}.values()))


@transaction.atomic
def revoke(delegation: Delegation, *, actor: Actor, reason: str, at: datetime) -> None:
    """End it at once, with all that was passed on from it. From the commit on no step is taken by it.

    Raises NotYoursToEnd, NeedsReason, AlreadyEnded. The row is locked: a step that is being taken by it comes first.
    """
    row = Delegation.objects.select_for_update(of=("self",)).select_related("delegator").get(pk=delegation.pk)
    if not reason.strip():
        raise NeedsReason()
    owners = {row.delegator_id, row.first_hand.delegator_id}
    if (actor.person is None or actor.person.pk not in owners) and not is_administrator(actor, at):
        raise NotYoursToEnd(person=row.delegator)
    refuse_closed(actor)
    if row.revoked_at is not None:
        raise AlreadyEnded()
    end([row], reason=reason.strip(), actor=actor, at=at)
    delegation.refresh_from_db()


def end(rows: Collection[Delegation], *, reason: str, actor: Actor, at: datetime) -> None:
    """Revoke these rows, locked by the caller, and what was passed on from them; each is written down."""
    level, ended = list(rows), list[Delegation]()
    while level:
        Delegation.objects.filter(pk__in=[row.pk for row in level]).update(revoked_at=at, revoke_reason=reason)
        ended += level
        below = Delegation.objects.filter(passed_on_from__in=level, revoked_at__isnull=True).order_by("pk")
        level = list(below.select_for_update(of=("self",)))
    facts = [{"delegation": str(row.uuid), "reason": reason} for row in ended]
    acts.record_many("revoke", actor=actor, at=at, facts=facts)
    staffing.recheck(at, list({row.desk.agency_id: row.desk.agency for row in rows}.values()))


# --- who acts


def is_administrator(actor: Actor, at: datetime) -> bool:
    return any(desk.position.code == ADMINISTRATOR for desk in authorization.desks(actor.person, at))


def refuse_closed(actor: Actor) -> None:
    if actor.account is not None and not Account.objects.filter(pk=actor.account.pk, is_active=True).exists():
        raise AccountClosed()


def _by_whom(grant: Grant, actor: Actor, at: datetime) -> None:
    refuse_closed(actor)
    is_own = actor.person == grant.delegator
    if not is_own and not is_administrator(actor, at):
        raise NotYoursToLend(person=grant.delegator)
    if not is_own and actor.person == grant.delegate:  # whichever account they use, as with appointments
        raise ToOneself()
    if grant.capacity == Capacity.ACTING and is_own:
        raise NeedsDecision()
    if not is_own and not grant.paper and grant.absence is None:  # an absence has its reason
        raise NeedsPaper()


def _to_whom(grant: Grant) -> None:
    if grant.delegate == grant.delegator:
        raise LentToOneself()
    if not Account.objects.filter(person=grant.delegate, is_active=True).exists():
        raise NoAccount(person=grant.delegate)


def _when(grant: Grant, at: datetime) -> None:
    is_backwards = grant.valid_to is not None and grant.valid_to < grant.valid_from
    if is_backwards or grant.valid_from < timezone.localdate(at):
        raise WrongPeriod()


# --- what they have


def _source(grant: Grant, at: datetime) -> Delegation | None:
    """None where the desk is the delegator's own on the first day; else the right by which they have it, locked."""
    mine = Appointment.objects.filter(valid_on(grant.valid_from), desk=grant.desk)
    if mine.filter(person=grant.delegator).exists():
        return None
    if grant.capacity == Capacity.ACTING and not mine.exists() and _held_before(grant):
        return None
    rows = lent.in_force(at, is_command=True).filter(delegate=grant.delegator, desk=grant.desk)
    found = list(
        rows.select_for_update(of=("self",)).select_related("delegate_desk__position", "delegate_desk__agency")
    )
    if not found:
        raise DoesNotHoldDesk(person=grant.delegator, desk=grant.desk, day=days(grant.valid_from))
    return min(found, key=_passes_on)


def _held_before(grant: Grant) -> bool:
    """The post is vacant, and this was its last holder."""
    before = Appointment.objects.filter(desk=grant.desk, valid_to__lt=grant.valid_from).order_by("valid_to").last()
    return before is not None and before.person_id == grant.delegator.pk


def _passes_on(row: Delegation) -> int:
    """Of several rights that from which most can be lent: the acting head's, then an order."""
    order = [Capacity.ACTING, Capacity.BY_ORDER]
    return order.index(Capacity(row.capacity)) if row.capacity in order else len(order)


def _posts(grant: Grant) -> list[Desk]:
    """Where the delegate sits on the first day."""
    rows = Appointment.objects.filter(valid_on(grant.valid_from), person=grant.delegate)
    posts = [row.desk for row in rows.select_related("desk__agency__parent", "desk__position")]
    if not posts:
        raise NoPost(person=grant.delegate, day=days(grant.valid_from))
    return posts


def _not_away(grant: Grant) -> None:
    if grant.capacity != Capacity.STAND_IN:
        return
    away = Absence.objects.filter(overlapping(grant.valid_from, grant.valid_to), person=grant.delegate)
    found = away.filter(cancelled_at__isnull=True).order_by("valid_from").first()
    if found is not None:
        raise StandInAway(person=grant.delegate, start=days(found.valid_from), end=days(found.valid_to))


def _not_twice(grant: Grant) -> None:
    rows: QuerySet[Delegation] = Delegation.objects.filter(
        overlapping(grant.valid_from, grant.valid_to), delegator=grant.delegator, desk=grant.desk,
        delegate=grant.delegate, capacity=grant.capacity, revoked_at__isnull=True,
    )  # fmt: skip
    if any(not row.scope or not grant.scope or set(row.scope) & set(grant.scope) for row in rows):
        raise AlreadyLent(person=grant.delegate)


def overlapping(start: date, last: date | None) -> Q:
    """Dated rows that share a day with this period."""
    found = Q(valid_to__isnull=True) | Q(valid_to__gte=start)
    return found & Q(valid_from__lte=last) if last is not None else found


# --- written down


def _saved(grant: Grant, post: Desk, actor: Actor, at: datetime) -> Delegation:
    assert actor.account is not None  # the system lends nothing
    return Delegation.objects.create(
        delegator=grant.delegator, desk=grant.desk, delegate=grant.delegate, delegate_desk=post,
        capacity=grant.capacity, scope=list(grant.scope), paper=grant.paper, absence=grant.absence,
        passed_on_from=grant.source, valid_from=grant.valid_from, valid_to=grant.valid_to,
        granted_at=at, granted_by=actor.account,
    )  # fmt: skip


def facts_of(row: Delegation) -> dict[str, Any]:
    """A delegation in full, as it stands in the trail: public ids beside the names of the day."""
    return {
        "delegation": str(row.uuid),
        "delegator": {"person": str(row.delegator.uuid), "name": str(row.delegator)},
        "desk": {"desk": str(row.desk.uuid), "name": str(row.desk)},
        "delegate": {"person": str(row.delegate.uuid), "name": str(row.delegate)},
        "capacity": str(row.capacity),
        "scope": list(row.scope),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "paper": row.paper,
        "absence": str(row.absence.uuid) if row.absence else None,
        "passed_on_from": str(row.passed_on_from.uuid) if row.passed_on_from else None,
    }
