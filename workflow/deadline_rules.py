"""How long a stage may take, as definitions say it. calendar.py does the arithmetic, marks.py says what comes when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .definition import Role

REMINDS = (7, 3, 1)


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    GIVEN = "given"  # the day given when the process was started (`ProcessInstance.due_on`)


@dataclass(frozen=True)
class Rung:
    """Who hears of work that is that many days late. 0: as soon as its time is over."""

    days_late: int
    role: Role


Ladder = Sequence[Rung]


def after(days_late: int, role: Role) -> Rung:
    """A rung of the ladder: `escalates_to=[after(0, HEAD), after(3, VICE_CHAIRMAN)]`."""
    return Rung(days_late, role)


@dataclass(frozen=True)
class DeadlineRule:
    """`then`: the system transition that fires when the time is over; `escalates_to`: who hears of it besides.

    `reminds`: how many days before the end the holder is reminded. Those days, and the days of the ladder, are counted
    like the rule's own: working days where it has working days, else days of the calendar.
    """

    unit: Unit
    days: int = 0
    escalates_to: tuple[Rung, ...] = ()
    then: str = ""
    reminds: tuple[int, ...] = REMINDS

    def told_at(self, days_late: int) -> tuple[Role, ...]:
        """Who hears of it that many days after the end of the time."""
        return tuple(rung.role for rung in self.escalates_to if rung.days_late == days_late)


def working_days(
    days: int, *, escalates_to: Role | Ladder | None = None, then: str = "", reminds: Sequence[int] = REMINDS
) -> DeadlineRule:
    return DeadlineRule(Unit.WORKING_DAYS, days, _rungs(escalates_to), then, tuple(reminds))


def calendar_days(
    days: int, *, escalates_to: Role | Ladder | None = None, then: str = "", reminds: Sequence[int] = REMINDS
) -> DeadlineRule:
    return DeadlineRule(Unit.CALENDAR_DAYS, days, _rungs(escalates_to), then, tuple(reminds))


def given_day(
    *, escalates_to: Role | Ladder | None = None, then: str = "", reminds: Sequence[int] = REMINDS
) -> DeadlineRule:
    """By the end of the day that was given with the request ("trước ngày 15" is given as the 14th)."""
    return DeadlineRule(Unit.GIVEN, 0, _rungs(escalates_to), then, tuple(reminds))


def _rungs(escalates_to: Role | Ladder | None) -> tuple[Rung, ...]:
    """One role alone hears when the time is over."""
    if escalates_to is None:
        return ()
    return tuple(escalates_to) if isinstance(escalates_to, Sequence) else (after(0, escalates_to),)
