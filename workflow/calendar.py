"""Working days and the ends of days. A stated day is never shifted; a stage's own time is counted in working days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from django.db import transaction
from django.db.models import QuerySet

from . import acts
from .context import Actor
from .deadline_rules import DeadlineRule, Unit
from .models import CalendarDay

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NATIONAL = holidays.country_holidays("VN")  # grows by the years that are asked for; knows swapped Saturdays too


def local_day(at: datetime) -> date:
    """The day in Vietnam at this moment, whatever zone a page shows."""
    return at.astimezone(ZONE).date()


def end_of_day(day: date) -> datetime:
    """The last moment of the day in Vietnam: what is done then is in time."""
    return datetime.combine(day, time.max, tzinfo=ZONE)


def is_working_day(day: date) -> bool:
    """Saturdays, Sundays and public holidays are off unless a CalendarDay says otherwise; one query."""
    return _works(day, _overrides(CalendarDay.objects.filter(day=day)))


def add_working_days(start: date, days: int) -> date:
    """The `days`-th working day after `start`, which itself does not count (0: `start`); one query or none."""
    if days < 0:
        raise ValueError(f"deadlines look ahead: {days}")
    if days == 0:
        return start
    overrides = _overrides(CalendarDay.objects.filter(day__gt=start))
    day = start
    while days:
        day += timedelta(days=1)
        days -= _works(day, overrides)
    return day


def due_at(rule: DeadlineRule, at: datetime, given: date | None) -> datetime | None:
    """When a stage that is entered at `at` has to be done; None where the day was to be given and was not."""
    if rule.unit is Unit.GIVEN:
        return end_of_day(given) if given else None
    if rule.unit is Unit.CALENDAR_DAYS:
        return end_of_day(local_day(at) + timedelta(days=rule.days))
    return end_of_day(add_working_days(local_day(at), rule.days))


@transaction.atomic
def declare(*, day: date, working: bool, note: str, actor: Actor, at: datetime) -> CalendarDay:
    """The province works on `day`, or does not, whatever the national calendar says; a later word replaces this one."""
    declared, _created = CalendarDay.objects.update_or_create(day=day, defaults={"working": working, "note": note})
    said = {"day": day.isoformat(), "working": working, "note": note}
    acts.record("declare_day", actor=actor, at=at, facts=said)
    return declared


def _overrides(days: QuerySet[CalendarDay]) -> Mapping[date, bool]:
    return dict(days.values_list("day", "working"))


def _works(day: date, overrides: Mapping[date, bool]) -> bool:
    return overrides.get(day, NATIONAL.is_working_day(day))
