"""The ticker: each mark once whatever the clock does, the newest reminder after a downtime, no empty desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_person, morning
from tests.factories.timed import OFFICE, House, timed_processes
from workflow import deadlines, engine, organization, registry, tasks
from workflow.context import SYSTEM_ACTOR, Announcement, Child
from workflow.deadlines import DUE_SOON, DUE_TODAY, LATE, OVERDUE
from workflow.marks import told_on
from workflow.models import Absence, CalendarDay, DeadlineEvent, Delegation, Person, ProcessInstance, Task

DAY = date(2026, 3, 2)  # a Monday; ten working days end on the 16th
AT = morning(DAY)
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    found: list[Announcement] = []
    monkeypatch.setattr(registry, "_listeners", [found.extend])
    return found


@pytest.fixture
def house(db: None, heard: list[Announcement]) -> Iterator[House]:
    with timed_processes():
        yield House()


def march(day: int) -> date:
    return date(2026, 3, day)


def topics(heard: list[Announcement]) -> list[str]:
    return [one.transition for one in heard]


def kinds() -> list[str]:
    return sorted(DeadlineEvent.objects.values_list("kind", flat=True))


def desk(house: House, position: str) -> int:
    return house.agency.desks.get(position__code=position).pk


# --- the whole way


def test_a_request_that_nobody_answers_goes_its_way_up(house: House, heard: list[Announcement]) -> None:
    house.request(AT)
    heard.clear()

    for minute in range(0, 30 * 24 * 60, 60):
        deadlines.fire_due(AT + timedelta(minutes=minute))

    officer, head, leader = (desk(house, position) for position in ("specialist", "head", "chief"))
    assert [(one.transition, f"{one.at:%d %H:%M}", one.task_desks, one.told_desks) for one in heard] == [
        (DUE_SOON, "05 08:00", (officer,), ()),
        (DUE_SOON, "11 08:00", (officer,), ()),
        (DUE_SOON, "13 08:00", (officer,), ()),
        (DUE_TODAY, "16 08:00", (officer,), ()),
        (OVERDUE, "17 00:00", (officer,), (head,)),
        (LATE, "19 08:00", (officer,), (leader,)),
    ]
    assert len({one.entry for one in heard}) == len(heard)
    assert Task.objects.get().next_mark_at is None


def test_after_a_downtime_the_newest_reminder_is_told(house: House, heard: list[Announcement]) -> None:
    house.request(AT)
    heard.clear()

    assert deadlines.fire_due(morning(march(14))) == 1

    assert topics(heard) == [DUE_SOON]
    assert kinds() == ["remind_1", "remind_3", "remind_7"]
    deadlines.fire_due(morning(march(16)))
    assert topics(heard) == [DUE_SOON, DUE_TODAY]


def test_after_a_long_downtime_what_is_late_is_told_and_no_reminder(house: House, heard: list[Announcement]) -> None:
    house.request(AT)
    heard.clear()

    deadlines.fire_due(morning(march(30)))

    assert topics(heard) == [OVERDUE, LATE]
    assert kinds() == ["due", "late_3", "overdue", "remind_1", "remind_3", "remind_7"]
    assert deadlines.fire_due(morning(march(31))) == 0


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(days=1)], ids=["an hour", "a day"])
def test_a_clock_that_jumps_fires_nothing_twice_or_early(
    house: House, heard: list[Announcement], step: timedelta
) -> None:
    house.request(AT)
    heard.clear()
    at = AT
    for number in range(600):  # on by two hours, then a step back, then one ahead
        at += timedelta(hours=2)
        for moment in (at, at - step, at - step + timedelta(minutes=1)):
            before = len(heard)
            deadlines.fire_due(moment)
            late = [one for one in heard[before:] if one.transition in (OVERDUE, LATE)]
            assert not late or moment > late[0].due_at, number  # type: ignore[operator]

    assert topics(heard) == [DUE_SOON, DUE_SOON, DUE_SOON, DUE_TODAY, OVERDUE, LATE]
    assert len(kinds()) == len(set(kinds())) == 6


def test_a_changed_calendar_repeats_nothing_and_loses_no_rung(house: House, heard: list[Announcement]) -> None:
    house.request(AT)
    deadlines.fire_due(told_on(march(11)))  # three days before
    CalendarDay.objects.create(day=march(12), working=False, note="nghỉ bão")  # the same day is now two days before
    deadlines.fire_due(morning(march(11)))
    deadlines.fire_due(morning(march(17)))
    heard.clear()
    CalendarDay.objects.create(day=march(21), working=True, note="làm bù")
    CalendarDay.objects.create(day=march(18), working=False, note="nghỉ")  # the rung moves from the 19th to the 20th

    assert [deadlines.fire_due(morning(march(day))) for day in (19, 20, 21)] == [0, 1, 0]
    assert topics(heard) == [LATE]
    assert len(kinds()) == len(set(kinds()))


# --- nobody at the desk


def away(person: Person, first: int, last: int) -> Absence:
    return Absence.objects.create(person=person, valid_from=march(first), valid_to=march(last), recorded_at=AT)


def test_reminders_wait_until_somebody_is_back(house: House, heard: list[Announcement]) -> None:
    house.request(AT)
    away(house.officer, 9, 13)
    heard.clear()

    for day in range(2, 17):
        deadlines.fire_due(morning(march(day)))

    assert [(one.transition, one.at.day) for one in heard] == [(DUE_SOON, 5), (DUE_SOON, 14), (DUE_TODAY, 16)]


def test_the_ladder_waits_until_somebody_is_back(house: House, heard: list[Announcement]) -> None:
    house.request(AT)
    away(house.officer, 16, 27)
    heard.clear()

    for day in range(15, 31):
        deadlines.fire_due(morning(march(day)))

    assert [(one.transition, one.at.day) for one in heard if one.transition != DUE_SOON] == [(OVERDUE, 28), (LATE, 28)]


@pytest.mark.parametrize("who", ["a colleague", "a stand-in", "an absence that was cancelled"])
def test_a_desk_at_which_somebody_works_is_told(house: House, heard: list[Announcement], who: str) -> None:
    house.request(AT)
    absence = away(house.officer, 3, 30)
    if who == "a colleague":
        colleague = make_person()
        organization.appoint(
            person=colleague, agency=house.agency, position="specialist", valid_from=DAY, actor=SYSTEM_ACTOR, at=AT
        )
    elif who == "a stand-in":
        Delegation.objects.create(
            delegator=house.officer,
            desk_id=desk(house, "specialist"),
            delegate=house.head,
            capacity=Delegation.Capacity.STAND_IN,
            valid_from=march(3),
            valid_to=march(30),
            granted_at=AT,
            granted_by=house.officer.accounts.get(),
            absence=absence,
        )
    else:
        Absence.objects.update(cancelled_at=AT)
    heard.clear()

    deadlines.fire_due(morning(march(5)))

    assert topics(heard) == [DUE_SOON]


def test_a_rule_of_silence_waits_for_nobody(house: House, heard: list[Announcement]) -> None:
    request = house.request(AT)
    house.fire(request, "ask", house.officer, AT)
    away(house.officer, 3, 30)
    heard.clear()

    for day in range(3, 8):
        deadlines.fire_due(morning(march(day)))

    lapsed = ProcessInstance.objects.filter(definition_key="timed_inquiry", state="lapsed")
    assert {one.closed_at for one in lapsed} == {morning(march(7))}
    assert topics(heard) == ["lapse", "lapse", "inquiries_done"]


# --- many at once


def many(house: House, count: int) -> None:
    """Requests that the system hands out at once, each ten days."""
    parent = house.request(AT)
    agencies = {OFFICE.key: house.agency}
    engine.start_children(
        parent, [Child("timed_request", 0, f"Đề nghị {n}", agencies) for n in range(count)], SYSTEM_ACTOR, AT
    )


def statements(at: datetime) -> int:
    with CaptureQueriesContext(connection) as captured:
        deadlines.fire_due(at)
    return len([query for query in captured.captured_queries if not query["sql"].startswith(FRAME)])


def test_two_thousand_reminders_cost_statements_by_the_batch(house: House, heard: list[Announcement]) -> None:
    many(house, 99)
    few = statements(told_on(march(5)))
    many(house, 1899)
    heard.clear()

    reminded = statements(told_on(march(11)))
    late = statements(morning(march(17)))

    assert topics(heard) == [DUE_SOON] * 2000 + [OVERDUE] * 2000
    assert DeadlineEvent.objects.filter(kind="overdue").count() == 2000
    assert few <= 10
    assert reminded <= 4 * 14 and late <= 4 * 16  # on SQLite one insert takes 249 rows


def test_two_thousand_openings_read_the_calendar_once(house: House) -> None:
    with CaptureQueriesContext(connection) as captured:
        many(house, 2000)

    assert len([query for query in captured.captured_queries if "calendarday" in query["sql"]]) == 2  # parent, children
    assert Task.objects.filter(next_mark_at=told_on(march(5))).count() == 2001


def test_one_that_fails_is_told_by_itself_and_holds_up_no_batch(
    house: House, heard: list[Announcement], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = house.request(AT), house.request(AT)
    marks_of = tasks.marks_of

    def fail_for_one(task: Task, *rest: object) -> object:
        if task.instance_id == broken.pk:
            raise RuntimeError("broken")
        return marks_of(task, *rest)  # type: ignore[arg-type]

    heard.clear()
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "marks_of", fail_for_one)
        assert deadlines.fire_due(morning(march(5))) == 1

    assert [one.instance for one in heard] == [sound.uuid]
    assert str(broken.uuid) in caplog.text
    assert deadlines.fire_due(morning(march(5))) == 1, "it is tried again"
