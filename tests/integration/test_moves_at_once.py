"""A move to another version while people work: each file has its step before or after it, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories import morning
from tests.factories.matter import MatterHouse, S, again, deploy, matter, question, withdraw
from tests.factories.trail import clearable_trail
from workflow import audit, engine, moving
from workflow.context import Seen
from workflow.models import VersionMove
from workflow.refusals import AlreadyUndone, CannotMove, NothingToMove, Stale

from .test_races import at_once

__all__ = ["clearable_trail"]

AT = morning(date(2026, 3, 10))
ROUNDS = 8

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> Iterator[MatterHouse]:
    deploy(matter(), matter(2), question())
    try:
        yield MatterHouse(AT)
    finally:
        withdraw("matter", "question")


def test_a_step_taken_during_a_move_comes_before_it_or_is_told_of_it(house: MatterHouse) -> None:
    signer, mover = (house.actor(house.own.desks.get(position__code="head")), house.actor(house.archive.desks.get()))
    for _round in range(ROUNDS):
        deploy(matter(), question())
        file = house.parked(S.SUBMITTED)
        deploy(matter(), matter(2), question())
        seen = Seen(file.revision)

        stepped, moved = at_once(
            lambda: engine.fire(instance_id=file.uuid, transition="sign", actor=signer, at=AT, seen=seen),  # noqa: B023
            lambda: moving.move("matter", 1, 2, reason="Thử", actor=mover, at=AT),
        )

        assert isinstance(moved, VersionMove), repr(moved)
        after = again(file)
        assert after.definition_version == 2
        if isinstance(stepped, engine.Answer):
            assert (after.state, after.revision) == ("resting", seen.revision + 2)
        else:
            assert isinstance(stepped, Stale), repr(stepped)
            assert (after.state, after.revision) == ("submitted", seen.revision + 1)
    assert not audit.verify_all().faults


def test_of_two_moves_at_once_one_moves_and_the_other_finds_nothing(house: MatterHouse) -> None:
    deploy(matter(), question())
    file = house.parked(S.SUBMITTED)
    deploy(matter(), matter(2), question())
    mover = house.actor(house.archive.desks.get())

    answers = at_once(*[lambda: moving.move("matter", 1, 2, reason="Thử", actor=mover, at=AT)] * 3)

    assert sorted(type(answer).__name__ for answer in answers) == ["NothingToMove", "NothingToMove", "VersionMove"]
    assert isinstance(next(a for a in answers if not isinstance(a, VersionMove)), NothingToMove)
    assert file.entries.filter(transition="move").count() == 1


def test_a_move_is_undone_once_by_several_at_once(house: MatterHouse) -> None:
    deploy(matter(), question())
    file = house.parked(S.SUBMITTED)
    deploy(matter(), matter(2), question())
    mover = house.actor(house.archive.desks.get())
    made = moving.move("matter", 1, 2, reason="Thử", actor=mover, at=AT)

    answers = at_once(*[lambda: moving.undo(made, actor=mover, at=AT)] * 3)

    assert sum(answer is None for answer in answers) == 1
    assert all(answer is None or isinstance(answer, AlreadyUndone | CannotMove) for answer in answers), answers
    assert file.entries.filter(transition="move").count() == 2
    assert not audit.verify_all().faults
