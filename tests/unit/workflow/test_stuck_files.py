"""A file that nothing will move is found: no person, no process below, no time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories import make_person, morning
from workflow import engine, incidents, registry, staffing
from workflow.context import SYSTEM_ACTOR, Child
from workflow.deadline_rules import given_day
from workflow.definition import SYSTEM, Outcome, ProcessDefinition, Stage, Transition, service
from workflow.engine.starting import start_many
from workflow.models import ProcessInstance
from workflow.staffing import STUCK

from .test_verification import S, by_system, sound, stages

pytestmark = pytest.mark.django_db

AT = morning(date(2026, 3, 10))
COUNT: list[int] = []


@service("mở hồ sơ bên dưới")
def open_below(context: Any) -> None:
    context.start_children(Child("below", 0, "Bên dưới", {}) for _number in range(COUNT[0]))


def above(**changes: Any) -> type[ProcessDefinition]:
    """The system begins it and then waits for what it opened below."""
    options: dict[str, Any] = {
        "key": "above",
        "starts_by": SYSTEM,
        "stages": stages(first=Stage(SYSTEM), second=Stage(SYSTEM)),
        "submit": Transition("Mở", S.FIRST, S.SECOND, by=SYSTEM, does=[open_below]),
        "sign": None,
        "answered": Outcome("Đã xong", S.SECOND, S.LAST, child="below"),
        "cancel": by_system(S.FIRST, S.SECOND),
    }
    return sound(**(options | changes))


def below(**changes: Any) -> type[ProcessDefinition]:
    """A job of the background does both steps."""
    options: dict[str, Any] = {
        "key": "below", "starts_by": SYSTEM, "stages": stages(first=Stage(SYSTEM), second=Stage(SYSTEM)),
        "submit": by_system(S.FIRST, target=S.SECOND), "sign": by_system(S.SECOND),
        "cancel": by_system(S.FIRST, S.SECOND),
    }  # fmt: skip
    return sound(**(options | changes))


def known(monkeypatch: pytest.MonkeyPatch, *definitions: type[ProcessDefinition]) -> None:
    monkeypatch.setattr(registry, "_definitions", {(one.key, one.version): one for one in definitions})


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def started(key: str, **options: Any) -> ProcessInstance:
    child = Child(key, make_person().pk, "Hồ sơ", {}, **options)
    return start_many([child], None, SYSTEM_ACTOR, AT).instances[0]


def waiting(children: int) -> ProcessInstance:
    COUNT[:] = [children]
    file = started("above")
    engine.fire(instance_id=file.uuid, transition="submit", actor=SYSTEM_ACTOR, at=AT)
    return file


def test_a_file_that_opened_nothing_to_wait_for_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, above(), below())
    file = waiting(children=0)

    assert list(staffing.stuck()) == [file]


def test_a_file_that_waits_for_one_below_is_not_until_that_one_can_answer_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, above(), below())
    file = waiting(children=1)
    assert list(staffing.stuck()) == []

    file.children.update(parent_round=0)  # of a round before
    assert list(staffing.stuck()) == [file]


def test_a_settled_answer_is_waited_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, above(), below(settled=(S.SECOND,)))
    file = waiting(children=1)
    assert list(staffing.stuck()) == []

    file.children.update(closed_at=AT)
    assert list(staffing.stuck()) == [file]


@pytest.mark.parametrize(("due_on", "is_stuck"), [(date(2026, 3, 12), False), (None, True)])
def test_a_file_that_waits_for_a_day_that_was_not_given_is_stuck(
    due_on: date | None, is_stuck: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = Stage(SYSTEM, deadline=given_day(then="submit"))
    known(monkeypatch, below(stages=stages(first=wait, second=Stage(SYSTEM))))
    file = started("below", due_on=due_on)

    assert list(staffing.stuck()) == ([file] if is_stuck else [])


def test_a_file_of_a_version_that_is_not_there_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, below())
    file = started("below")
    known(monkeypatch, below(version=2))

    assert list(staffing.stuck()) == [file]
    staffing.recheck(AT)
    assert incidents.sentence(incidents.open_now().get()) == (
        "Một hồ sơ chạy theo quy trình “below” phiên bản 1 mà hệ thống không còn."
    )


def test_it_becomes_an_incident_and_closes_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, above(), below())
    file = waiting(children=0)

    staffing.recheck(AT)
    incident = incidents.open_now().get()
    assert (incident.kind, incident.subject) == (STUCK, str(file.uuid))
    assert "Một hồ sơ “Mẫu” đứng ở “Hai” và không còn gì đưa nó đi tiếp" in incidents.sentence(incident)

    engine.fire(instance_id=file.uuid, transition="cancel", actor=SYSTEM_ACTOR, at=AT)
    staffing.recheck(AT + timedelta(hours=1))
    incident.refresh_from_db()
    assert incident.closed_at == AT + timedelta(hours=1)


def test_it_is_one_statement_however_many_definitions_there_are() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert list(staffing.stuck()) == []

    assert len(queries) == 1
