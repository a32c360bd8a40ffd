"""What is typed is kept between two versions: per person and plan, never over what somebody else saved meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal import periodic
from portal.demonstration.walk import Walk
from processes.documents.facts import Fact
from processes.models import PlanVersion, WorkingCopy
from processes.services.working_copies import KEPT_FOR, drop_old

from .plan_walks import Province, content_form, facts_of, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
MOST_STATEMENTS = 15  # one of them asks PostgreSQL for the time


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture
def drafter(province: Province) -> Client:
    return signed_in(province.account(DRAFTING))


def edit(walk: Walk) -> str:
    return f"/plans/{walk.instance.uuid}/edit/"


def scratch(walk: Walk) -> str:
    return f"/plans/{walk.instance.uuid}/scratch/"


def typed(client: Client, walk: Walk, **changes: Any) -> dict[str, Any]:
    """The form with something typed into it."""
    page = client.get(edit(walk))
    return content_form(page) | {"person": str(page.context["file"].person.uuid), "edition": ""} | changes


def test_what_was_typed_is_offered_again_and_taken_up(
    province: Province, drafter: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = province.begin()
    sent = typed(drafter, walk, title="Gõ dở", order=["blocks.0"])
    with django_assert_max_num_queries(MOST_STATEMENTS):
        answer = drafter.post(scratch(walk), sent)
    assert answer.status_code == 200
    assert PlanVersion.objects.filter(plan=walk.plan).count() == 1
    page = drafter.get(edit(walk))
    assert "chưa lưu thành bản" in page.content.decode()
    assert page.context["draft"]["title"] != "Gõ dở"
    again = drafter.get(edit(walk), {"restore": "1"})
    assert again.context["draft"]["title"] == "Gõ dở"
    assert "data-kept-at=" in again.content.decode()
    assert drafter.post(edit(walk), content_form(again)).status_code == 302
    assert facts_of(walk).title.value == "Gõ dở"
    assert not WorkingCopy.objects.exists()


def test_a_copy_is_its_owners_alone(province: Province, drafter: Client) -> None:
    walk = province.begin()
    sent = typed(drafter, walk, title="Của tôi")
    assert drafter.post(scratch(walk), sent).status_code == 200
    head = signed_in(province.account(DRAFTING, "head"))
    assert head.get(scratch(walk)).status_code == 403
    assert head.post(scratch(walk), sent).status_code == 403
    stranger = signed_in(province.account("Sở Tài chính"))
    assert stranger.get(scratch(walk)).status_code == 404
    assert drafter.post(scratch(walk), sent | {"person": str(walk.plan.uuid)}).json() == {"other_person": True}
    assert WorkingCopy.objects.get().form["title"] == ["Của tôi"]


def test_a_second_window_is_told_and_overwrites_only_when_asked_to(province: Province, drafter: Client) -> None:
    walk = province.begin()
    first, second = typed(drafter, walk, title="Cửa sổ một"), typed(drafter, walk, title="Cửa sổ hai")
    edition = drafter.post(scratch(walk), first).json()["edition"]
    refused = drafter.post(scratch(walk), second)
    assert (refused.status_code, WorkingCopy.objects.get().form["title"]) == (409, ["Cửa sổ một"])
    assert drafter.post(scratch(walk), first | {"edition": edition, "title": "Một, nữa"}).status_code == 200
    assert drafter.post(scratch(walk), second | {"take_over": "1"}).status_code == 200
    assert WorkingCopy.objects.get().form["title"] == ["Cửa sổ hai"]


def test_a_version_saved_meanwhile_is_said_and_the_typing_stays(province: Province, drafter: Client) -> None:
    walk = province.begin()
    sent = typed(drafter, walk, title="Bản của tôi")
    walk.revise(walk.instance, replace(walk.plan.facts, title=Fact.of("Bản của người khác")), "Sửa tên")
    assert "đã lưu bản 2" in drafter.post(scratch(walk), sent).json()["newer"]
    page = drafter.get(edit(walk), {"restore": "1"})
    assert "đã lưu bản 2" in page.content.decode()
    stale = drafter.post(edit(walk), content_form(page))
    assert (stale.status_code, stale.context["draft"]["title"]) == (409, "Bản của tôi")
    assert facts_of(walk).title.value == "Bản của người khác"


def test_whoever_is_signed_out_is_told_so_instead_of_being_sent_away(province: Province, drafter: Client) -> None:
    walk = province.begin()
    sent = typed(drafter, walk)
    visitor = Client()
    assert visitor.post(scratch(walk), sent, headers={"HX-Request": "true"}).status_code == 401
    assert not WorkingCopy.objects.exists()
    assert "token" in drafter.get(scratch(walk)).json()


def test_an_unwanted_copy_is_dropped_and_an_old_one_forgotten(province: Province, drafter: Client) -> None:
    walk = province.begin()
    sent = typed(drafter, walk)
    drafter.post(scratch(walk), sent)
    assert drafter.post(scratch(walk), {"person": sent["person"], "do": "drop"}).status_code == 200
    assert not WorkingCopy.objects.exists()
    drafter.post(scratch(walk), sent)
    kept = WorkingCopy.objects.get().saved_at
    assert drop_old(kept + KEPT_FOR) == 0
    assert drop_old(kept + KEPT_FOR + timedelta(seconds=1)) == 1
    assert drop_old in periodic.PERIODIC


def test_a_form_of_another_plan_is_not_kept(province: Province, drafter: Client) -> None:
    walk, other = province.begin(), province.begin()
    sent = typed(drafter, walk) | {"instance": str(other.instance.uuid)}
    assert drafter.post(scratch(walk), sent).status_code == 404
    assert not WorkingCopy.objects.exists()
