"""From a fact to the accounts that hear of it: whoever answers at its desks at that moment, except who caused it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from workflow import authorization
from workflow.context import Announcement
from workflow.models import AuditEntry, Task

from .message import Audience, Channel, Message, When
from .messages import TakenBack, messages_for
from .preferences import Wishes
from .seats import Seat, Seats

Left = Mapping[UUID, tuple[int, ...]]  # entry → the desks that had the work until then
Sight = tuple[date, int, UUID]  # on that day this person may see this file


@dataclass(frozen=True)
class Letter:
    """One message of one fact for one account. `by_mail`: one account of a person carries the mail, if any."""

    message: type[Message]
    announcement: Announcement
    account_id: int
    in_bell: bool = True
    by_mail: When = When.NEVER


def letters(facts: Sequence[Announcement]) -> list[Letter]:
    """Who is told what; an account hears of one fact once. As many queries for many facts as for one."""
    left = _left(facts)
    desks = {desk for fact in facts for message in messages_for(fact) for desk in _desks(message, fact, left)}
    seats = Seats(desks, [fact.at for fact in facts])
    persons = seats.persons()
    found = _Finder(seats, left, _causers(facts), Wishes.of(persons), _visible(persons, facts))
    return [letter for fact in facts for letter in found.letters_of(fact)]


@dataclass(frozen=True)
class _Finder:
    """What was looked up for all facts together."""

    seats: Seats
    left: Left
    causers: Mapping[UUID, int]
    wishes: Wishes
    visible: set[Sight]

    def letters_of(self, fact: Announcement) -> Iterator[Letter]:
        told: set[int] = set()
        mailed: set[int] = set()
        for message, seat in self._hearing(fact):
            if seat.account_id in told:
                continue
            told.add(seat.account_id)
            in_bell = self.wishes.when(seat.person_id, message, Channel.BELL) is When.NOW
            by_mail = When.NEVER if seat.person_id in mailed else self._by_mail(message, seat, fact)
            if by_mail is not When.NEVER:
                mailed.add(seat.person_id)
            if in_bell or by_mail is not When.NEVER:
                yield Letter(message, fact, seat.account_id, in_bell, by_mail)

    def _hearing(self, fact: Announcement) -> Iterator[tuple[type[Message], Seat]]:
        day, causer = timezone.localdate(fact.at), self.causers.get(fact.entry)
        for message in messages_for(fact):
            for seat in self.seats.answering(_desks(message, fact, self.left), fact, day):
                if seat.person_id != causer and (day, seat.person_id, fact.root) in self.visible:
                    yield message, seat

    def _by_mail(self, message: type[Message], seat: Seat, fact: Announcement) -> When:
        if not seat.has_address or self.seats.is_relieved(seat, fact, timezone.localdate(fact.at)):
            return When.NEVER
        return self.wishes.when(seat.person_id, message, Channel.MAIL)


def _desks(message: type[Message], fact: Announcement, left: Left) -> tuple[int, ...]:
    if message.audience is Audience.LEFT:
        return left.get(fact.entry, ())
    return fact.task_desks if message.audience is Audience.WORKERS else fact.told_desks


def _left(facts: Sequence[Announcement]) -> Left:
    """The desks whose work ended by being taken back; one query, none where nothing was taken back."""
    taken = {(fact.instance, fact.at): fact.entry for fact in facts if TakenBack.tells(fact)}
    if not taken:
        return {}
    instances, times = {instance for instance, _at in taken}, {at for _instance, at in taken}
    rows = Task.objects.filter(instance__uuid__in=instances, closed_at__in=times, desk__isnull=False)
    found: dict[UUID, tuple[int, ...]] = {}
    for instance, at, desk in rows.values_list("instance__uuid", "closed_at", "desk"):
        if entry := taken.get((instance, at)):
            found[entry] = (*found.get(entry, ()), desk)
    return found


def _causers(facts: Sequence[Announcement]) -> dict[UUID, int]:
    """Entry → the person who took that step; steps of the system and passed deadlines have none; one query."""
    rows = AuditEntry.objects.filter(uuid__in=[fact.entry for fact in facts], person__isnull=False)
    return dict(rows.values_list("uuid", "person"))


def _visible(persons: set[int], facts: Sequence[Announcement]) -> set[Sight]:
    """Who may see which file on the day of the fact: also somebody at the right desk may not. Two queries a day."""
    roots: dict[date, set[UUID]] = {}
    for fact in facts:
        roots.setdefault(timezone.localdate(fact.at), set()).add(fact.root)
    moments = {timezone.localdate(fact.at): fact.at for fact in facts}
    return {
        (day, *pair) for day, below in roots.items() for pair in authorization.visible_to(persons, below, moments[day])
    }
