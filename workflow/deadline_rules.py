"""How long a stage may take, as definitions say it. calendar.py does the arithmetic, deadlines.py the firing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .definition import Role


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    GIVEN = "given"  # the day given when the process was started (`ProcessInstance.due_on`)


@dataclass(frozen=True)
class DeadlineRule:
    """`then`: the system transition that fires when the time is over; `escalates_to`: who hears of it besides."""

    unit: Unit
    days: int = 0
    escalates_to: Role | None = None
    then: str = ""


def working_days(days: int, *, escalates_to: Role | None = None, then: str = "") -> DeadlineRule:
    return DeadlineRule(Unit.WORKING_DAYS, days, escalates_to, then)


def calendar_days(days: int, *, escalates_to: Role | None = None, then: str = "") -> DeadlineRule:
    return DeadlineRule(Unit.CALENDAR_DAYS, days, escalates_to, then)


def given_day(*, escalates_to: Role | None = None, then: str = "") -> DeadlineRule:
    """By the end of the day that was given with the request ("trước ngày 15" is given as the 14th)."""
    return DeadlineRule(Unit.GIVEN, 0, escalates_to, then)
