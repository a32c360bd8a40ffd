"""A definition changed in every way under files parked in every state: pinned, moved, undone, or left without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories import morning
from tests.factories.matter import MatterHouse, S, again, deploy, matter, question, withdraw
from workflow import audit, moving, registry, stranded
from workflow.context import Actor
from workflow.cross_verification import verify_together
from workflow.models import ProcessInstance, VersionMove

from .changes import CHANGES, Change

AT = morning(date(2026, 3, 10))
PARKED = (S.DRAFTED, S.ASKED, S.REVIEWED, S.SUBMITTED, S.RESTING)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Iterator[MatterHouse]:
    deploy(matter(), question())
    try:
        yield MatterHouse(AT)
    finally:
        withdraw("matter", "question")


@pytest.fixture(params=CHANGES.values(), ids=CHANGES.keys())
def change(request: pytest.FixtureRequest) -> Change:
    found: Change = request.param
    return found


def parked(house: MatterHouse) -> list[ProcessInstance]:
    """A file in every state, that which waits with one child answered half and one not at all."""
    files = [house.parked(state) for state in PARKED]
    waiting = files[1]
    house.answer(waiting.children.order_by("pk")[1])
    house.parked(S.ASKED)
    return [*files, *ProcessInstance.objects.filter(parent__isnull=False, closed_at__isnull=True)]


def deploy_new(change: Change, *, beside: bool) -> None:
    """The changed definitions, beside the old ones or instead of them."""
    new = change.new()
    changed = {definition.key for definition in new}
    old = [one for key in ("matter", "question") for one in registry.versions(key) if beside or key not in changed]
    assert verify_together([*new, *old]) == []
    deploy(*old, *new)


def sound() -> bool:
    return not audit.verify_all().faults


def test_each_file_ends_by_the_version_with_which_it_began(house: MatterHouse, change: Change) -> None:
    files = parked(house)
    deploy_new(change, beside=True)

    ended = [house.finish(file) for file in files]

    assert {file.definition_version for file in ended} == {1}
    assert {registry.get(file.definition_key, 1).is_final(file.state) for file in ended} == {True}
    assert sound()


def test_a_new_file_runs_by_the_new_version(house: MatterHouse, change: Change) -> None:
    deploy_new(change, beside=True)

    ended = house.finish(house.open())

    newest = {definition.key: definition.version for definition in change.new()}
    assert ended.definition_version == newest.get("matter", 1)
    assert {child.definition_version for child in ended.children.all()} == {newest.get("question", 1)}
    assert sound()


def test_each_file_ends_by_the_version_to_which_it_was_moved(house: MatterHouse, change: Change) -> None:
    files = parked(house)
    deploy_new(change, beside=True)

    moved = move_all(house, change)
    still_sound = sound()
    ended = [house.finish(file) for file in files]

    assert still_sound and moved
    assert {(file.definition_key, file.definition_version) for file in ended} == {
        (key, 2 if key in moved else 1) for key in ("matter", "question")
    }
    assert sound()


def test_an_undone_move_leaves_each_file_where_it_was(house: MatterHouse, change: Change) -> None:
    files = parked(house)
    before = [standing(file) for file in files]
    deploy_new(change, beside=True)
    moved = move_all(house, change)

    for key in moved:
        [made] = [move for move in moving_rows() if move.definition_key == key]
        moving.undo(made, actor=administrator(house), at=house.at)
    after = [standing(file) for file in files]
    ended = [house.finish(file) for file in files]

    assert after == before
    assert {file.definition_version for file in ended} == {1}
    assert sound()


def test_a_deployment_without_the_old_version_is_refused_and_names_the_files(
    house: MatterHouse, change: Change
) -> None:
    parked(house)
    changed = {definition.key for definition in change.new()}
    lost = ProcessInstance.objects.filter(definition_key__in=changed, closed_at__isnull=True)
    deploy_new(change, beside=False)

    with pytest.raises(stranded.Stranding) as refused:
        stranded.refuse_stranding()

    assert lost.exists()
    assert [file.title for file in lost if f"{file.title} ({file.uuid})" not in str(refused.value)] == []
    move_all(house, change)
    stranded.refuse_stranding()


# --- helpers


def administrator(house: MatterHouse) -> Actor:
    return house.actor(house.archive.desks.get())


def moving_rows() -> list[VersionMove]:
    return list(VersionMove.objects.all())


def move_all(house: MatterHouse, change: Change) -> list[str]:
    """Every changed definition's open files to version 2, the older files first. Returns the keys."""
    keys = [definition.key for definition in change.new()]
    for key in keys:
        states = change.states.get(key)
        seen = moving.preview(key, 1, 2, states, at=house.at)
        assert seen.possible, [str(conflict) for conflict in seen.conflicts]
        moving.move(key, 1, 2, states, reason="Quy trình mới", actor=administrator(house), at=house.at)
    return keys


def standing(file: ProcessInstance) -> tuple[object, ...]:
    """Where a file stands and what lies where until when."""
    file = again(file)
    work = file.tasks.filter(status="open").values_list("state", "desk", "due_at")
    parts = file.participations.values_list("participant", "agency")
    return (file.definition_version, file.state, file.round, sorted(work, key=str), sorted(parts))
