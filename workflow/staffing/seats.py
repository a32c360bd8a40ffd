"""Which posts are held on a day, so that somebody can sign in and act: by appointment, or lent by a delegation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from .. import lent
from ..models import Account, Appointment, Desk
from ..models.base import valid_on

Post = tuple[int, str]  # agency id, position code


class Why(StrEnum):
    """Why nobody takes a step."""

    NO_DESK = "no_desk"  # the agency has no such post
    EMPTY = "empty"  # nobody is appointed
    INACTIVE = "inactive"  # who is appointed cannot sign in
    NO_MANDATE = "no_mandate"  # no agency takes the part
    MANDATES = "mandates"  # several do
    ALONE = "alone"  # the one person there has to take an earlier step, and may not take both


@dataclass
class Seats:
    """The desks of some agencies on `day`, with who can act there."""

    day: date
    desks: dict[Post, int] = field(default_factory=dict)
    holders: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # desk → persons who can sign in
    barred: set[int] = field(default_factory=set)  # desks of which a holder cannot
    lent: dict[int, list[list[str]]] = field(default_factory=lambda: defaultdict(list))  # desk → scopes
    ended: set[int] = field(default_factory=set)  # agencies that are no more, or not yet

    def can_act(self, post: Post, topic: str) -> bool:
        """Can anybody act at this post so that `topic` ("approval.sign") is done?"""
        desk = self.desks.get(post)
        if desk is None:
            return False
        return bool(self.holders.get(desk)) or any(not scope or topic in scope for scope in self.lent.get(desk, ()))

    def only(self, post: Post) -> int | None:
        """The one person who can act at this post; None where it is nobody, several, or lent to others besides."""
        desk = self.desks.get(post)
        persons = self.holders.get(desk, set()) if desk is not None else set()
        return next(iter(persons)) if len(persons) == 1 and not self.lent.get(desk or 0) else None

    def why(self, post: Post) -> Why:
        desk = self.desks.get(post)
        if desk is None:
            return Why.NO_DESK
        return Why.INACTIVE if desk in self.barred else Why.EMPTY

    def working(self, position: str) -> set[int]:
        """The agencies of the day with such a post, at which somebody sits, be it elsewhere. An agency where nobody
        does is not connected: it opens nothing, and is served on the clerk's record."""
        connected = {agency for (agency, _position), desk in self.desks.items() if self.holders.get(desk)}
        having = {agency for agency, code in self.desks if code == position}
        return (connected & having) - self.ended


def seats_at(at: datetime, agency_ids: Collection[int] | None = None) -> Seats:
    """The seats of these agencies, or of all; three statements."""
    day = timezone.localdate(at)
    seats = Seats(day)
    within = {} if agency_ids is None else {"agency__in": agency_ids}
    rows = Desk.objects.filter(**within).values_list(
        "pk", "agency_id", "position__code", "agency__valid_from", "agency__valid_to"
    )
    for pk, agency, code, first, last in rows:
        seats.desks[agency, code] = pk
        if first > day or (last is not None and last < day):
            seats.ended.add(agency)
    at_these = {f"desk__{key}": value for key, value in within.items()}
    appointed = Appointment.objects.filter(valid_on(day), **at_these).annotate(can_sign_in=_active("person"))
    for desk, person, can_sign_in in appointed.values_list("desk_id", "person_id", "can_sign_in"):
        if can_sign_in:
            seats.holders[desk].add(person)
        else:
            seats.barred.add(desk)
    for desk, scope in lent.in_force(at).filter(_active("delegate"), **at_these).values_list("desk_id", "scope"):
        seats.lent[desk].append(scope)
    return seats


def _active(person: str) -> Exists:
    """Has the person of the row an account with which to sign in?"""
    return Exists(Account.objects.filter(person=OuterRef(person), is_active=True))


def empty_since(posts: Iterable[Post], seats: Seats) -> dict[Post, date]:
    """From which day on nobody is appointed there; without those where nobody ever was; one statement."""
    desks = {seats.desks[post]: post for post in posts if post in seats.desks}
    rows = Appointment.objects.filter(desk__in=list(desks), valid_to__lt=seats.day)
    last = rows.values("desk").annotate(last=Max("valid_to")).values_list("desk", "last")
    return {desks[desk]: day + timedelta(days=1) for desk, day in last}
