"""What waits is told the same way on every page: its kind, its next step, who sent it, whom it is about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import waiting
from portal.demonstration.cast import children
from workflow import queries, registry
from workflow.definition import Role
from workflow.held import Authority

from .plan_walks import Province, settled

STAFFED = [
    (definition, state)
    for definition in (registry.get(key, 1) for key in sorted({key for key, _state in waiting.KINDS}))
    for state, stage in definition.stages.items()
    if isinstance(stage.assigned_to, Role)
]


def _id(value: object) -> str:
    return value if isinstance(value, str) else getattr(value, "key", "")


@pytest.mark.parametrize(("definition", "state"), STAFFED, ids=_id)
def test_every_step_that_somebody_holds_has_a_kind_and_a_next_step(definition, state: str) -> None:
    assert (definition.key, state) in waiting.KINDS
    assert waiting.main_step(definition, state) is not None


def test_every_process_with_people_has_its_kinds() -> None:
    with_people = {
        definition.key
        for definition in registry.all_definitions()
        for stage in definition.stages.values()
        if isinstance(stage.assigned_to, Role)
    }
    assert with_people == {key for key, _state in waiting.KINDS}


def test_no_kind_is_kept_for_a_state_that_nobody_holds() -> None:
    assert {(definition.key, state) for definition, state in STAFFED} == set(waiting.KINDS)


def test_a_state_at_the_end_has_no_steps() -> None:
    assert waiting.own_steps(registry.latest("delivery"), "received") == []


@pytest.mark.django_db
def test_a_line_tells_who_sent_the_work_and_whom_it_is_about() -> None:
    province: Province = settled()
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency("Sở Tài chính")], days=8)
    [opinion] = children(walk.instance, "opinion")
    walk.cast.take(opinion, "write", kind="agrees", text="")
    head = province.account("Sở Tài chính", "head")
    writer = province.account("Sở Tài chính").person

    [line] = waiting.lines(queries.inbox([Authority(one.desk) for one in head.person.appointments.all()]))

    assert (line.kind, line.step, line.about) == (waiting.SIGNING, "sign", "")
    assert line.sender == waiting.Sender(writer.pk, writer.full_name)


@pytest.mark.django_db
def test_a_clock_that_stands_is_said_and_is_late_for_nobody() -> None:
    province: Province = settled()
    walk = province.begin()
    tasks = walk.instance.tasks.filter(status="open")
    tasks.update(due_at=walk.cast.at - timedelta(days=1), suspended_at=walk.cast.at)

    [line] = waiting.lines(queries.inbox([Authority(task.desk) for task in tasks]))

    assert (line.is_stopped, line.due_at, line.is_late(walk.cast.at)) == (True, None, False)
