"""A right to act, own or lent, and all of them that a person has at some agencies at one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils import timezone

from .definition import Role
from .models import Agency, Appointment, Delegation, Desk, Person, Responsibility
from .models.base import valid_on

Key = tuple[int, str]  # (agency id, guardian's codename)


@dataclass(frozen=True)
class Authority:
    """The right by which somebody acts: of their own desk, or of another person's, lent by a delegation."""

    desk: Desk
    delegation: Delegation | None = None

    @property
    def acting_for(self) -> Person | None:
        """Whose right it is: the desk's holder, or the acting head."""
        return self.delegation.first_hand.delegator if self.delegation else None

    @property
    def through(self) -> Person | None:
        """Who passed the right on, where it was passed on."""
        row = self.delegation
        return row.delegator if row and row.first_hand is not row else None

    @property
    def behalf(self) -> tuple[Person, ...]:
        """Everybody in whose place the person acts: none of them may be barred from the step."""
        return tuple(person for person in (self.acting_for, self.through) if person is not None)

    @property
    def capacity(self) -> str:
        """KT., TL., TUQ., Q. or "stand_in"; "" for who acts by the own post."""
        return self.delegation.capacity if self.delegation else ""

    @property
    def is_whole(self) -> bool:
        """Is it all that the desk does, not some steps of it?"""
        return self.delegation is None or not self.delegation.scope

    @property
    def scope(self) -> list[str]:
        """The topics that were lent, where it is not the whole desk."""
        return self.delegation.scope if self.delegation else []

    @property
    def processes(self) -> set[str]:
        return self.delegation.processes if self.delegation else set()

    def sees(self, definition_key: str) -> bool:
        return self.is_whole or definition_key in self.processes

    def covers(self, topic: str) -> bool:
        return self.delegation is None or self.delegation.covers(topic)

    def recorded(self) -> dict[str, str]:
        """As it stands in the trail for good: names as they are today."""
        said = {"agency": str(self.desk.agency), "position": self.desk.position.code}
        if self.delegation:
            said |= {"delegation": str(self.delegation.uuid), "paper": self.delegation.paper}
        if self.through:
            said["through"] = str(self.through.uuid)
        return said


class Held:
    """What a person may do at some agencies at one moment. Lent rights are looked up when own ones do not suffice."""

    def __init__(
        self,
        person: Person | None,
        at: datetime,
        own: Mapping[Key, Authority],
        lent: Callable[[], dict[Key, list[Authority]]],
    ) -> None:
        self.person, self.at, self.own, self._look_up = person, at, own, lent
        self._answering: dict[tuple[int, str, int], list[Person]] = {}

    @cached_property
    def lent(self) -> Mapping[Key, list[Authority]]:
        return self._look_up()

    def __bool__(self) -> bool:
        return bool(self.own or self.lent)

    def right(
        self, agency: Agency, role: Role, *, topic: str = "", signs: bool = False, field: int | None = None
    ) -> Authority | None:
        """By what the person may take the step `topic` in this role: an own right first, then a lent one.

        `signs`: a stand-in without the post does not. `field`: of the file; another's field only in their place.
        """
        key = (agency.pk, role.permission)
        answering = self.answering(agency, role, field)
        own = self.own.get(key)
        if own is not None and self.person is not None and (not answering or self.person in answering):
            return own
        for right in self.lent.get(key, ()):
            only_stands_in = right.capacity == Delegation.Capacity.STAND_IN and own is None
            is_own_field = not answering or right.acting_for in answering
            if right.covers(topic) and is_own_field and not (signs and only_stands_in):
                return right
        return None

    def answering(self, agency: Agency, role: Role, field: int | None) -> list[Person]:
        """Who of the desk's holders answers for the field that day; nobody: it makes no difference. Asked once."""
        if not role.by_field or field is None:
            return []
        key = (agency.pk, role.position, field)
        if key not in self._answering:
            self._answering[key] = _answering(*key, self.at)
        return self._answering[key]


def _answering(agency: int, position: str, field: int, at: datetime) -> list[Person]:
    """A person who has left the desk answers for nothing there any more."""
    day = timezone.localdate(at)
    sits = Appointment.objects.filter(valid_on(day), person=OuterRef("person"), desk=OuterRef("desk"))
    rows = Responsibility.objects.filter(
        valid_on(day), Exists(sits), desk__agency=agency, desk__position__code=position, field=field
    )
    return [row.person for row in rows.select_related("person").order_by("pk")]
