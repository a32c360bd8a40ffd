"""Sent too early or to the wrong post: taken back from the plan's page by who sent it, until somebody opens it."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.cast import children
from portal.demonstration.walk import Walk
from workflow.models import AccessEntry, Task

from .plan_walks import Province, form_of, now, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, FINANCE, STRANGER = "Sở Nông nghiệp và Môi trường", "Sở Tài chính", "Sở Y tế"
OFFICE = "Văn phòng UBND tỉnh"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


def _checked(province: Province) -> Walk:
    """The Office's specialist has just sent the slip up to the deputy chief."""
    walk = province.begin()
    walk.correct()
    walk.cast.take(walk.instance, "skip_consultation", reason="Cấp bách")
    walk.submit()
    walk.endorse()
    walk.check()
    return walk


def test_who_sent_a_file_takes_it_back(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = _checked(province)
    client = signed_in(province.account(OFFICE, "office_specialist"))
    address = f"/act/{walk.approval.uuid}/take_back/"
    page = f"/plans/{walk.instance.uuid}/"
    client.get(page)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert address in client.get(page).content.decode()
    with django_assert_max_num_queries(MOST_STATEMENTS):
        asked = client.get(address)
    assert "Hồ sơ chuyển sang “Văn phòng thẩm tra”" in asked.content.decode()
    assert client.post(address, form_of(asked)).status_code == 302
    assert now(walk.approval).state == "registered"


def test_nobody_else_is_offered_it(province: Province) -> None:
    walk = _checked(province)
    for account in (province.account(OFFICE, "deputy_chief"), province.account(DRAFTING, "head")):
        client = signed_in(account)
        assert "take_back" not in client.get(f"/plans/{walk.instance.uuid}/").content.decode()
        assert client.get(f"/act/{walk.approval.uuid}/take_back/").status_code == 403


def test_once_opened_it_is_no_longer_offered_and_the_page_says_who_opened_it(province: Province) -> None:
    walk = _checked(province)
    sender = signed_in(province.account(OFFICE, "office_specialist"))
    page = f"/plans/{walk.instance.uuid}/"
    assert "Chưa mở xem" in sender.get(page).content.decode()
    receiver = province.account(OFFICE, "deputy_chief")
    assert signed_in(receiver).post(f"/files/{walk.instance.uuid}/opened/").status_code == 204
    text = sender.get(page).content.decode()
    assert "Đã mở lúc" in text and str(receiver.person) in text
    assert "take_back" not in text
    assert sender.get(f"/act/{walk.approval.uuid}/take_back/").status_code == 409


def test_the_page_of_one_process_opens_that_process(province: Province) -> None:
    walk = _checked(province)
    receiver = province.account(OFFICE, "deputy_chief")
    client = signed_in(receiver)
    assert (
        f"/files/{walk.approval.uuid}/opened/" in client.get(f"/act/{walk.approval.uuid}/initial_off/").content.decode()
    )
    client.post(f"/files/{walk.approval.uuid}/opened/")
    client.post(f"/files/{walk.approval.uuid}/opened/")
    assert Task.objects.get(instance=walk.approval, status="open").seen_by == receiver.person
    assert AccessEntry.objects.get().instance == walk.approval


def test_who_cannot_see_a_file_cannot_open_it(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency(FINANCE), province.agency("Sở Xây dựng")], days=8)
    opinions = children(walk.instance, "opinion")
    theirs = Task.objects.get(instance__in=opinions, desk__agency__name="Sở Xây dựng").instance
    for agency, instance in ((STRANGER, walk.instance), (FINANCE, theirs)):
        answer = signed_in(province.account(agency)).post(f"/files/{instance.uuid}/opened/")
        assert answer.status_code == 404
    assert not AccessEntry.objects.exists()
