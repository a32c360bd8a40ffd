"""Working days and the ends of days. A stated day is never shifted; a stage's own time is counted in working days.

National holidays, substitute days and swapped Saturdays are known as far as the library knows what was announced
(`ANNOUNCED_UNTIL`); for later years it computes the holidays, and a CalendarDay says what the Government decides since.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from django.db import transaction
from django.utils.translation import gettext as _
from holidays.countries.vietnam import VietnamStaticHolidays

from . import acts
from .context import Actor
from .deadline_rules import DeadlineRule, Unit
from .models import CalendarDay, ProcessInstance

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NATIONAL = holidays.country_holidays("VN", language="vi")  # grows by the years asked for; knows swapped Saturdays too
FRIDAY = 4
ANNOUNCED_UNTIL = max(VietnamStaticHolidays.special_public_holidays)  # the last year with swaps that were announced

Urgency = ProcessInstance.Urgency
PARTS = {Urgency.URGENT: 2, Urgency.VERY_URGENT: 4}  # of how many parts of its time one is left


def local_day(at: datetime) -> date:
    """The day in Vietnam at this moment, whatever zone a page shows."""
    return at.astimezone(ZONE).date()


def end_of_day(day: date) -> datetime:
    """The last moment of the day in Vietnam: what is done then is in time."""
    return datetime.combine(day, time.max, tzinfo=ZONE)


class WorkingDays:
    """The calendar as it is now: read when first asked (one query), then asked as often as one likes."""

    def __init__(self) -> None:
        self.works = functools.cache(self._works)

    @functools.cached_property
    def _overrides(self) -> Mapping[date, bool]:
        return dict(CalendarDay.objects.values_list("day", "working"))

    def _works(self, day: date) -> bool:
        """Saturdays, Sundays and public holidays are off unless a CalendarDay says otherwise."""
        return self._overrides.get(day, NATIONAL.is_working_day(day))

    def shift(self, unit: Unit, start: date, days: int) -> date:
        """The `days`-th day after `start` (before it: negative), which itself does not count; 0: `start`.

        Working days where the unit says so, else days of the calendar.
        """
        if unit is not Unit.WORKING_DAYS:
            return start + timedelta(days=days)
        day, step = start, timedelta(days=1 if days > 0 else -1)
        while days:
            day += step
            if self.works(day):
                days -= step.days
        return day

    def count(self, unit: Unit, start: date, end: date) -> int:
        """How many such days lie after `start`, up to `end`."""
        if unit is not Unit.WORKING_DAYS:
            return max((end - start).days, 0)
        return sum(self.works(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def is_working_day(day: date) -> bool:
    """One query."""
    return WorkingDays().works(day)


def due_at(
    rule: DeadlineRule,
    at: datetime,
    given: date | None,
    urgency: str = Urgency.NORMAL,
    days: WorkingDays | None = None,
) -> datetime | None:
    """When a stage that is entered at `at` has to be done; None where the day was to be given and was not.

    Urgency leaves a stated day as it is. Khẩn leaves half of the days, thượng khẩn a quarter (rounded up); hỏa tốc is
    done on the day it comes, also where that is a day off: such a paper waits for no Monday.
    """
    if rule.unit is Unit.GIVEN:
        return end_of_day(given) if given else None
    if urgency == Urgency.EXPRESS:
        return end_of_day(local_day(at))
    parts = PARTS.get(Urgency(urgency), 1)
    allowed = -(-rule.days // parts)
    return end_of_day((days or WorkingDays()).shift(rule.unit, local_day(at), allowed))


# --- days that are not as their weekday would have them


@dataclass(frozen=True)
class SpecialDay:
    """`is_own`: by the province's word. Else a public holiday, or a Saturday that is worked for one."""

    day: date
    works: bool
    note: str
    is_own: bool


def special_days(first: date, last: date) -> list[SpecialDay]:
    """All of them between two days, both included; one query."""
    own = {row.day: row for row in CalendarDay.objects.filter(day__range=(first, last))}
    found = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        if row := own.get(day):
            found.append(SpecialDay(day, row.working, row.note, is_own=True))
        elif day in NATIONAL:
            found.append(SpecialDay(day, False, str(NATIONAL[day]), is_own=False))
        elif day.weekday() > FRIDAY and NATIONAL.is_working_day(day):
            found.append(SpecialDay(day, True, _("Làm bù"), is_own=False))
    return found


@transaction.atomic
def set_day(day: date, working: bool, note: str, *, actor: Actor, at: datetime, request: str = "") -> CalendarDay:
    """Work on a day off, or have a working day off. Deadlines that have been given stay as they are."""
    row, _new = CalendarDay.objects.update_or_create(day=day, defaults={"working": working, "note": note})
    facts = {"day": day.isoformat(), "working": working, "note": note}
    acts.record("set_calendar_day", actor=actor, at=at, facts=facts, request=request)
    return row


@transaction.atomic
def clear_day(day: date, *, actor: Actor, at: datetime, request: str = "") -> None:
    """Let the national calendar hold again. Raises CalendarDay.DoesNotExist."""
    row = CalendarDay.objects.select_for_update().get(day=day)
    facts = {"day": day.isoformat(), "working": row.working, "note": row.note}
    row.delete()
    acts.record("clear_calendar_day", actor=actor, at=at, facts=facts, request=request)
