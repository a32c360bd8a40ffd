"""The administrator's page of versions: where files stand, what a move would do, the move and its undoing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import morning
from tests.factories.matter import SIGNER, MatterHouse, S, again, choices, deploy, matter, question, withdraw
from workflow import clock, registry
from workflow.definition import Transition
from workflow.models import ProcessInstance, VersionMove

from .people import make_account

AT = morning(date(2026, 3, 10))
LIST, MOVE = "/administration/versions/", "/administration/versions/matter/1/2/"
MOST_STATEMENTS = 15

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
def administrator(client: Client, house: MatterHouse) -> Client:
    client.force_login(make_account("administrator", "Quản trị Hệ thống", ("administrator",)))
    return client


def without_resting() -> None:
    """The second version, in which nothing rests."""
    stages = {state: stage for state, stage in matter().stages.items() if state != S.RESTING}
    sign = Transition("Ký", S.SUBMITTED, S.DONE, by=SIGNER, not_by=["submit"])
    registry.register(matter(2, states=choices(S, without="resting"), stages=stages, sign=sign, wake=None))


def moved(administrator: Client) -> VersionMove:
    administrator.post(MOVE, {"state_submitted": "submitted", "reason": "Quy định mới", "move": ""})
    return VersionMove.objects.get()


def test_only_the_administrator_comes_in_and_few_statements_do(
    house: MatterHouse, administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    house.parked(S.SUBMITTED)
    registry.register(matter(2))
    made = moved(administrator)
    other = Client()
    other.force_login(make_account("clerk", "Văn thư", ("office_clerk",)))

    for address in (LIST, MOVE, f"{LIST}moves/{made.uuid}/"):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert administrator.get(address).status_code == 200
        assert [other.get(address).status_code, other.post(address).status_code] == [403, 403]


def test_the_list_says_where_files_stand_under_which_version(house: MatterHouse, administrator: Client) -> None:
    house.parked(S.SUBMITTED)
    registry.register(matter(2))
    house.open()

    rows = {(one.key, one.number): one for one in administrator.get(LIST).context["versions"]}

    assert rows["matter", 1].states == [("Đã trình", 1)]
    assert rows["matter", 2].states == [("Đang soạn", 1)]
    assert rows["matter", 1].others == [2]


def test_a_version_that_is_gone_is_listed_with_its_files(house: MatterHouse, administrator: Client) -> None:
    house.parked(S.SUBMITTED)
    deploy(matter(2), question())

    page = administrator.get(LIST)

    assert MOVE in page.content.decode() and "không còn bản khai" in page.content.decode()


def test_the_preview_shows_what_stands_against_a_move_and_offers_none(
    house: MatterHouse, administrator: Client
) -> None:
    file = house.parked(S.RESTING)
    without_resting()

    page = administrator.get(MOVE)

    text = page.content.decode()
    assert "Phiên bản mới không có trạng thái “Đang chờ”" in text and str(file.uuid) in text
    assert not page.context["seen"].possible
    assert [svg.startswith("<svg") for _number, svg in page.context["pictures"]] == [True, True]
    assert "1 hồ sơ" in page.context["pictures"][0][1]


def test_looking_with_other_states_moves_nothing(house: MatterHouse, administrator: Client) -> None:
    file = house.parked(S.RESTING)
    without_resting()

    page = administrator.post(MOVE, {"state_resting": "submitted", "look": ""})

    assert page.context["seen"].possible
    assert again(file).definition_version == 1


def test_a_move_needs_a_reason(house: MatterHouse, administrator: Client) -> None:
    file = house.parked(S.RESTING)
    without_resting()

    page = administrator.post(MOVE, {"state_resting": "submitted", "reason": " ", "move": ""})

    assert "reason" in page.context["form"].errors
    assert again(file).definition_version == 1


def test_files_are_moved_and_moved_back(house: MatterHouse, administrator: Client) -> None:
    file = house.parked(S.SUBMITTED)
    registry.register(matter(2))

    made = moved(administrator)
    version_then = again(file).definition_version
    answer = administrator.post(f"{LIST}moves/{made.uuid}/", follow=True)

    assert (version_then, again(file).definition_version) == (2, 1)
    assert "các hồ sơ trở lại phiên bản trước" in answer.content.decode()
    assert "đã hoàn tác" in answer.content.decode()


def test_an_undo_that_comes_too_late_names_the_file(house: MatterHouse, administrator: Client) -> None:
    file = house.parked(S.SUBMITTED)
    registry.register(matter(2))
    made = moved(administrator)
    house.step(file, "sign")

    answer = administrator.post(f"{LIST}moves/{made.uuid}/")

    assert str(file.uuid) in answer.content.decode()
    assert again(file).definition_version == 2


def test_an_undo_to_a_version_that_is_gone_is_refused(house: MatterHouse, administrator: Client) -> None:
    house.parked(S.SUBMITTED)
    registry.register(matter(2))
    made = moved(administrator)
    registry.unregister(registry.get("matter", 1))

    answer = administrator.post(f"{LIST}moves/{made.uuid}/")

    assert "Phiên bản 1 của quy trình không còn bản khai." in answer.content.decode()


def test_a_forged_state_is_refused(house: MatterHouse, administrator: Client) -> None:
    file = house.parked(S.SUBMITTED)
    registry.register(matter(2))

    page = administrator.post(MOVE, {"state_submitted": "done", "reason": "Quy định mới", "move": ""})

    assert "state_submitted" in page.context["form"].errors
    assert ProcessInstance.objects.get(pk=file.pk).definition_version == 1


@pytest.mark.parametrize("address", [f"{LIST}matter/1/1/", f"{LIST}matter/1/9/", f"{LIST}nothing/1/2/"])
def test_there_is_no_move_to_nowhere(administrator: Client, address: str) -> None:
    assert administrator.get(address).status_code == 404


def test_every_version_can_be_read_in_the_library(administrator: Client) -> None:
    registry.register(matter(2, title="Việc thử nghiệm, bản hai"))

    old, new = administrator.get("/library/matter/1/"), administrator.get("/library/matter/")

    assert old.context["definition"].version == 1 and "/library/matter/2/" in old.content.decode()
    assert new.context["definition"].version == 2 and "/library/matter/1/" in new.content.decode()
    assert administrator.get("/library/matter/9/").status_code == 404


def test_a_node_that_is_older_than_a_file_asks_to_come_back(house: MatterHouse, client: Client) -> None:
    registry.register(matter(2))
    file = house.open()
    registry.unregister(registry.get("matter", 2))
    client.force_login(file.entries.get().actor)

    page = client.get(f"/act/{file.uuid}/ask/")

    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert "chưa có" in page.content.decode()
