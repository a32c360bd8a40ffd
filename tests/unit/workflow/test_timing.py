"""Urgency, stops and extensions: what is due when afterwards, what is told anew, and what never moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from tests.factories import morning
from tests.factories.timed import House, timed_processes
from workflow import deadlines, queries, registry
from workflow.calendar import end_of_day, local_day
from workflow.context import Actor, Announcement
from workflow.held import Authority
from workflow.marks import told_on
from workflow.models import CalendarDay, DeadlineEvent, ProcessInstance, Task
from workflow.refusals import InputsRefused, Unmet

DAY = date(2026, 3, 2)  # a Monday; ten working days end on the 16th
AT = morning(DAY)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    found: list[Announcement] = []
    monkeypatch.setattr(registry, "_listeners", [found.extend])
    return found


@pytest.fixture
def house(db: None, heard: list[Announcement]) -> Iterator[House]:
    with timed_processes():
        yield House()


def task_of(instance: ProcessInstance) -> Task:
    return Task.objects.get(instance=instance, status=Task.Status.OPEN)


def due(instance: ProcessInstance) -> date:
    due_at = task_of(instance).due_at
    assert due_at is not None and due_at == end_of_day(local_day(due_at))
    return local_day(due_at)


def next_mark(instance: ProcessInstance) -> datetime | None:
    return task_of(instance).next_mark_at


def march(day: int) -> date:
    return date(2026, 3, day)


# --- urgency


@pytest.mark.parametrize(
    ("urgency", "day"), [("", 16), ("urgent", 9), ("very_urgent", 5), ("express", 2)], ids=lambda value: str(value)
)
def test_urgency_leaves_half_a_quarter_or_the_day_itself(house: House, urgency: str, day: int) -> None:
    assert due(house.request(AT, urgency)) == march(day)  # ten days, five, three (2.5 rounded up), none


def test_an_express_paper_is_due_on_a_day_off_when_it_comes_then(house: House) -> None:
    assert due(house.request(morning(date(2026, 3, 7)), "express")) == date(2026, 3, 7)


@pytest.mark.parametrize(("urgency", "day"), [("urgent", 9), ("very_urgent", 5), ("express", 4), ("normal", 16)])
def test_marking_later_counts_from_the_day_on_which_the_work_came(house: House, urgency: str, day: int) -> None:
    request = house.request(AT)

    answer = house.fire(request, "hurry", house.head, morning(march(4)), urgency=urgency)

    assert due(request) == march(day)
    changes = [{"process": "timed_request", "state": "asked", "from": "2026-03-16", "to": f"2026-03-{day:02}"}]
    assert answer.facts["due"] == ([change | {"tasks": 1} for change in changes] if day != 16 else [])


def test_time_that_would_be_over_leaves_the_present_day(house: House) -> None:
    request = house.request(AT)

    house.fire(request, "hurry", house.head, morning(march(12)), urgency="very_urgent")

    assert due(request) == march(12)
    assert next_mark(request) == told_on(march(13)) - timedelta(hours=7, minutes=30)


def test_what_is_late_gets_no_new_time_from_being_urgent(house: House) -> None:
    request = house.request(AT)

    house.fire(request, "hurry", house.head, morning(march(18)), urgency="urgent")

    assert due(request) == march(16)


def test_a_mistaken_mark_can_be_taken_back_to_the_day(house: House) -> None:
    request = house.request(AT)
    for number, urgency in enumerate(("urgent", "express", "very_urgent", "express", "normal")):
        house.fire(request, "hurry", house.head, morning(march(4)) + timedelta(minutes=number), urgency=urgency)

    assert due(request) == march(16)
    assert next_mark(request) == told_on(march(5))


def test_an_end_that_comes_back_when_it_is_over_keeps_what_was_told_on_the_way_to_it(house: House) -> None:
    """Reminded of the 16th, hurried to the 12th, late; then, after the 16th, the mark was a mistake."""
    request = house.request(AT)
    assert deadlines.fire_due(morning(march(11))) == 1
    house.fire(request, "hurry", house.head, morning(march(12)), urgency="urgent")
    assert deadlines.fire_due(morning(march(13))) == 1

    house.fire(request, "hurry", house.head, morning(march(18)), urgency="normal")

    assert due(request) == march(16)
    told = DeadlineEvent.objects.filter(task=task_of(request), due_at=end_of_day(march(16)))
    assert {"due", "overdue"} < set(told.values_list("kind", flat=True))
    assert deadlines.fire_due(morning(march(18))) == 0


def test_urgency_reaches_all_that_runs_below_and_no_stated_day(house: House) -> None:
    request = house.request(AT)
    house.fire(request, "ask", house.officer, AT)
    first, second, stated = ProcessInstance.objects.filter(parent=request).order_by("pk")
    house.fire(second, "close", house.officer, morning(march(3)))

    answer = house.fire(request, "hurry", house.head, morning(march(3)), urgency="urgent")

    assert (due(request), due(first), due(stated)) == (march(9), march(4), march(22))
    assert [ProcessInstance.objects.get(pk=one.pk).urgency for one in (request, first, second, stated)] == [
        "urgent",
        "urgent",
        "",
        "urgent",
    ]
    assert answer.facts["due"] == [
        {"process": "timed_request", "state": "asked", "from": "2026-03-16", "to": "2026-03-09", "tasks": 1},
        {"process": "timed_inquiry", "state": "open", "from": "2026-03-06", "to": "2026-03-04", "tasks": 1},
    ]


def test_what_is_opened_below_an_urgent_file_is_urgent(house: House) -> None:
    request = house.request(AT, "urgent")
    house.fire(request, "ask", house.officer, AT)

    assert due(ProcessInstance.objects.filter(parent=request)[0]) == march(4)


def test_who_has_less_time_now_is_told_at_once(house: House, heard: list[Announcement]) -> None:
    request = house.request(AT)
    house.fire(request, "ask", house.officer, AT)
    heard.clear()

    house.fire(request, "hurry", house.head, AT + timedelta(hours=1), urgency="express")

    desk = task_of(request).desk_id
    hurried = [one for one in heard if one.transition == deadlines.DUE_TODAY]
    assert [(one.definition, one.task_desks, one.due_at) for one in hurried] == [
        ("timed_request", (desk,), end_of_day(DAY)),
        ("timed_inquiry", (desk,), end_of_day(DAY)),
        ("timed_inquiry", (desk,), end_of_day(DAY)),
    ]


@pytest.mark.parametrize("inquiries", [1, 4])
def test_urgency_costs_no_more_statements_for_more_files(
    house: House, inquiries: int, django_assert_max_num_queries: object
) -> None:
    request = house.request(AT)
    for _number in range(inquiries):
        house.fire(request, "ask", house.officer, AT)

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        house.fire(request, "hurry", house.head, AT, urgency="urgent")


# --- stopping and going on


def test_a_stopped_clock_shows_so_and_tells_nothing(house: House, heard: list[Announcement]) -> None:
    request = house.request(AT)

    answer = house.fire(request, "stop", house.head, morning(march(4)))
    heard.clear()

    task = task_of(request)
    assert (task.suspended_at, task.next_mark_at, due(request)) == (morning(march(4)), None, march(16))
    assert answer.facts["due"] == [
        {"process": "timed_request", "state": "asked", "from": "2026-03-16", "to": None, "tasks": 1}
    ]
    assert deadlines.fire_due(morning(march(30))) == 0
    assert heard == []
    assert queries.inbox([Authority(task.desk)]) == [task]  # type: ignore[list-item]


def test_the_days_for_which_the_clock_stood_are_added(house: House) -> None:
    request = house.request(AT)
    house.fire(request, "stop", house.head, morning(march(4)))

    answer = house.fire(request, "go_on", house.head, morning(march(10)))

    assert due(request) == march(20)  # 5, 6, 9 and 10 March were lost
    assert next_mark(request) == told_on(march(11))  # seven working days before
    assert task_of(request).suspended_at is None
    assert answer.facts["due"][0]["to"] == "2026-03-20"


def test_a_stop_within_a_day_costs_nothing_and_repeats_nothing(house: House, heard: list[Announcement]) -> None:
    request = house.request(AT)
    deadlines.fire_due(told_on(march(11)))
    heard.clear()
    house.fire(request, "stop", house.head, morning(march(11)))
    house.fire(request, "go_on", house.head, morning(march(11)) + timedelta(hours=3))

    assert (due(request), next_mark(request)) == (march(16), told_on(march(13)))
    deadlines.fire_due(morning(march(12)))
    assert [one.transition for one in heard] == ["stop", "go_on"]


def test_what_was_late_when_the_clock_stopped_is_not_told_twice(house: House, heard: list[Announcement]) -> None:
    request = house.request(AT)
    deadlines.fire_due(morning(march(17)))
    house.fire(request, "stop", house.head, morning(march(17)))
    house.fire(request, "go_on", house.head, morning(march(24)))
    heard.clear()

    assert due(request) == march(23)  # it was one working day late, and is
    assert deadlines.fire_due(morning(march(25))) == 0
    assert deadlines.fire_due(morning(march(26))) == 1
    assert [one.transition for one in heard] == [deadlines.LATE]


def test_a_clock_stops_once_and_goes_on_once(house: House) -> None:
    request = house.request(AT)
    with pytest.raises(Unmet):
        house.fire(request, "go_on", house.head, AT)
    house.fire(request, "stop", house.head, AT)
    with pytest.raises(Unmet):
        house.fire(request, "stop", house.head, AT)
    with pytest.raises(Unmet):
        house.fire(request, "extend", house.head, AT, new_day="2026-03-30")

    offered = {a.name: a.possible for a in queries.actions(request, Actor.of(house.head.accounts.get()), AT)}
    assert offered == {"hurry": True, "stop": False, "go_on": True, "extend": False}


def test_urgency_keeps_the_days_that_a_stop_added(house: House) -> None:
    request = house.request(AT)
    house.fire(request, "stop", house.head, morning(march(4)))
    house.fire(request, "hurry", house.head, morning(march(5)), urgency="urgent")
    assert (due(request), next_mark(request)) == (march(9), None)

    house.fire(request, "go_on", house.head, morning(march(10)))

    assert due(request) == march(13)  # five days from the 2nd, and the four that were lost
    house.fire(request, "hurry", house.head, morning(march(10)), urgency="normal")
    assert due(request) == march(20)


# --- more time


def test_an_extension_gives_a_day_and_reminds_of_it_anew(house: House, heard: list[Announcement]) -> None:
    request = house.request(AT)
    deadlines.fire_due(morning(march(13)))
    heard.clear()

    answer = house.fire(request, "extend", house.head, morning(march(13)), new_day="2026-03-27")

    assert (due(request), next_mark(request)) == (march(27), told_on(march(18)))
    assert answer.facts["due"][0]["from"] == "2026-03-16"
    deadlines.fire_due(morning(march(18)))
    deadlines.fire_due(morning(march(24)))
    assert [(one.transition, local_day(one.at)) for one in heard[1:]] == [
        (deadlines.DUE_SOON, march(18)),
        (deadlines.DUE_SOON, march(24)),
    ]
    kinds = DeadlineEvent.objects.filter(due_at=end_of_day(march(27))).values_list("kind", flat=True)
    assert sorted(kinds) == ["remind_3", "remind_7"]


def test_late_work_that_gets_more_time_is_late_again_when_it_is_over(house: House, heard: list[Announcement]) -> None:
    request = house.request(AT)
    deadlines.fire_due(morning(march(17)))
    house.fire(request, "extend", house.head, morning(march(18)), new_day="2026-03-19")
    heard.clear()

    assert deadlines.fire_due(morning(march(20))) == 1
    assert [one.transition for one in heard] == [deadlines.OVERDUE]


@pytest.mark.parametrize("new_day", ["2026-03-16", "2026-03-10", "2026-03-02"])
def test_head_cannot_extend_to_a_day_that_gives_no_time(house: House, new_day: str) -> None:
    request = house.request(AT)

    with pytest.raises(InputsRefused) as refused:
        house.fire(request, "extend", house.head, morning(march(12)), new_day=new_day)

    assert refused.value.errors == {"new_day": ("not_later", {})}
    assert due(request) == march(16)


def test_head_cannot_extend_late_work_to_a_day_that_is_over(house: House) -> None:
    request = house.request(AT)

    with pytest.raises(InputsRefused):
        house.fire(request, "extend", house.head, morning(march(20)), new_day="2026-03-20")


def test_another_stated_day_holds_for_the_stages_to_come(house: House) -> None:
    request = house.request(AT)
    house.fire(request, "ask", house.officer, AT)
    stated = ProcessInstance.objects.get(parent=request, definition_key="timed_stated")

    house.fire(stated, "extend", house.head, AT, new_day="2026-03-29")

    stated.refresh_from_db()
    assert (due(stated), stated.due_on) == (march(29), march(29))


# --- the calendar


def test_a_new_holiday_moves_no_day_that_was_given(house: House) -> None:
    request = house.request(AT)
    deadlines.fire_due(told_on(march(5)))
    CalendarDay.objects.create(day=march(9), working=False, note="nghỉ bão")

    assert due(request) == march(16)
    assert deadlines.fire_due(told_on(march(5)) + timedelta(hours=1)) == 0
    assert next_mark(request) == told_on(march(11))
