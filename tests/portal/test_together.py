"""Several files and one step: only what can be done with all is offered, and each has its own answer."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.walk import Walk
from processes.models import Opinion
from workflow.models import AuditEntry, ProcessInstance

from .plan_walks import TEXT, Province, now, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, OFFICE = "Sở Nông nghiệp và Môi trường", "Văn phòng UBND tỉnh"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


def _endorsed(province: Province, count: int) -> list[ProcessInstance]:
    """So many submissions that wait for the Office's clerk."""
    found = []
    for number in range(count):
        walk: Walk = province.begin(TEXT.replace("Trồng cây xanh", f"Trồng {number + 2} loại cây"))
        walk.correct()
        walk.cast.take(walk.instance, "skip_consultation", reason="Cấp bách")
        walk.submit()
        walk.endorse()
        found.append(walk.approval)
    return found


def _decision(client: Client, files: list[ProcessInstance]) -> dict[str, Any]:
    page = client.get("/together/", {"file": [str(one.uuid) for one in files]})
    return {"file": [item.mark for item in page.context["items"]], "command_id": str(page.context["command_id"])}


def test_clerk_registers_several_submissions_at_once(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    files = _endorsed(province, 3)
    client = signed_in(province.account(OFFICE, "office_clerk"))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get("/together/")
    assert all(str(one.uuid) in page.content.decode() for one in files)
    offered = client.get("/together/", {"file": [str(one.uuid) for one in files]})
    assert [choice.action.name for choice in offered.context["choices"]] == ["register"]  # `return_` leads to several

    sent = _decision(client, files)
    done = client.post("/together/register/", sent)
    assert done.context["done"] == 3
    assert {now(one).state for one in files} == {"registered"}
    assert sorted(result.number for result in done.context["results"]) == ["1", "2", "3"]
    again = client.post("/together/register/", sent)
    assert again.context["done"] == 3
    assert AuditEntry.objects.filter(transition="register").count() == 3


def test_one_that_changed_meanwhile_is_told_and_stops_no_other(province: Province) -> None:
    first, second = _endorsed(province, 2)
    client = signed_in(province.account(OFFICE, "office_clerk"))
    sent = _decision(client, [first, second])
    drafter = province.account(DRAFTING)
    page = signed_in(drafter).get(f"/act/{first.uuid}/withdraw/")
    form = {field.name: field.value() or "" for field in page.context["form"]}
    assert signed_in(drafter).post(f"/act/{first.uuid}/withdraw/", form | {"reason": "Sai tệp"}).status_code == 302
    done = client.post("/together/register/", sent)
    assert (done.context["done"], now(first).state, now(second).state) == (1, "withdrawn", "registered")
    assert "Hồ sơ đã thay đổi sau khi bạn mở trang" in done.content.decode()


def test_what_a_step_asks_for_is_asked_once(province: Province) -> None:
    files = _endorsed(province, 2)
    clerk = signed_in(province.account(OFFICE, "office_clerk"))
    clerk.post("/together/register/", _decision(clerk, files))
    specialist = signed_in(province.account(OFFICE, "office_specialist"))
    sent = _decision(specialist, files)
    missing = specialist.post("/together/propose/", sent)
    assert missing.status_code == 422
    assert {now(one).state for one in files} == {"registered"}
    done = specialist.post("/together/propose/", sent | {"propose-slip": "Đủ thẩm quyền."})
    assert done.context["done"] == 2
    assert {entry.inputs["slip"] for entry in AuditEntry.objects.filter(transition="propose")} == {"Đủ thẩm quyền."}


def test_files_of_others_are_neither_shown_nor_touched(province: Province) -> None:
    files = _endorsed(province, 2)
    clerk = signed_in(province.account(OFFICE, "office_clerk"))
    sent = _decision(clerk, files)
    stranger = signed_in(province.account("Sở Y tế", "clerk"))
    assert "items" not in stranger.get("/together/", {"file": [str(one.uuid) for one in files]}).context
    assert stranger.post("/together/register/", sent).status_code == 302
    assert {now(one).state for one in files} == {"sent"}
    assert clerk.post("/together/register/", sent | {"file": ["no mark"]}).status_code == 404


def test_an_agency_learns_nothing_of_anothers_part_in_a_file_that_it_sees(province: Province) -> None:
    """Both were asked for an opinion on one draft; what the other has done so far is not theirs to know."""
    walk = province.begin()
    walk.correct()
    asked = [province.agency("Sở Y tế"), province.agency("Sở Xây dựng")]
    walk.consult(asked, 10)
    subjects = dict(Opinion.objects.values_list("agency__name", "pk"))
    other = ProcessInstance.objects.get(definition_key="opinion", subject_id=subjects["Sở Xây dựng"])
    author = province.account("Sở Xây dựng").person
    walk.cast.take(other, "write", kind="agrees", text="")
    stranger = signed_in(province.account("Sở Y tế"))
    assert stranger.get(f"/plans/{walk.instance.uuid}/").status_code == 200
    assert stranger.get(f"/act/{other.uuid}/sign/").status_code == 404
    sent = {"file": [f"{other.uuid}:0:"], "command_id": str(uuid.uuid4())}
    answer = stranger.post("/together/sign/", sent, follow=True)
    assert str(author) not in answer.content.decode()
    assert not any("results" in context for context in answer.context or [])
