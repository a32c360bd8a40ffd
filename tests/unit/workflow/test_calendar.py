from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories import make_person
from workflow.calendar import (
    ANNOUNCED_UNTIL,
    WorkingDays,
    clear_day,
    due_at,
    end_of_day,
    is_working_day,
    local_day,
    set_day,
)
from workflow.context import Actor
from workflow.deadline_rules import Unit, calendar_days, given_day, working_days
from workflow.models import CalendarDay, OrganizationEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # an ordinary Monday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 9, 2), False),  # National Day
        (date(2019, 2, 5), False),  # Lunar New Year
        (date(2019, 4, 29), False),  # a Monday off in exchange …
        (date(2019, 5, 4), True),  # … for this Saturday
    ],
)
def test_national_calendar(day, works):
    assert is_working_day(day) is works


def test_province_overrides_the_national_calendar():
    CalendarDay.objects.create(day=date(2026, 11, 21), working=True, note="làm bù")
    CalendarDay.objects.create(day=date(2026, 11, 23), working=False, note="nghỉ bão")
    assert is_working_day(date(2026, 11, 21))
    assert not is_working_day(date(2026, 11, 23))
    assert WorkingDays().shift(Unit.WORKING_DAYS, date(2026, 11, 20), 2) == date(
        2026, 11, 25
    )  # 21 worked, 23 and 24 off


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 16), 0, date(2026, 11, 16)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # nothing to count: not shifted
        (date(2026, 11, 16), 1, date(2026, 11, 17)),  # the day itself does not count
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2019, 2, 1), 1, date(2019, 2, 11)),  # over the Lunar New Year
        (date(2018, 12, 31), 1, date(2019, 1, 2)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, days, end):
    assert WorkingDays().shift(Unit.WORKING_DAYS, start, days) == end


def test_day_ends_with_its_last_microsecond_in_vietnam():
    end = end_of_day(date(2026, 11, 22))
    assert end.astimezone(UTC) == datetime(2026, 11, 22, 16, 59, 59, 999999, tzinfo=UTC)


def test_local_day_turns_at_midnight_in_vietnam():
    assert local_day(datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert local_day(datetime(2026, 12, 31, 17, tzinfo=UTC)) == date(2027, 1, 1)


def test_due_at_counts_from_the_local_day():
    late_evening = datetime(2026, 11, 17, 17, 30, tzinfo=UTC)  # the 18th in Vietnam, a Wednesday
    assert due_at(working_days(3), late_evening, None) == end_of_day(date(2026, 11, 23))
    assert due_at(calendar_days(3), late_evening, None) == end_of_day(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("urgency", "days", "end"),
    [
        ("urgent", 5, date(2026, 11, 23)),  # three of five
        ("very_urgent", 5, date(2026, 11, 20)),  # two of five
        ("very_urgent", 1, date(2026, 11, 19)),  # never less than one
        ("express", 5, date(2026, 11, 18)),
    ],
)
def test_urgency_shortens_days(urgency, days, end):
    at = datetime(2026, 11, 18, 3, tzinfo=UTC)
    assert due_at(working_days(days), at, None, urgency) == end_of_day(end)
    assert due_at(given_day(), at, date(2026, 12, 1), urgency) == end_of_day(date(2026, 12, 1))


@pytest.mark.parametrize("unit", list(Unit))
def test_days_before_are_the_days_after_turned_round(unit):
    days = WorkingDays()
    for start in (date(2026, 2, 12), date(2026, 8, 21), date(2026, 12, 30)):
        for count in range(1, 15):
            end = days.shift(unit, start, count)
            assert days.count(unit, start, end) == count
            assert days.count(unit, days.shift(unit, end, -count), end) == count


def test_library_knows_the_swaps_that_were_announced():
    assert not is_working_day(date(2026, 8, 31)) and is_working_day(date(2026, 8, 22))
    assert ANNOUNCED_UNTIL >= 2026


def test_a_day_is_set_and_cleared_with_a_line_in_the_trail():
    person = make_person()
    actor, at = Actor.of(person.accounts.get()), datetime(2026, 11, 17, 3, tzinfo=UTC)
    day = date(2026, 11, 21)

    set_day(day, True, "làm bù", actor=actor, at=at)
    set_day(day, True, "Công văn 12/UBND", actor=actor, at=at, request="r1")
    assert is_working_day(day)
    clear_day(day, actor=actor, at=at)
    assert not is_working_day(day)

    facts = {"day": "2026-11-21", "working": True, "note": "Công văn 12/UBND"}
    acts = [(one.act, one.person, one.facts) for one in OrganizationEntry.objects.order_by("sequence")]
    assert acts[1:] == [("set_calendar_day", person, facts), ("clear_calendar_day", person, facts)]
    with pytest.raises(CalendarDay.DoesNotExist):
        clear_day(day, actor=actor, at=at)
    assert OrganizationEntry.objects.count() == 3


def test_given_day_is_never_shifted():
    at = datetime(2026, 11, 17, tzinfo=UTC)
    assert due_at(given_day(), at, date(2026, 9, 2)) == end_of_day(date(2026, 9, 2))
    assert due_at(given_day(), at, None) is None


def test_at_most_one_query(django_assert_num_queries):
    at = datetime(2026, 1, 5, tzinfo=UTC)
    with django_assert_num_queries(1):
        due_at(working_days(200), at, None)
    with django_assert_num_queries(0):
        due_at(given_day(), at, date(2026, 9, 2))
        due_at(calendar_days(9), at, None)
