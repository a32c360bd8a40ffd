"""How many statements a step, an inbox and the list of actions may need. BEGIN, COMMIT and savepoints do not count.

Children, numbers, outcomes, services and jobs cost what stands here beside them, and no more.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import appoint, make_agency, make_holder, make_person
from tests.processes.world import AT, TODAY, World
from workflow import authorization, queries, registry
from workflow.refusals import NotYours

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")

pytestmark = pytest.mark.django_db


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    found = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(FRAME)]
    assert len(found) <= limit, f"{len(found)} statements:\n" + "\n".join(sql[:160] for sql in found)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens, so that the jobs that tell people are not counted."""
    monkeypatch.setattr(registry, "_listeners", [])


@pytest.mark.usefixtures("silence")
@pytest.mark.parametrize(
    ("key", "state", "name", "role", "limit"),
    [
        ("assignment", "given", "acknowledge", "agency_officer", 10),
        ("approval", "checked", "initial_off", "deputy_chief", 10),  # with separation and a deadline
        ("approval", "initialed", "return_", "vice_chairman", 10),
        ("funding_review", "asked", "supplement", "drafter", 10),
        ("opinion", "written", "give_back", "agency_head", 10),
        ("approval", "submitted", "sign_submission", "department_head", 10 + 1),  # the letter's signer
        ("approval", "initialed", "sign", "vice_chairman", 10 + 6),  # names, money, the head; the signature
        ("assignment", "accepted", "update", "agency_officer", 8 + 1),  # no task changes hands; the progress
        ("opinion", "written", "sign", "agency_head", 10 + 3 + 7),  # its time, its paper, the job; the plan's outcome
    ],
)
def test_a_step_is_ten_statements_and_what_it_causes(
    world: World, key: str, state: str, name: str, role: str, limit: int
) -> None:
    instance = world.put_below(key, state)
    actor, seen = world.actor(role), world.seen(instance)
    inputs = {"target": "returned"}

    with at_most(limit):
        world.fire(instance, name, actor, seen=seen, inputs=inputs, command_id=uuid.uuid4())


def consult(world: World, count: int) -> Callable[[], Any]:
    agencies = [make_agency(posts=["specialist", "head"]) for _number in range(count)]
    for agency in agencies:
        appoint(make_person(), agency, "specialist")
    plan = world.put("plan", "drafted", subject=world.plan())
    actor, seen = world.actor("drafter"), world.seen(plan)
    answer_by = (TODAY + timedelta(days=7)).isoformat()
    inputs = {"agencies": [str(agency.uuid) for agency in agencies], "answer_by": answer_by}
    return lambda: world.fire(plan, "consult", actor, seen=seen, inputs=inputs)


@pytest.mark.usefixtures("silence")
@pytest.mark.parametrize("count", [1, 12])
def test_children_are_opened_with_statements_that_do_not_grow_with_them(world: World, count: int) -> None:
    ask = consult(world, count)

    with at_most(9 + 2 + 2 + 6):  # the step, who can answer, finding and writing the opinions, opening all children
        ask()


def test_the_job_that_tells_people_costs_two_statements(world: World) -> None:
    instance = world.put_below("assignment", "given")
    actor, seen = world.actor("agency_officer"), world.seen(instance)

    with at_most(10 + 2):
        world.fire(instance, "acknowledge", actor, seen=seen)


def test_a_refusal_is_cheap(world: World) -> None:
    instance = world.put_below("approval", "initialed")
    actor, seen = world.actor("drafter"), world.seen(instance)

    with at_most(5 + 1), pytest.raises(NotYours):
        world.fire(instance, "sign", actor, seen=seen)


@pytest.mark.parametrize("count", [1, 30])
def test_the_inbox_is_two_statements_however_much_waits(world: World, count: int) -> None:
    for _number in range(count):
        world.put_below("approval", "initialed")
    person = world.people["vice_chairman"]

    with at_most(2):
        found = queries.inbox(authorization.seats(person, AT))
        shown = [(task.instance.title, task.instance.root_id, str(task.desk), task.due_at) for task in found]

    assert len(shown) == count


@pytest.mark.parametrize(
    ("key", "state", "role", "names", "limit"),
    [
        (
            "approval",
            "initialed",
            "vice_chairman",
            ["sign", "return_", "edit"],
            3 + 5 + 1,
        ),  # guards: the plan, three of its names, the rule of the money; who sent it, and could take it back
        ("plan", "in_force", "drafter", ["close"], 3 + 3),  # guards: the plan, open assignments, consolidations
        ("assignment", "given", "agency_officer", ["acknowledge", "dispute"], 3 + 1),  # who sent it
        ("assignment", "given", "drafter", [], 3 + 1),
        ("assignment", "accepted", "drafter", ["suspend", "resume", "extend"], 3 + 3),  # does the clock run?
    ],
)
def test_what_may_be_done_now_is_three_statements_and_the_guards(
    world: World, key: str, state: str, role: str, names: list[str], limit: int
) -> None:
    instance = world.put_below(key, state)
    actor = world.actor(role)

    with at_most(limit):
        found = queries.actions(instance, actor, AT)

    assert [action.name for action in found] == names


def test_the_counting_notices_one_too_many(world: World) -> None:
    person = make_holder(make_agency(), "specialist")

    with pytest.raises(AssertionError, match="1 statements"), at_most(0):
        authorization.desks(person, AT)
