"""Open files that a deployment would leave without a way on: found, named, and nothing is served."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from tests.factories import morning
from tests.factories.matter import (
    SIGNER,
    WRITER,
    MatterHouse,
    S,
    choices,
    deploy,
    matter,
    question,
    withdraw,
)
from workflow import checks, registry, stranded
from workflow.definition import Outcome, Transition
from workflow.models import ProcessInstance

AT = morning(date(2026, 3, 10))

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Iterator[MatterHouse]:
    deploy(matter(), question())
    try:
        yield MatterHouse(AT)
    finally:
        withdraw("matter", "question")


def found() -> list[tuple[str, str, int, str, int]]:
    return [(one.code, one.definition_key, one.definition_version, one.state, one.count) for one in stranded.stranded()]


def test_nothing_is_stranded_where_every_version_is_there(house: MatterHouse) -> None:
    for state in (S.DRAFTED, S.ASKED, S.REVIEWED, S.SUBMITTED, S.RESTING):
        house.parked(state)

    deploy(matter(), question(), matter(2), question(2))

    assert found() == []
    stranded.refuse_stranding()


def test_files_of_a_version_that_is_gone_are_named(house: MatterHouse) -> None:
    file, _closed = house.parked(S.SUBMITTED), house.finish(house.open())

    deploy(matter(2), question())

    assert found() == [("unregistered", "matter", 1, "submitted", 1)]
    assert str(stranded.stranded()[0]) == (
        "Không có bản khai quy trình “matter” phiên bản 1, trạng thái “submitted”: 1 hồ sơ\n"
        f"  Việc submitted ({file.uuid})"
    )


def test_files_in_a_state_that_was_taken_out_of_their_version_are_named(house: MatterHouse) -> None:
    """Somebody changed a published definition in place."""
    house.parked(S.RESTING)
    house.parked(S.DRAFTED)
    stages = {state: stage for state, stage in matter().stages.items() if state != S.RESTING}
    sign = Transition("Ký", S.SUBMITTED, S.DONE, by=SIGNER)

    deploy(matter(states=choices(S, without="resting"), stages=stages, sign=sign, wake=None), question())

    assert found() == [("no_stage", "matter", 1, "resting", 1)]


@pytest.mark.parametrize(
    "answered",
    [
        Outcome("Đủ", S.ASKED, S.REVIEWED, child="question", ends=["answered", "silent"]),  # not "cancelled"
        Outcome("Đủ", S.ASKED, S.REVIEWED, child="another"),
    ],
)
def test_files_that_wait_for_what_nobody_answers_are_named(house: MatterHouse, answered: Outcome) -> None:
    house.parked(S.ASKED)
    house.parked(S.DRAFTED)

    deploy(matter(answered=answered), question())

    assert found() == [("waits", "matter", 1, "asked", 1)]


def test_files_whose_children_have_all_ended_unheard_are_named(house: MatterHouse) -> None:
    file = house.parked(S.ASKED)
    for child in file.children.order_by("pk"):
        ProcessInstance.objects.filter(pk=child.pk).update(closed_at=AT)

    assert found() == [("waits", "matter", 1, "asked", 1)]


def test_files_that_wait_for_children_of_another_round_are_named(house: MatterHouse) -> None:
    file = house.parked(S.ASKED)
    file.children.update(parent_round=0)

    assert found() == [("waits", "matter", 1, "asked", 1)]


def test_a_file_from_which_a_person_can_go_on_is_not_stranded(house: MatterHouse) -> None:
    house.parked(S.ASKED).children.update(parent_round=0)

    deploy(matter(end_early=Transition("Thôi chờ", S.ASKED, S.REVIEWED, by=WRITER)), question())

    assert found() == []


def test_who_waits_for_children_of_a_lost_version_is_not_told_twice(house: MatterHouse) -> None:
    house.parked(S.ASKED)

    deploy(matter(), question(2))

    assert {(code, key) for code, key, *_rest in found()} == {("unregistered", "question")}


def test_twenty_files_are_named_and_the_rest_counted(house: MatterHouse) -> None:
    for number in range(22):
        house.open(f"Việc {number}")
    withdraw("matter")

    [one] = stranded.stranded()

    assert (one.count, len(one.files)) == (22, 20)
    assert str(one).endswith("  … và 2 hồ sơ khác")


def test_three_statements_find_them_however_many_there_are(
    house: MatterHouse, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for state in (S.DRAFTED, S.REVIEWED, S.SUBMITTED, S.ASKED, S.ASKED):
        house.parked(state)
    deploy(matter(answered=Outcome("Đủ", S.ASKED, S.REVIEWED, child="another")), question(2))

    with django_assert_num_queries(3):
        assert len(stranded.stranded()) == 3


# --- who refuses


@pytest.fixture
def lost(house: MatterHouse) -> ProcessInstance:
    """A file that this deployment strands."""
    file = house.parked(S.SUBMITTED)
    registry.unregister(registry.get("matter", 1))
    return file


@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_command_that_serves_refuses_to_start(lost: ProcessInstance, command: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command(command)

    said = str(refused.value)
    assert f"Việc submitted ({lost.uuid})" in said
    assert "processes/past" in said and "manage.py move_version" in said


@pytest.mark.django_db(transaction=True)
async def test_an_asgi_server_is_told_that_it_cannot_start(lost_async: ProcessInstance) -> None:
    from portal.asgi import application

    server = ApplicationCommunicator(application, {"type": "lifespan"})
    await server.send_input({"type": "lifespan.startup"})
    answer = await server.receive_output(5)

    assert answer["type"] == "lifespan.startup.failed"
    assert str(lost_async.uuid) in answer["message"]


@pytest.fixture
def lost_async(transactional_db: None) -> Iterator[ProcessInstance]:
    deploy(matter(), question())
    try:
        file = MatterHouse(AT).parked(S.SUBMITTED)
        registry.unregister(registry.get("matter", 1))
        yield file
    finally:
        withdraw("matter", "question")


def test_a_wsgi_server_cannot_load_the_site(lost: ProcessInstance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "portal.wsgi", raising=False)

    with pytest.raises(stranded.Stranding, match=str(lost.uuid)):
        importlib.import_module("portal.wsgi")


def test_the_check_of_a_database_names_the_files(lost: ProcessInstance) -> None:
    [fault] = checks.nothing_stranded(databases=["default"])

    assert (fault.id, fault.level) == ("workflow.E020", 40)
    assert str(lost.uuid) in fault.msg and "move_version" in str(fault.hint)
    assert checks.nothing_stranded(databases=None) == []


def test_a_database_that_is_yet_to_be_made_strands_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(stranded, "stranded", missing)

    assert checks.nothing_stranded(databases=["default"]) == []
