"""The list of plans and a plan's page: each person sees what is theirs to see, in few statements."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.cast import children
from portal.demonstration.walk import Walk
from portal.plans.tabs import TABS
from processes.documents.facts import Fact
from processes.models import Document
from workflow import clock
from workflow.models import AccessEntry

from .plan_walks import Province, now, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
FINANCE = "Sở Tài chính"
BUILDING = "Sở Xây dựng"
STRANGER = "Sở Y tế"
MOST_STATEMENTS = 15
HOSTILE = "Cây <script>alert(1)</script> & hoa"


@pytest.fixture
def province() -> Province:
    return settled()


def _consulted(province: Province) -> Walk:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency(FINANCE), province.agency(BUILDING)], days=8)
    return walk


def _issued(province: Province) -> Walk:
    walk = _consulted(province)
    walk.give_opinions()
    walk.submit()
    walk.endorse()
    walk.check()
    walk.initial_and_sign()
    walk.number_and_issue()
    return walk


def _tabs(client: Client, walk: Walk) -> set[str]:
    return {tab.key for tab in client.get(f"/plans/{walk.instance.uuid}/").context["tabs"]}


# --- the past


def test_the_file_is_shown_as_it_was_on_a_day(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = _consulted(province)
    walk.later(3)
    walk.give_opinions()
    retitled = replace(walk.plan.facts, title=replace(walk.plan.facts.title, value="Trồng rừng ven biển năm 2027"))
    walk.revise(now(walk.instance), retitled, "Theo ý kiến của Sở Xây dựng")
    first, today = localdate(walk.instance.opened_at), localdate(province.cast.at)
    client = signed_in(province.account(DRAFTING))
    address = f"/plans/{walk.instance.uuid}/on-a-day/"
    assert address in client.get(f"/plans/{walk.instance.uuid}/?tab=history").content.decode()
    with clock.simulated(province.cast.at):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            then = client.get(address, {"day": first.strftime("%d/%m/%Y")})
        today_page = client.get(address, {"day": today.strftime("%d/%m/%Y")})
    states = {(one.process, one.state): one.count for one in then.context["standings"]}
    assert states == {("Kế hoạch", "Đang lấy ý kiến"): 1, ("Lấy ý kiến", "Chờ cơ quan góp ý"): 2}
    assert "Chuyên viên, Sở Tài chính" in then.content.decode()
    before, after = walk.plan.versions.order_by("-number")[:2][::-1]
    assert (then.context["version"], today_page.context["version"]) == (before, after)
    assert "Đã có ý kiến" in {one.state for one in today_page.context["standings"]}


@pytest.mark.parametrize(("day", "what"), [("1/1/2020", "chưa được mở"), ("1/1/2100", "chưa đến"), ("x", "hợp lệ")])
def test_a_day_without_the_file_is_refused(province: Province, day: str, what: str) -> None:
    walk = province.begin()
    answer = signed_in(province.account(DRAFTING)).get(f"/plans/{walk.instance.uuid}/on-a-day/", {"day": day})
    assert what in answer.content.decode()
    assert "standings" not in answer.context


def test_who_does_not_see_the_making_does_not_see_its_past(province: Province) -> None:
    walk = _issued(province)
    for agency in (BUILDING, STRANGER):
        assert signed_in(province.account(agency)).get(f"/plans/{walk.instance.uuid}/on-a-day/").status_code == 404


# --- the page


def test_the_drafter_reads_everything_in_few_statements(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = _consulted(province)
    client = signed_in(province.account(DRAFTING))
    for tab in TABS:
        with django_assert_max_num_queries(MOST_STATEMENTS):
            page = client.get(f"/plans/{walk.instance.uuid}/?tab={tab.key}")
        assert page.status_code == 200
        assert page.context["tab"] == tab


def test_an_issued_plan_takes_as_few_statements_however_many_agencies_it_has(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = _issued(province)
    for client in (signed_in(province.account(DRAFTING)), signed_in(province.account(BUILDING))):
        for tab in TABS:
            with django_assert_max_num_queries(MOST_STATEMENTS):
                assert client.get(f"/plans/{walk.instance.uuid}/?tab={tab.key}").status_code == 200


def test_the_head_of_the_page_says_who_has_it_and_what_the_person_may_do(province: Province) -> None:
    walk = province.begin()
    drafter = signed_in(province.account(DRAFTING)).get(f"/plans/{walk.instance.uuid}/").content.decode()
    assert "Chưa có số" in drafter
    assert f"Đang ở: <strong>Chuyên viên</strong>, {DRAFTING}" in drafter
    assert f"/act/{walk.instance.uuid}/consult/" in drafter
    head = signed_in(province.account(DRAFTING, "head")).get(f"/plans/{walk.instance.uuid}/").content.decode()
    assert f"/act/{walk.instance.uuid}/consult/" not in head


def test_opinions_lying_at_many_agencies_are_counted(province: Province) -> None:
    walk = _consulted(province)
    page = signed_in(province.account(DRAFTING)).get(f"/plans/{walk.instance.uuid}/").content.decode()
    assert "2 cơ quan chưa trả lời" in page


def test_nobody_else_learns_that_the_plan_exists(province: Province) -> None:
    walk = _issued(province)
    paper = Document.objects.get(plan=walk.plan, kind=Document.Kind.SUBMISSION)
    client = signed_in(province.account(STRANGER))
    for address in ("", "?tab=history", "draft.pdf", "edit/", "names/"):
        assert client.get(f"/plans/{walk.instance.uuid}/{address}").status_code == 404
    assert client.post(f"/files/{walk.instance.uuid}/opened/").status_code == 404
    assert client.get(f"/plans/documents/{paper.uuid}/").status_code == 404
    assert client.get(f"/plans/{uuid4()}/").status_code == 404
    assert client.get(f"/plans/documents/{uuid4()}/").status_code == 404


def test_a_process_below_the_plan_has_no_page_of_its_own(province: Province) -> None:
    walk = _consulted(province)
    opinion = children(walk.instance, "opinion")[0]
    assert signed_in(province.account(DRAFTING)).get(f"/plans/{opinion.uuid}/").status_code == 404


def test_an_agency_asked_for_its_opinion_sees_the_draft_and_its_own_opinion_only(province: Province) -> None:
    walk = _consulted(province)
    client = signed_in(province.account(FINANCE))
    assert _tabs(client, walk) == {"text", "tasks", "money", "opinions", "reports", "documents"}
    opinions = client.get(f"/plans/{walk.instance.uuid}/?tab=opinions").content.decode()
    assert FINANCE in opinions
    assert BUILDING not in opinions
    history = client.get(f"/plans/{walk.instance.uuid}/?tab=history")
    assert history.context["tab"].key == "text"


def test_an_agency_reads_the_version_it_was_asked_about(province: Province) -> None:
    walk = _consulted(province)
    walk.give_opinions()
    later = replace(walk.plan.facts, title=Fact.of("Một tên khác hẳn"))
    walk.revise(walk.instance, later, "Đổi tên")
    read = signed_in(province.account(FINANCE)).get(f"/plans/{walk.instance.uuid}/")
    assert read.context["facts"].title.value == "Trồng cây xanh ven biển năm 2027"
    own = signed_in(province.account(DRAFTING)).get(f"/plans/{walk.instance.uuid}/")
    assert own.context["facts"].title.value == "Một tên khác hẳn"


def test_a_recipient_sees_the_issued_plan_and_not_its_making(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    walk.instance = walk.cast.take(walk.instance, "skip_consultation", reason="Đã thống nhất.")
    walk.submit()
    walk.endorse()
    walk.check()
    walk.initial_and_sign()
    walk.number_and_issue()
    client = signed_in(province.account(BUILDING))
    assert _tabs(client, walk) == {"text", "tasks", "reports", "documents"}
    page = client.get(f"/plans/{walk.instance.uuid}/").content.decode()
    issued = Document.objects.get(plan=walk.plan, kind=Document.Kind.PLAN)
    assert issued.sha256 in page
    assert client.get(f"/plans/documents/{issued.uuid}/").status_code == 200
    slip = Document.objects.get(plan=walk.plan, kind=Document.Kind.SLIP)
    assert client.get(f"/plans/documents/{slip.uuid}/").status_code == 404
    assert client.get(f"/plans/{walk.instance.uuid}/draft.pdf").status_code == 404


def test_the_history_tells_who_what_and_why(province: Province) -> None:
    walk = province.begin()
    walk.revise(walk.instance, replace(walk.plan.facts, urgency="KHẨN"), "Thêm độ khẩn")
    walk.cast.take(walk.instance, "skip_consultation", reason="Gấp, đã họp & thống nhất.")
    page = signed_in(province.account(DRAFTING)).get(f"/plans/{walk.instance.uuid}/?tab=history").content.decode()
    assert "Kế hoạch: Không lấy ý kiến" in page
    assert "Gấp, đã họp &amp; thống nhất." in page
    assert f"Chuyên viên, {DRAFTING}" in page
    assert "Bản 2" in page


def test_hostile_text_is_shown_as_text(province: Province) -> None:
    walk = province.begin()
    facts = walk.plan.facts
    tasks = tuple(replace(task, text=HOSTILE, time=Fact.of(HOSTILE)) for task in facts.tasks)
    walk.revise(walk.instance, replace(facts, title=Fact.of(HOSTILE), tasks=tasks), HOSTILE)
    client = signed_in(province.account(DRAFTING))
    pages = [f"?tab={tab.key}" for tab in TABS] + ["edit/", "names/"]
    for address in pages:
        text = client.get(f"/plans/{walk.instance.uuid}/{address}").content.decode()
        assert "alert(1)" in text
        assert "<script>alert" not in text
    assert "<script>alert" not in client.get("/plans/").content.decode()


def test_opening_is_recorded_by_a_post_only(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    client.get(f"/plans/{walk.instance.uuid}/")
    assert not AccessEntry.objects.exists()
    assert client.get(f"/files/{walk.instance.uuid}/opened/").status_code == 405
    assert client.post(f"/files/{walk.instance.uuid}/opened/").status_code == 204
    assert AccessEntry.objects.get().instance == walk.instance


# --- papers


def test_a_paper_not_rendered_yet_is_said(province: Province) -> None:
    walk = _consulted(province)
    [opinion, *_rest] = children(walk.instance, "opinion")
    paper = Document.objects.create(
        kind="opinion", plan=walk.plan, instance=opinion, issuer=province.agency(FINANCE), title="Góp ý",
        created_at=walk.cast.at,
    )  # fmt: skip
    client = signed_in(province.account(DRAFTING))
    assert "Văn bản đang được lập" in client.get(f"/plans/documents/{paper.uuid}/", follow=True).content.decode()
    paper.sha256 = "0" * 64
    paper.file.save("paper.pdf", ContentFile(b"%PDF-1.7"))
    assert b"".join(client.get(f"/plans/documents/{paper.uuid}/")) == b"%PDF-1.7"
    assert signed_in(province.account(FINANCE)).get(f"/plans/documents/{paper.uuid}/").status_code == 200
    assert signed_in(province.account(BUILDING)).get(f"/plans/documents/{paper.uuid}/").status_code == 404


# --- the list


def _titles(client: Client, query: str = "") -> list[str]:
    return [row.plan.title for row in client.get(f"/plans/{query}").context["rows"]]


def test_the_list_holds_what_the_person_may_see(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = _consulted(province)
    client = signed_in(province.account(DRAFTING))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert _titles(client) == [walk.plan.title]
    assert _titles(signed_in(province.account(FINANCE))) == [walk.plan.title]
    assert _titles(signed_in(province.account(STRANGER))) == []


def test_the_list_is_narrowed_by_state_owner_and_words(province: Province) -> None:
    walk = _consulted(province)
    client = signed_in(province.account(FINANCE))
    assert _titles(client, "?state=consulted") == [walk.plan.title]
    assert _titles(client, "?state=drafted") == []
    assert _titles(client, "?state=nothing") == [walk.plan.title]
    assert _titles(client, "?whose=agency") == []
    assert _titles(client, "?whose=mine") == []
    assert _titles(client, "?q=ven+bien+TRONG") == [walk.plan.title]
    assert _titles(client, "?q=đô+thị") == []
    assert _titles(signed_in(province.account(DRAFTING)), "?whose=mine") == [walk.plan.title]


def test_the_list_has_pages(province: Province) -> None:
    for number in range(26):
        province.begin(f"KẾ HOẠCH\nKế hoạch số {number:02}\n")
    client = signed_in(province.account(DRAFTING))
    assert len(_titles(client)) == 25
    assert len(_titles(client, "?page=2")) == 1
    assert len(_titles(client, "?page=99")) == 1


def test_the_reason_for_a_return_stands_above_the_steps(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    walk.instance = walk.cast.take(walk.instance, "skip_consultation", reason="Nội dung đã thống nhất.")
    walk.submit()
    walk.cast.take(walk.approval, "return_", target="returned", reason="Bổ sung căn cứ <b>pháp lý</b>.")
    client = signed_in(province.account(DRAFTING))
    text = client.get(f"/plans/{walk.instance.uuid}/").content.decode()
    assert "Bổ sung căn cứ &lt;b&gt;pháp lý&lt;/b&gt;." in text
    walk.cast.take(walk.approval, "resubmit", note="")
    assert "Bổ sung căn cứ" not in client.get(f"/plans/{walk.instance.uuid}/").content.decode()
