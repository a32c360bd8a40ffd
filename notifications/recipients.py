"""From a fact to the accounts that hear of it: whoever works at its desks at that moment, except who caused it.

Those who sit there, and those to whom the desk is lent: whoever sees the work in a list hears of it, and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from workflow import lent, registry
from workflow.context import Announcement
from workflow.models import Appointment, AuditEntry, Delegation

from .messages import Message, messages_for


@dataclass(frozen=True)
class Seat:
    """An account that may sign in, of a person who sits at a desk from when to when. `lent`: by what right, if not."""

    desk_id: int
    account_id: int
    person_id: int
    has_address: bool
    first: date
    last: date | None
    lent: Delegation | None = None

    def is_held_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def hears_of(self, fact: Announcement) -> bool:
        """A desk lent in part hears of what can then be done by a step that was lent."""
        whole = self.lent is None or not self.lent.scope
        return whole or (fact.definition, fact.state) in registry.leaving(self.lent.scope)


@dataclass(frozen=True)
class Letter:
    """One message of one fact for one account. `by_mail`: also to the person's address (one account of a person)."""

    message: type[Message]
    announcement: Announcement
    account_id: int
    by_mail: bool


def letters(announcements: Sequence[Announcement]) -> list[Letter]:
    """Who is told what; an account hears of one fact once. Three queries, however many facts and desks of a day."""
    desk_ids = {desk for fact in announcements for message in messages_for(fact) for desk in message.desks(fact)}
    seats = _seats(desk_ids, [timezone.localdate(fact.at) for fact in announcements])
    for at in {timezone.localdate(fact.at): fact.at for fact in announcements}.values():
        _add_lent(seats, desk_ids, at)
    causers = _causers(announcements)
    return [letter for fact in announcements for letter in _letters_of(fact, seats, causers.get(fact.entry))]


def _letters_of(fact: Announcement, seats: dict[int, list[Seat]], causer: int | None) -> Iterator[Letter]:
    told: set[int] = set()
    mailed: set[int] = set()
    for message in messages_for(fact):
        for seat in _held(seats, message.desks(fact), timezone.localdate(fact.at)):
            if seat.person_id == causer or seat.account_id in told or not seat.hears_of(fact):
                continue
            told.add(seat.account_id)
            by_mail = message.mailed and seat.has_address and seat.person_id not in mailed
            if by_mail:
                mailed.add(seat.person_id)
            yield Letter(message, fact, seat.account_id, by_mail)


def _held(seats: dict[int, list[Seat]], desk_ids: Iterable[int], day: date) -> Iterator[Seat]:
    return (seat for desk in desk_ids for seat in seats.get(desk, ()) if seat.is_held_on(day))


def _seats(desk_ids: Iterable[int], days: Sequence[date]) -> dict[int, list[Seat]]:
    """Seats by desk, of the active accounts whose appointment touches the span of these days; one query."""
    if not days:
        return {}
    touches = Q(valid_from__lte=max(days)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=min(days)))
    rows = (
        Appointment.objects.filter(touches, desk__in=list(desk_ids), person__accounts__is_active=True)
        .order_by("desk", "person__accounts")
        .values_list("desk", "person__accounts", "person", "person__email", "valid_from", "valid_to")
    )
    found: dict[int, list[Seat]] = {}
    for desk, account, person, email, first, last in rows:
        found.setdefault(desk, []).append(Seat(desk, account, person, bool(email), first, last))
    return found


def _add_lent(seats: dict[int, list[Seat]], desk_ids: Iterable[int], at: datetime) -> None:
    """Those who work there that day by a right that was lent; one query."""
    day = timezone.localdate(at)
    rows = lent.in_force(at).filter(desk__in=list(desk_ids), delegate__accounts__is_active=True)
    for row in rows.annotate(account=F("delegate__accounts"), address=F("delegate__email")):
        seat = Seat(row.desk_id, row.account, row.delegate_id, bool(row.address), day, day, row)
        seats.setdefault(row.desk_id, []).append(seat)


def _causers(announcements: Sequence[Announcement]) -> dict[UUID, int]:
    """Entry → the person who took that step; steps of the system and passed deadlines have none; one query."""
    rows = AuditEntry.objects.filter(uuid__in=[fact.entry for fact in announcements], person__isnull=False)
    return dict(rows.values_list("uuid", "person"))
