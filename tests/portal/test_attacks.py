"""What somebody tries who wants to see, change or break more than is theirs."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from portal.demonstration.cast import children
from portal.demonstration.walk import Walk
from processes.models import Opinion, Plan
from workflow.models import ProcessInstance

from .plan_walks import TEXT, Province, form_of, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
FINANCE = "Sở Tài chính"
BUILDING = "Sở Xây dựng"
SECRET = "Chưa ai được đọc dòng này"
HUGE = "9" * 30


@pytest.fixture
def province() -> Province:
    return settled()


def _consulted(province: Province) -> Walk:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency(FINANCE), province.agency(BUILDING)], days=8)
    return walk


def _opinion_of(walk: Walk, name: str) -> ProcessInstance:
    own = Opinion.objects.get(plan=walk.plan, agency__name=name)
    return next(one for one in children(walk.instance, "opinion") if one.subject_id == own.pk)


def test_the_drafters_cannot_read_an_opinion_before_its_head_signs(province: Province) -> None:
    walk = _consulted(province)
    opinion = walk.cast.take(_opinion_of(walk, FINANCE), "write", kind="disagrees", text=SECRET)
    drafter = signed_in(province.account(DRAFTING))
    for step in ("write", "sign"):
        page = drafter.get(f"/act/{opinion.uuid}/{step}/")
        assert SECRET not in page.content.decode()
        assert "Không nhất trí" not in page.content.decode()
    assert SECRET in signed_in(province.account(FINANCE, "head")).get(f"/act/{opinion.uuid}/sign/").content.decode()
    walk.cast.take(opinion, "sign")
    assert SECRET in drafter.get(f"/act/{opinion.uuid}/sign/").content.decode()


def test_who_was_asked_for_an_opinion_does_not_learn_from_the_list_where_the_plan_goes(province: Province) -> None:
    walk = _consulted(province)
    walk.give_opinions()
    walk.submit()
    asked = signed_in(province.account(FINANCE)).get("/plans/")
    [row] = asked.context["rows"]
    assert row.tasks == []
    [own] = signed_in(province.account(DRAFTING)).get("/plans/").context["rows"]
    assert [task.desk.agency.name for task, _state in own.tasks] == [DRAFTING]


def test_a_revision_beyond_the_database_is_refused_not_a_fault(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    sent = form_of(client.get(f"/act/{walk.instance.uuid}/withdraw/")) | {"revision": HUGE, "reason": "x"}
    assert client.post(f"/act/{walk.instance.uuid}/withdraw/", sent).status_code in (409, 422)
    edit = {
        "base": walk.plan.current_version.hash,
        "instance": str(walk.instance.uuid),
        "revision": HUGE,
        "command_id": str(uuid4()),
    }
    assert client.post(f"/plans/{walk.instance.uuid}/edit/", edit).status_code < 500


def test_garbage_in_addresses_and_queries_is_never_a_fault(province: Province) -> None:
    walk = _consulted(province)
    client = signed_in(province.account(DRAFTING))
    for query in ("?page=" + HUGE, "?page=-1", "?tab=history&page=x", "?q=%00{{7*7}}", "?state=%00", "?back=//e.vn"):
        assert client.get(f"/plans/{query}").status_code == 200
        assert client.get(f"/plans/{walk.instance.uuid}/{query}").status_code == 200
    assert client.get(f"/act/{walk.instance.uuid}/cancel/").status_code in (404, 403, 409)


def test_a_double_click_brings_a_text_in_once(province: Province) -> None:
    client = signed_in(province.account(DRAFTING))
    sent = form_of(client.get("/plans/new/")) | {"text": TEXT}
    sent.pop("file", None)
    first, second = client.post("/plans/new/", sent), client.post("/plans/new/", sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Plan.objects.count() == 1
    other = client.post("/plans/new/", sent | {"text": TEXT.replace("2027", "2028")})
    assert other["Location"] != first["Location"]  # the form of a page gone back to, with another text


def test_a_foreign_page_cannot_press_our_buttons(province: Province) -> None:
    walk = province.begin()
    client = Client(enforce_csrf_checks=True)
    client.force_login(province.account(DRAFTING))
    for address in (f"/act/{walk.instance.uuid}/consult/", "/plans/new/", f"/files/{walk.instance.uuid}/opened/"):
        assert client.post(address, {"text": TEXT}).status_code == 403
