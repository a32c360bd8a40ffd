"""One page for every step: what it asks, what it refuses and how, and that nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.cast import children
from portal.demonstration.walk import Walk
from processes.documents.facts import CostLine
from processes.models import FundingReview, Opinion
from processes.roles import DRAFTER
from workflow.models import AuditEntry, ProcessInstance, Task

from .plan_walks import Province, form_of, now, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
FINANCE = "Sở Tài chính"
STRANGER = "Sở Y tế"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


def test_the_page_says_what_a_step_does_and_who_takes_it(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = province.begin()
    walk.correct()
    client = signed_in(province.account(DRAFTING))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get(f"/act/{walk.instance.uuid}/consult/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Gửi dự thảo đến từng cơ quan được hỏi ý kiến" in text
    assert "Hồ sơ chuyển sang “Đang lấy ý kiến”." in text
    assert f"với chức vụ Chuyên viên, {DRAFTING}" in text
    assert "Có nhiệm vụ trong dự thảo" in text


def test_drafter_consults_chosen_agencies(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    client = signed_in(province.account(DRAFTING))
    address = f"/act/{walk.instance.uuid}/consult/"
    chosen = [str(province.agency(name).uuid) for name in (FINANCE, "Sở Xây dựng")]
    answer = client.post(address, form_of(client.get(address)) | {"agencies": chosen, "answer_by": "20/11/2099"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/plans/{walk.instance.uuid}/"
    assert now(walk.instance).state == "consulted"
    assert sorted(str(one.agency) for one in Opinion.objects.filter(plan=walk.plan)) == [FINANCE, "Sở Xây dựng"]
    assert {one.due_on.isoformat() for one in Opinion.objects.filter(plan=walk.plan)} == {"2099-11-20"}


@pytest.mark.parametrize(("typed", "kept"), [("2099-11-20", "20"), ("20.11.2099", "20")])
def test_days_are_read_as_vietnam_writes_them(province: Province, typed: str, kept: str) -> None:
    walk = province.begin()
    walk.correct()
    client = signed_in(province.account(DRAFTING))
    address = f"/act/{walk.instance.uuid}/consult/"
    sent = form_of(client.get(address)) | {"agencies": [str(province.agency(FINANCE).uuid)], "answer_by": typed}
    assert client.post(address, sent).status_code == 302
    assert str(Opinion.objects.get(plan=walk.plan).due_on.day) == kept


def test_missing_fields_are_said_beside_them_and_the_rest_is_kept(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    client = signed_in(province.account(DRAFTING))
    address = f"/act/{walk.instance.uuid}/consult/"
    chosen = str(province.agency(FINANCE).uuid)
    page = client.post(address, form_of(client.get(address)) | {"agencies": [chosen], "answer_by": "31/02/2027"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Hãy nhập ngày theo mẫu 22/11/2026." in text
    assert re.search(rf'value="{chosen}"[^>]* checked', text)
    assert 'value="31/02/2027"' in text
    assert now(walk.instance).state == "drafted"


def test_what_the_plan_lacks_is_listed_and_there_is_no_button(province: Province) -> None:
    walk = province.begin("Một bản ghi chú chưa có gì.")
    page = signed_in(province.account(DRAFTING)).get(f"/act/{walk.instance.uuid}/consult/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Chưa có trích yếu của kế hoạch." in text
    assert "Khi bạn xác nhận" not in text


def test_a_second_press_changes_nothing(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    client = signed_in(province.account(DRAFTING))
    address = f"/act/{walk.instance.uuid}/skip_consultation/"
    sent = form_of(client.get(address)) | {"reason": "Đã thống nhất tại cuộc họp."}
    first, second = client.post(address, sent), client.post(address, sent)
    assert [first.status_code, second.status_code] == [302, 302]
    taken = AuditEntry.objects.filter(instance=walk.instance, transition="skip_consultation")
    assert taken.count() == 1


def test_a_stale_page_keeps_the_text_shows_what_changed_and_can_be_confirmed(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    client = signed_in(province.account(DRAFTING))
    address = f"/act/{walk.instance.uuid}/skip_consultation/"
    sent = form_of(client.get(address)) | {"reason": "Đã thống nhất <b>tại họp</b>."}
    walk.revise(walk.instance, walk.plan.facts, "Sửa một chữ")
    page = client.post(address, sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Hồ sơ đã thay đổi sau khi bạn mở trang" in text
    assert "Sửa một chữ" in text
    assert "Đã thống nhất &lt;b&gt;tại họp&lt;/b&gt;." in text
    assert "<b>tại họp</b>" not in text
    again = client.post(address, form_of(page))
    assert again.status_code == 302
    assert now(walk.instance).state == "completed"


def test_a_step_that_left_the_state_is_said_and_the_text_stays(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    client = signed_in(province.account(DRAFTING))
    address = f"/act/{walk.instance.uuid}/skip_consultation/"
    sent = form_of(client.get(address)) | {"reason": "Đã thống nhất."}
    walk.consult([province.agency(FINANCE)], days=8)
    page = client.post(address, sent)
    assert page.status_code == 409
    assert "Đã thống nhất." in page.content.decode()
    assert "Khi bạn xác nhận" not in page.content.decode()


def test_nobody_learns_of_a_file_that_is_not_theirs(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(STRANGER))
    assert client.get(f"/act/{walk.instance.uuid}/consult/").status_code == 404
    assert client.post(f"/act/{walk.instance.uuid}/consult/", {}).status_code == 404
    assert client.get(f"/act/{uuid4()}/consult/").status_code == 404


def test_an_agency_asked_for_its_opinion_sees_neither_the_plans_steps_nor_anothers_opinion(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency(FINANCE), province.agency("Sở Xây dựng")], days=8)
    client = signed_in(province.account(FINANCE))
    theirs = Task.objects.get(instance__definition_key="opinion", desk__agency__name="Sở Xây dựng").instance
    own = Task.objects.get(instance__definition_key="opinion", desk__agency__name=FINANCE).instance
    assert client.get(f"/act/{own.uuid}/write/").status_code == 200
    assert client.get(f"/act/{theirs.uuid}/write/").status_code == 404
    assert client.get(f"/act/{walk.instance.uuid}/withdraw/").status_code == 404


def test_head_of_the_department_cannot_take_the_drafters_step(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING, "head"))
    page = client.get(f"/act/{walk.instance.uuid}/withdraw/")
    assert page.status_code == 403
    assert "thuộc về chuyên viên soạn thảo" in page.content.decode()
    assert "Khi bạn xác nhận" not in page.content.decode()


def test_an_unknown_step_is_not_found(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    assert client.get(f"/act/{walk.instance.uuid}/publish/").status_code == 404


def test_the_content_is_changed_on_its_own_page(province: Province) -> None:
    walk = province.begin()
    answer = signed_in(province.account(DRAFTING)).get(f"/act/{walk.instance.uuid}/revise/")
    assert answer.headers["Location"] == f"/plans/{walk.instance.uuid}/edit/"


def test_a_disagreement_without_a_text_is_refused_with_its_reason(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency(FINANCE)], days=8)
    [opinion] = children(walk.instance, "opinion")
    client = signed_in(province.account(FINANCE))
    address = f"/act/{opinion.uuid}/write/"
    page = client.post(address, form_of(client.get(address)) | {"kind": "disagrees", "text": ""})
    assert page.status_code == 422
    assert "Hãy viết nội dung góp ý" in page.content.decode()
    assert re.search(r'value="disagrees"[^>]* checked', page.content.decode())


def test_returning_asks_to_which_step(province: Province) -> None:
    walk = _at_the_office(province)
    client = signed_in(province.account("Văn phòng UBND tỉnh", "office_specialist"))
    address = f"/act/{walk.approval.uuid}/return_/"
    page = client.get(address)
    assert "Chờ thủ trưởng ký tờ trình" in page.content.decode()
    sent = form_of(page) | {"reason": "Bổ sung nơi nhận."}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"target": "returned"}).status_code == 302
    assert now(walk.approval).state == "returned"


def test_cost_lines_are_judged_one_by_one(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    review = _in_appraisal(province)
    client = signed_in(province.account(FINANCE))
    address = f"/act/{review.uuid}/judge/"
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get(address)
    sent = {name: value for name, value in form_of(page).items() if name != "lines"}
    wrong = client.post(address, sent | {"lines-1-agreed": "bốn trăm", "lines-1-remark": "Xem lại <i>"})
    assert wrong.status_code == 422
    assert 'value="bốn trăm"' in wrong.content.decode()
    assert "Xem lại &lt;i&gt;" in wrong.content.decode()
    right = client.post(address, sent | {"lines-1-agreed": "480.000.000", "lines-1-remark": "Giảm theo định mức"})
    assert right.status_code == 302
    [line] = FundingReview.objects.get(pk=review.subject_id).lines.all()
    assert (line.agreed, line.remark) == (480_000_000, "Giảm theo định mức")


def test_after_the_step_only_our_own_pages_are_gone_to(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    address = f"/act/{walk.instance.uuid}/withdraw/"
    sent = form_of(client.get(address)) | {"reason": "Không còn cần."}
    away = client.post(address, sent | {"next": "https://elsewhere.example/"})
    assert away.headers["Location"] == f"/plans/{walk.instance.uuid}/"


def test_next_brings_the_person_back(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    address = f"/act/{walk.instance.uuid}/withdraw/"
    page = client.get(f"{address}?next=/plans/")
    assert 'name="next" value="/plans/"' in page.content.decode()
    answer = client.post(address, form_of(page) | {"reason": "Không còn cần.", "next": "/plans/"})
    assert answer.headers["Location"] == "/plans/"


def _at_the_office(province: Province) -> Walk:
    walk = province.begin()
    walk.correct()
    walk.instance = walk.cast.take(walk.instance, "skip_consultation", reason="Đã thống nhất.")
    walk.submit()
    walk.endorse()
    walk.cast.take(walk.approval, "register")
    return walk


def _in_appraisal(province: Province) -> ProcessInstance:
    walk = province.begin()
    walk.correct()
    line = CostLine("Mua cây giống", 600_000_000, 2027, DRAFTING, "Ngân sách tỉnh")
    walk.revise(walk.instance, replace(walk.plan.facts, costs=(line,)), "Thêm kinh phí")
    walk.instance = walk.cast.take(walk.instance, "skip_consultation", reason="Đã thống nhất.")
    return walk.ask_funding()


def test_submitting_is_shown_within_the_statements_of_a_page(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = province.begin()
    walk.correct()
    walk.instance = walk.cast.take(walk.instance, "skip_consultation", reason="Nội dung đã thống nhất.")
    client = signed_in(walk.cast.holder(walk.instance, DRAFTER).account)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get(f"/act/{walk.instance.uuid}/submit/")
    assert page.status_code == 200
