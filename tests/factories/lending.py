"""Rights lent and days away, with what the test does not care about filled in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils import timezone

from workflow import absence, delegation
from workflow.context import Actor
from workflow.models import Absence, Delegation, Desk, Person


def lend(
    delegator: Person,
    delegate: Person,
    capacity: str,
    *,
    at: datetime,
    desk: Desk | None = None,
    scope: Collection[str] = (),
    valid_from: date | None = None,
    valid_to: date | None = None,
    paper: str = "QĐ 12/QĐ-STN",
    actor: Person | None = None,
) -> Delegation:
    """Lend the delegator's desk (their only one, if none is given) from today on, for thirty days."""
    start = valid_from or timezone.localdate(at)
    return delegation.delegate(
        delegator=delegator,
        desk=desk or delegator.appointments.get().desk,
        delegate=delegate,
        capacity=capacity,
        scope=scope,
        valid_from=start,
        valid_to=valid_to or start + timedelta(days=30),
        paper=paper,
        actor=Actor.of((actor or delegator).accounts.order_by("pk")[0]),
        at=at,
    )


def go_away(
    person: Person,
    stand_in: Person | None = None,
    *,
    at: datetime,
    days: int = 5,
    first: date | None = None,
    scope: Collection[str] = (),
) -> Absence:
    """The person records an absence that begins today."""
    start = first or timezone.localdate(at)
    return absence.record_absence(
        person=person,
        valid_from=start,
        valid_to=start + timedelta(days=days - 1),
        reason="Nghỉ phép",
        stand_in=stand_in,
        scope=scope,
        actor=Actor.of(person.accounts.order_by("pk")[0]),
        at=at,
    )
