"""`manage.py move_version`: for a deployment that does not start, and for whoever likes commands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories import morning
from tests.factories.matter import MatterHouse, S, again, deploy, matter, question, withdraw
from workflow import clock
from workflow.models import ProcessInstance, VersionMove

AT = morning(date(2026, 3, 10))

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Iterator[MatterHouse]:
    deploy(matter(), question())
    try:
        with clock.simulated(AT):
            yield MatterHouse(AT)
    finally:
        withdraw("matter", "question")


@pytest.fixture
def file(house: MatterHouse) -> ProcessInstance:
    """A file whose version this deployment lacks."""
    found = house.parked(S.SUBMITTED)
    deploy(matter(2), question())
    return found


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("move_version", "matter", "1", "2", *arguments, stdout=out)
    return out.getvalue()


def by(house: MatterHouse) -> tuple[str, str]:
    account = house.actor(house.archive.desks.get()).account
    assert account is not None
    return "--account", account.username


def test_it_only_shows_unless_told_to_move(file: ProcessInstance) -> None:
    assert said().startswith("submitted → Đã trình: 1 hồ sơ\n")
    assert again(file).definition_version == 1


def test_it_moves_in_the_name_of_an_account(house: MatterHouse, file: ProcessInstance) -> None:
    text = said("--state", "submitted=reviewed", *by(house), "--reason", "Quy định mới", "--yes")

    assert text.endswith("Đã chuyển 1 hồ sơ.\n")
    assert (again(file).definition_version, again(file).state) == (2, "reviewed")
    assert VersionMove.objects.get().moved_by == house.actor(house.archive.desks.get()).person


def test_it_names_what_stands_against_it(house: MatterHouse, file: ProcessInstance) -> None:
    with pytest.raises(CommandError) as refused:
        said("--state", "submitted=done", *by(house), "--reason", "Quy định mới", "--yes")

    assert "“Đã xong” là trạng thái kết thúc" in str(refused.value) and str(file.uuid) in str(refused.value)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--yes", "--reason", "Quy định mới"), "--account"),
        (("--yes", "--account", "nobody", "--reason", "Quy định mới"), "Không có tài khoản nobody"),
        (("--state", "submitted"), "CŨ=MỚI"),
    ],
)
def test_it_asks_for_what_it_needs(file: ProcessInstance, arguments: tuple[str, ...], what: str) -> None:
    with pytest.raises(CommandError, match=what):
        said(*arguments)
    assert again(file).definition_version == 1


def test_there_is_no_move_to_a_version_that_nobody_declared(house: MatterHouse) -> None:
    with pytest.raises(CommandError, match="matter version 9"):
        call_command("move_version", "matter", "1", "9")
