"""When a reminder, the last day, the end and each rung come: over weekends, Tết, swapped days and the year's end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from tests.factories import morning
from workflow.calendar import WorkingDays, due_at, end_of_day
from workflow.deadline_rules import DeadlineRule, after, calendar_days, given_day, working_days
from workflow.definition import Participant, Role
from workflow.marks import Mark, marks, next_at, told_on
from workflow.models import CalendarDay

pytestmark = pytest.mark.django_db

HOUSE = Participant("house", "Cơ quan")
HEAD, LEADER = Role("marks_head", "thủ trưởng", "head", HOUSE), Role("marks_leader", "lãnh đạo", "chief", HOUSE)


def timetable(rule: DeadlineRule, opened: date, given: date | None = None) -> list[tuple[str, str]]:
    """(kind, day and hour in Vietnam) of every mark."""
    return [(mark.kind, mark.at.strftime("%d/%m/%Y %H:%M")) for mark in coming(rule, opened, given)]


def coming(rule: DeadlineRule, opened: date, given: date | None = None) -> Sequence[Mark]:
    days = WorkingDays()
    due = due_at(rule, morning(opened), given, days=days)
    assert due is not None
    return marks(rule, morning(opened), due, days)


def test_ten_working_days_over_two_weekends() -> None:
    assert timetable(working_days(10), date(2026, 3, 2)) == [
        ("remind_7", "05/03/2026 07:30"),
        ("remind_3", "11/03/2026 07:30"),
        ("remind_1", "13/03/2026 07:30"),
        ("due", "16/03/2026 07:30"),
        ("overdue", "17/03/2026 00:00"),
    ]


def test_calendar_days_are_counted_over_the_weekend() -> None:
    assert timetable(calendar_days(4, reminds=(3, 1)), date(2026, 3, 5)) == [
        ("remind_3", "06/03/2026 07:30"),
        ("remind_1", "08/03/2026 07:30"),
        ("due", "09/03/2026 07:30"),
        ("overdue", "10/03/2026 00:00"),
    ]


def test_reminders_of_a_stated_day_are_days_of_the_calendar_also_into_the_new_year() -> None:
    assert timetable(given_day(), date(2026, 12, 1), date(2027, 1, 2)) == [
        ("remind_7", "26/12/2026 07:30"),
        ("remind_3", "30/12/2026 07:30"),
        ("remind_1", "01/01/2027 07:30"),
        ("due", "02/01/2027 07:30"),
        ("overdue", "03/01/2027 00:00"),
    ]


def test_nobody_is_reminded_on_the_days_of_tet() -> None:
    found = timetable(working_days(5), date(2026, 2, 12))  # Tết: 16 to 20/2, a whole week

    assert found == [
        ("remind_3", "23/02/2026 07:30"),
        ("remind_1", "25/02/2026 07:30"),
        ("due", "26/02/2026 07:30"),
        ("overdue", "27/02/2026 00:00"),
    ]


def test_a_worked_saturday_counts_and_the_day_off_for_it_does_not() -> None:
    """22/8/2026 is worked for 31/8; the province itself has 26/8 off."""
    CalendarDay.objects.create(day=date(2026, 8, 26), working=False, note="nghỉ bão")

    found = dict(timetable(working_days(6, escalates_to=[after(1, HEAD)]), date(2026, 8, 20)))

    assert found == {
        "remind_3": "24/08/2026 07:30",  # 21, 22, 24, 25, 27 and 28 are the six
        "remind_1": "27/08/2026 07:30",
        "due": "28/08/2026 07:30",
        "overdue": "29/08/2026 00:00",
        "late_1": "03/09/2026 07:30",  # 31/8, 1/9 and 2/9 are off
    }


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        (working_days(1), ["due", "overdue"]),
        (working_days(2), ["remind_1", "due", "overdue"]),
        (working_days(4), ["remind_3", "remind_1", "due", "overdue"]),
        (working_days(4, reminds=()), ["due", "overdue"]),
        (calendar_days(1), ["due", "overdue"]),
    ],
)
def test_a_short_time_has_no_reminders_on_the_day_it_begins(rule: DeadlineRule, kinds: list[str]) -> None:
    assert [kind for kind, _at in timetable(rule, date(2026, 3, 3))] == kinds


def test_work_that_is_due_on_the_day_it_comes_has_its_end_alone() -> None:
    day = date(2026, 3, 3)

    assert timetable(given_day(), day, day) == [("overdue", "04/03/2026 00:00")]


def test_the_ladder_counts_like_its_rule() -> None:
    ladder = [after(0, HEAD), after(2, HEAD), after(5, LEADER)]
    opened = date(2026, 3, 4)

    by_work = dict(timetable(working_days(2, escalates_to=ladder), opened))
    by_calendar = dict(timetable(calendar_days(2, escalates_to=ladder), opened))

    assert (by_work["late_2"], by_work["late_5"]) == ("10/03/2026 07:30", "13/03/2026 07:30")
    assert (by_calendar["late_2"], by_calendar["late_5"]) == ("08/03/2026 07:30", "11/03/2026 07:30")
    assert "late_0" not in by_work


def test_two_who_hear_on_one_day_are_one_mark() -> None:
    rule = working_days(2, escalates_to=[after(2, HEAD), after(2, LEADER)])

    assert [kind for kind, _at in timetable(rule, date(2026, 3, 4))].count("late_2") == 1
    assert rule.told_at(2) == (HEAD, LEADER)


def test_where_only_the_system_waits_nobody_is_reminded() -> None:
    rule, opened = working_days(10, then="lapse"), date(2026, 3, 2)
    due = end_of_day(date(2026, 3, 16))

    found = marks(rule, morning(opened), due, WorkingDays(), at_desk=False)

    assert [mark.kind for mark in found] == ["overdue"]


def test_what_is_done_in_the_last_moment_is_in_time() -> None:
    [*_before, over] = coming(working_days(1), date(2026, 3, 3))

    assert over.at == end_of_day(date(2026, 3, 4)) + datetime.resolution


def test_marks_come_in_order_whatever_the_length() -> None:
    ladder = [after(0, HEAD), after(1, HEAD), after(3, LEADER)]
    for length in range(1, 40):
        for first in range(14):
            found = coming(working_days(length, escalates_to=ladder), date(2026, 2, 6) + timedelta(days=first))
            moments = [mark.at for mark in found]
            assert moments == sorted(set(moments))


def test_next_is_what_has_not_been_done_and_no_reminder_of_the_past() -> None:
    found = coming(working_days(10, escalates_to=[after(1, HEAD)]), date(2026, 3, 2))
    by_kind = {mark.kind: mark.at for mark in found}
    noon = told_on(date(2026, 3, 12))

    assert next_at(found, morning(date(2026, 3, 2))) == by_kind["remind_7"]
    assert next_at(found, noon) == by_kind["remind_1"]
    assert next_at(found, noon, {"remind_1"}) == by_kind["due"]
    assert next_at(found, noon + timedelta(days=90)) == by_kind["overdue"], "what is late is never passed over"
    assert next_at(found, noon + timedelta(days=90), {"overdue", "late_1"}) is None
