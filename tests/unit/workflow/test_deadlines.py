"""Deadlines that pass: told once, fired once, and only while the work is still open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import models

from tests.factories import make_agency, make_holder, morning
from workflow import deadlines, engine, registry, tasks
from workflow.calendar import WorkingDays, end_of_day
from workflow.context import Actor, Announcement, Seen
from workflow.deadline_rules import calendar_days
from workflow.definition import SYSTEM, Participant, ProcessDefinition, Role, Stage, Transition
from workflow.models import DeadlineEvent, Person, ProcessInstance, Task

DAY = date(2026, 3, 10)
AT = morning(DAY)
LATE = morning(DAY + timedelta(days=3))
HOUSE = Participant("house", "Cơ quan")
CLERK = Role("deadline_clerk", "văn thư", "clerk", HOUSE)
HEAD = Role("deadline_head", "thủ trưởng", "head", HOUSE)


class S(models.TextChoices):
    ASKED = "asked", "Đã hỏi"
    WRITTEN = "written", "Đã viết"
    GIVEN = "given", "Đã trả lời"
    SILENT = "silent", "Im lặng"


class Question(ProcessDefinition):
    key, title, subject = "question", "Câu hỏi", "workflow.Person"
    starts_by = CLERK
    states, initial, final = S, S.ASKED, (S.GIVEN, S.SILENT)
    stages = {
        S.ASKED: Stage(assigned_to=CLERK, deadline=calendar_days(1, escalates_to=HEAD, then="fall_silent")),
        S.WRITTEN: Stage(assigned_to=HEAD, deadline=calendar_days(1, escalates_to=HEAD)),
    }
    write = Transition("Viết", S.ASKED, S.WRITTEN, by=CLERK)
    sign = Transition("Ký", S.WRITTEN, S.GIVEN, by=HEAD)
    fall_silent = Transition("Hết hạn", (S.ASKED, S.WRITTEN), S.SILENT, by=SYSTEM)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    found: list[Announcement] = []
    monkeypatch.setattr(registry, "_listeners", [found.extend])
    return found


@pytest.fixture
def clerk(db: None, heard: list[Announcement]) -> Iterator[Person]:
    registry.register(Question)
    house = make_agency("Sở Thử nghiệm")
    make_holder(house, "head")
    yield make_holder(house, "clerk")
    registry.unregister(Question)


def ask(clerk: Person, at: datetime = AT) -> ProcessInstance:
    house = clerk.appointments.get().desk.agency
    return engine.start(
        definition_key="question",
        subject_id=clerk.pk,
        title="Câu hỏi",
        agencies={"house": house},
        actor=Actor.of(clerk.accounts.get()),
        at=at,
    )


def write(question: ProcessInstance, clerk: Person, at: datetime) -> None:
    engine.fire(
        instance_id=question.uuid, transition="write", actor=Actor.of(clerk.accounts.get()), at=at, seen=Seen(0)
    )


def topics(heard: list[Announcement]) -> list[str]:
    return [announcement.transition for announcement in heard]


def state(question: ProcessInstance) -> str:
    return ProcessInstance.objects.get(pk=question.pk).state


def test_nothing_is_late_before_the_end_of_the_day(clerk: Person, heard: list[Announcement]) -> None:
    question = ask(clerk)

    assert question.tasks.get().due_at.date() == DAY + timedelta(days=1)
    deadlines.fire_due(end_of_day(DAY + timedelta(days=1)))
    assert topics(heard) == ["start", "due_today"]


def test_time_that_is_over_is_told_once(clerk: Person, heard: list[Announcement]) -> None:
    question = ask(clerk)
    write(question, clerk, AT)
    heard.clear()

    assert [deadlines.fire_due(LATE), deadlines.fire_due(LATE), deadlines.fire_due(LATE + timedelta(days=9))] == [
        1,
        0,
        0,
    ]

    [overdue] = heard
    head = question.tasks.get(state="written").desk_id
    assert (overdue.topic, overdue.state, overdue.task_desks, overdue.told_desks) == (
        "question.overdue",
        "written",
        (head,),
        (head,),
    )
    assert DeadlineEvent.objects.filter(kind="overdue").count() == 1
    assert state(question) == "written"


def test_what_happens_when_the_time_is_over_happens_once(clerk: Person, heard: list[Announcement]) -> None:
    question = ask(clerk)

    assert [deadlines.fire_due(LATE), deadlines.fire_due(LATE)] == [1, 0]

    assert state(question) == "silent"
    entry = question.entries.get(transition="fall_silent")
    assert (entry.actor, entry.at) == (None, LATE)


def test_who_hears_of_a_late_file_hears_it_also_when_it_goes_on_by_itself(
    clerk: Person, heard: list[Announcement]
) -> None:
    ask(clerk)
    deadlines.fire_due(LATE)

    assert topics(heard) == ["start", "fall_silent", "overdue"]
    assert heard[-1].told_desks != ()


def test_work_that_was_done_in_time_is_not_late(clerk: Person, heard: list[Announcement]) -> None:
    question = ask(clerk)
    write(question, clerk, AT)
    Task.objects.filter(state="written").update(due_at=None)
    heard.clear()

    assert deadlines.fire_due(LATE) == 0
    assert heard == []


def test_work_that_is_done_while_the_ticker_looks_is_not_late(
    clerk: Person, heard: list[Announcement], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between finding the late task and firing, its clerk writes: the head's own day begins."""
    question = ask(clerk)
    act = deadlines._act

    def after_the_clerk(pk: int, at: datetime, days: WorkingDays) -> int:
        write(question, clerk, LATE)
        return act(pk, at, days)

    monkeypatch.setattr(deadlines, "_act", after_the_clerk)

    assert deadlines.fire_due(LATE) == 0
    assert state(question) == "written"
    assert not DeadlineEvent.objects.exists()


def test_one_late_file_that_fails_does_not_hold_up_the_others(
    clerk: Person, heard: list[Announcement], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = ask(clerk), ask(clerk)
    parts_of = tasks.parts_of

    def fail_for_one(instance: ProcessInstance) -> Any:
        if instance.pk == broken.pk:
            raise RuntimeError("broken")
        return parts_of(instance)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "parts_of", fail_for_one)
        assert deadlines.fire_due(LATE) == 1

    assert (state(broken), state(sound)) == ("asked", "silent")
    assert str(broken.uuid) in caplog.text
    assert deadlines.fire_due(LATE) == 1, "it is tried again"
    assert state(broken) == "silent"
