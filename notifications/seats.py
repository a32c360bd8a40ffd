"""Who answers at a desk on a day: whoever sits there, and those to whom the desk is lent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from workflow import lent, registry
from workflow.context import Announcement
from workflow.models import Absence, Appointment

FOREVER = date.max


@dataclass(frozen=True)
class Seat:
    """An account that may sign in, of a person who answers at a desk from when to when.

    `lender`: the person who sits there, where somebody else acts for them; `scope`: for which steps only.
    """

    desk_id: int
    account_id: int
    person_id: int
    has_address: bool
    first: date
    last: date
    lender: int | None = None
    scope: tuple[str, ...] = ()

    def answers(self, fact: Announcement, day: date) -> bool:
        return self.first <= day <= self.last and (not self.scope or bool(_steps(fact).intersection(self.scope)))


class Seats:
    """The seats at some desks at these moments; two queries and one for each day, however many desks there are."""

    def __init__(self, desk_ids: Iterable[int], moments: Sequence[datetime]) -> None:
        self._at: dict[int, list[Seat]] = {}
        self._away: dict[int, list[tuple[date, date]]] = {}
        desks = set(desk_ids)
        if desks and moments:
            days = {timezone.localdate(moment): moment for moment in moments}
            span = (min(days), max(days))
            lent_seats = (seat for day, moment in days.items() for seat in _lent(desks, day, moment))
            for seat in (*_held(desks, span), *lent_seats):
                self._at.setdefault(seat.desk_id, []).append(seat)
            for person, first, last in _absences(desks, span):
                self._away.setdefault(person, []).append((first, last or FOREVER))

    def answering(self, desk_ids: Iterable[int], fact: Announcement, day: date) -> Iterator[Seat]:
        """First who sits at these desks, then who stands in."""
        return (seat for desk in desk_ids for seat in self._at.get(desk, ()) if seat.answers(fact, day))

    def is_relieved(self, seat: Seat, fact: Announcement, day: date) -> bool:
        """Is the holder away, with somebody who can be written to standing in? Then the mail goes there."""
        if not any(a <= day <= b for a, b in self._away.get(seat.person_id, ())):
            return False
        others = self.answering([seat.desk_id], fact, day)
        return any(other.lender == seat.person_id and other.has_address for other in others)

    def persons(self) -> set[int]:
        return {seat.person_id for seats in self._at.values() for seat in seats}


Span = tuple[date, date]


def _held(desk_ids: Iterable[int], span: Span) -> Iterator[Seat]:
    """Of the active accounts whose appointment touches the span."""
    rows = (
        Appointment.objects.filter(_touching(span), desk__in=desk_ids, person__accounts__is_active=True)
        .order_by("desk", "person__accounts")
        .values_list("desk", "person__accounts", "person", "person__email", "valid_from", "valid_to")
    )
    for desk, account, person, email, first, last in rows:
        yield Seat(desk, account, person, bool(email), first, last or FOREVER)


def _lent(desk_ids: Iterable[int], day: date, moment: datetime) -> Iterator[Seat]:
    """Those who work there that day by a right that was lent."""
    rows = lent.in_force(moment).filter(desk__in=desk_ids, delegate__accounts__is_active=True)
    for row in rows.annotate(account=F("delegate__accounts"), address=F("delegate__email")):
        yield Seat(
            row.desk_id, row.account, row.delegate_id, bool(row.address), day, day,
            lender=row.delegator_id, scope=tuple(row.scope),
        )  # fmt: skip


def _absences(desk_ids: Iterable[int], span: Span) -> Iterator[tuple[int, date, date | None]]:
    rows = Absence.objects.filter(
        _touching(span), cancelled_at__isnull=True, person__appointments__desk__in=desk_ids
    ).distinct()
    yield from rows.values_list("person", "valid_from", "valid_to")


def _touching(span: Span, prefix: str = "") -> Q:
    """The rows of a dated table that hold on some day of the span."""
    first, last = span
    ends: Mapping[str, object] = {f"{prefix}valid_to__gte": first}
    return Q(**{f"{prefix}valid_from__lte": last}) & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**ends))


def _steps(fact: Announcement) -> set[str]:
    """Topics of the steps that leave the state in which the file is: what somebody could be asked to do."""
    definition = registry.nearest(fact.definition, fact.version)
    leaving = definition.transitions() if definition else ()
    return {f"{fact.definition}.{step.name}" for step in leaving if fact.state in step.sources}
