"""Who answers at a desk on a day: whoever sits there, and those to whom the desk is lent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from workflow import registry
from workflow.context import Announcement
from workflow.models import Absence, Appointment, Delegation

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
    """The seats at some desks during a span of days; three queries, however many they are."""

    def __init__(self, desk_ids: Iterable[int], days: Sequence[date]) -> None:
        self._at: dict[int, list[Seat]] = {}
        self._away: dict[int, list[tuple[date, date]]] = {}
        desks = set(desk_ids)
        if desks and days:
            span = (min(days), max(days))
            for seat in (*_held(desks, span), *_lent(desks, span)):
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


def _lent(desk_ids: Iterable[int], span: Span) -> Iterator[Seat]:
    """Delegations hold while they run, are not revoked, and their giver sits at the desk."""
    given_by = "desk__appointments__"
    rows = (
        Delegation.objects.filter(
            _touching(span), _touching(span, given_by), desk__in=desk_ids, revoked_at__isnull=True,
            passed_on_from__revoked_at__isnull=True, delegate__accounts__is_active=True,
            desk__appointments__person=F("delegator"),
        )
        .order_by("desk", "delegate__accounts")
        .values_list(
            "desk", "delegate__accounts", "delegate", "delegate__email", "delegator", "scope",
            "valid_from", "valid_to", f"{given_by}valid_from", f"{given_by}valid_to",
        )
    )  # fmt: skip
    for desk, account, person, email, lender, scope, first, last, since, until in rows:
        during = max(first, since), min(last or FOREVER, until or FOREVER)
        yield Seat(desk, account, person, bool(email), *during, lender=lender, scope=tuple(scope))


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
