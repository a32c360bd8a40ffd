"""What comes when on the way to the end of a task's time and beyond: reminders, the last day, its end, the ladder.

Pure: a rule, two moments and a calendar in, moments in order out. deadlines.py does and tells what they say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .calendar import ZONE, WorkingDays, local_day
from .deadline_rules import DeadlineRule

TOLD_FROM = time(7, 30)  # before offices open: what is told then is read when the day begins
NEXT = timedelta.resolution  # what is done in the last moment is in time


class Sort(StrEnum):
    REMINDER = "remind"
    LAST_DAY = "due"
    OVERDUE = "overdue"
    RUNG = "late"


@dataclass(frozen=True)
class Mark:
    """`days`: of a reminder those that are left, of a rung those that it is late."""

    sort: Sort
    at: datetime
    days: int = 0

    @property
    def kind(self) -> str:
        """As DeadlineEvent has it: remind_7, due, overdue, late_3."""
        return f"{self.sort}_{self.days}" if self.days else str(self.sort)

    @property
    def reminds(self) -> bool:
        """Is it overtaken by the next one, so that only the newest is told?"""
        return self.sort in (Sort.REMINDER, Sort.LAST_DAY)


def marks(
    rule: DeadlineRule, opened_at: datetime, due_at: datetime, days: WorkingDays, *, at_desk: bool = True
) -> list[Mark]:
    """In order. Nobody is reminded on the day on which the work came; where no desk has it, only the end counts."""
    over = Mark(Sort.OVERDUE, due_at + NEXT)
    if not at_desk:
        return [over]
    opened, due = local_day(opened_at), local_day(due_at)
    before = [Mark(Sort.REMINDER, told_on(days.shift(rule.unit, due, -left)), left) for left in rule.reminds]
    before.append(Mark(Sort.LAST_DAY, told_on(due)))
    late = sorted({rung.days_late for rung in rule.escalates_to} - {0})
    after = [Mark(Sort.RUNG, told_on(days.shift(rule.unit, due, count)), count) for count in late]
    return [*(mark for mark in before if local_day(mark.at) > opened), over, *after]


def told_on(day: date) -> datetime:
    return datetime.combine(day, TOLD_FROM, tzinfo=ZONE)


def next_at(coming: Iterable[Mark], at: datetime, done: Collection[str] = ()) -> datetime | None:
    """When to look at the task next: what has not been done yet, but for reminders that are past at `at`."""
    left = (mark.at for mark in coming if mark.kind not in done and not (mark.reminds and mark.at <= at))
    return min(left, default=None)
