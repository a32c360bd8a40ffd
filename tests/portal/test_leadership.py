"""The leader's pages: everything to decide on a dossier, for those on its way and nobody else, in few statements."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.cast import children
from portal.demonstration.walk import Walk
from portal.leadership.changes import changes
from processes.documents.facts import CostLine, Fact, PlanFacts, Recipient

from .plan_walks import Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, FINANCE, BUILDING, STRANGER = "Sở Nông nghiệp và Môi trường", "Sở Tài chính", "Sở Xây dựng", "Sở Y tế"
ISSUER, OFFICE = "Ủy ban nhân dân tỉnh Sơn Hải", "Văn phòng UBND tỉnh"
MOST_STATEMENTS = 15
REASON = "Nhiệm vụ 1 chưa rõ mốc thời gian."


@pytest.fixture
def province() -> Province:
    return settled()


def _at_leader(province: Province) -> Walk:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency(FINANCE), province.agency(BUILDING)], days=8)
    walk.give_opinions()
    walk.submit()
    _up(walk)
    return walk


def _up(walk: Walk) -> None:
    walk.endorse()
    walk.check()
    walk.cast.take(walk.approval, "initial_off", note="Đã rà soát.")


def test_a_late_opinion_is_shown_as_late(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency(FINANCE)], days=5)
    [opinion] = children(walk.instance, "opinion")
    walk.later(8)
    walk.tick()
    walk.cast.take(opinion, "write_late", kind="remarks", text="Đề nghị bổ sung mốc thời gian.")
    walk.cast.take(opinion, "sign")
    walk.instance.refresh_from_db()
    walk.submit()
    _up(walk)
    page = signed_in(province.account(DRAFTING)).get(f"/plans/{walk.instance.uuid}/?tab=opinions").content.decode()
    dossier = _leader(province).get(_address(walk)).content.decode()
    for text in (page, dossier):
        assert "muộn 3 ngày" in text and "Đề nghị bổ sung mốc thời gian." in text
    assert "1 trả lời muộn" in dossier


def _returned_and_sent_again(walk: Walk) -> None:
    walk.cast.take(walk.approval, "return_", target="returned", reason=REASON)
    first, *rest = walk.plan.facts.tasks
    mended = replace(walk.plan.facts, tasks=(replace(first, time=Fact.of("Tháng 3/2027")), *rest))
    walk.revise(walk.approval, mended, "Ghi rõ mốc thời gian")
    walk.cast.take(walk.approval, "resubmit", note="")
    _up(walk)


def _leader(province: Province) -> Client:
    return signed_in(province.account(ISSUER, "vice_chairman"))


def _address(walk: Walk) -> str:
    return f"/leadership/{walk.approval.uuid}/"


def test_the_card_tells_what_a_leader_weighs(province: Province) -> None:
    walk = _at_leader(province)
    page = _leader(province).get("/leadership/")
    [card] = page.context["cards"]
    text = page.content.decode()
    assert (card.dossier.opinions.asked, card.dossier.opinions.agree, card.dossier.opinions.remark) == (2, 1, 1)
    assert walk.plan.title in text and DRAFTING in text and "2/2 đã trả lời" in text
    assert "Theo dự toán được giao" in text and "Hồ sơ đúng thẩm quyền" in text
    assert f"/act/{walk.approval.uuid}/sign/" in text and f"/act/{walk.approval.uuid}/return_/" in text


def test_nothing_waits_and_the_page_says_so(province: Province) -> None:
    assert "Không có hồ sơ nào chờ bạn ký" in _leader(province).get("/leadership/").content.decode()


def test_letters_and_reports_wait_beside_plans(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency(FINANCE)], days=8)
    [opinion] = children(walk.instance, "opinion")
    walk.cast.take(opinion, "write", kind="agrees", text="")
    page = signed_in(province.account(FINANCE, "head")).get("/leadership/")
    [card] = page.context["cards"]
    assert card.dossier is None
    assert f"/act/{opinion.uuid}/sign/" in page.content.decode()


def test_the_dossier_shows_everything_and_the_two_decisions(province: Province) -> None:
    walk = _at_leader(province)
    text = _leader(province).get(_address(walk)).content.decode()
    assert "Đề nghị ghi rõ sản phẩm của từng nhiệm vụ." in text  # an opinion
    assert "thể thức đạt yêu cầu" in text and "Đã rà soát." in text  # the Office's words
    assert "Trồng và chăm sóc cây ở các tuyến đê." in text  # the plan itself
    assert f"/plans/{walk.instance.uuid}/draft.pdf" in text
    assert "Thay đổi từ lần trả lại" not in text
    assert f"/act/{walk.approval.uuid}/sign/" in text and f"/act/{walk.approval.uuid}/return_/" in text


def test_after_a_return_the_dossier_tells_what_changed_since(province: Province) -> None:
    walk = _at_leader(province)
    _returned_and_sent_again(walk)
    page = _leader(province).get(_address(walk))
    assert REASON in page.content.decode()
    assert page.context["changed"] == ["Nhiệm vụ 1: sửa thời gian."]
    now = page.context["plan"].current_version.number
    assert page.context["dossier"].way.version_returned == now - 1


def test_others_on_the_way_read_it_without_deciding(province: Province) -> None:
    walk = _at_leader(province)
    text = signed_in(province.account(OFFICE, "deputy_chief")).get(_address(walk)).content.decode()
    assert f"/act/{walk.approval.uuid}/" not in text
    assert "Phó Chủ tịch UBND" in text  # who has it now


@pytest.mark.parametrize("agency", [STRANGER, FINANCE])
def test_a_head_elsewhere_does_not_learn_that_it_exists(province: Province, agency: str) -> None:
    """Finance was asked for an opinion: it knows the draft, not the way up."""
    walk = _at_leader(province)
    client = signed_in(province.account(agency, "head"))
    assert client.get(_address(walk)).status_code == 404
    assert client.get("/leadership/").context["cards"] == []


def test_whoever_leads_nothing_is_refused(province: Province) -> None:
    walk = _at_leader(province)
    client = signed_in(province.account(DRAFTING))
    assert client.get("/leadership/").status_code == 403
    assert client.get(_address(walk)).status_code == 403


def test_another_process_is_no_dossier(province: Province) -> None:
    walk = _at_leader(province)
    assert _leader(province).get(f"/leadership/{walk.instance.uuid}/").status_code == 404


def test_the_pages_take_few_statements(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = _at_leader(province)
    _returned_and_sent_again(walk)
    for client in (_leader(province), signed_in(province.account(DRAFTING, "head"))):
        for address in ("/leadership/", _address(walk)):
            with django_assert_max_num_queries(MOST_STATEMENTS):
                assert client.get(address).status_code == 200


# --- changes


def test_equal_texts_have_no_changes(province: Province) -> None:
    facts = province.begin().plan.facts
    assert changes(facts, facts) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: replace(f, title=Fact.of("Trồng rừng")), "Trích yếu: nay là “Trồng rừng”."),
        (lambda f: replace(f, bases=()), "Căn cứ ban hành đã sửa."),
        (lambda f: replace(f, tasks=f.tasks[:1]), "Bỏ nhiệm vụ 2."),
        (
            lambda f: replace(f, tasks=(*f.tasks, replace(f.tasks[0], ref="3"))),
            "Thêm nhiệm vụ 3.",
        ),
        (
            lambda f: replace(f, tasks=(replace(f.tasks[0], text="Khác", lead=()), *f.tasks[1:])),
            "Nhiệm vụ 1: sửa nội dung, cơ quan chủ trì.",
        ),
        (
            lambda f: replace(f, costs=(CostLine("Mua cây", 5_000_000),)),
            "Kinh phí: từ 0 đồng thành 5.000.000 đồng.",
        ),
        (lambda f: replace(f, reports=()), "Chế độ báo cáo đã sửa."),
        (lambda f: replace(f, recipients=(*f.recipients, Recipient("Sở Y tế"))), "Nơi nhận đã sửa."),
        (lambda f: replace(f, signer=None), "Thẩm quyền, chức vụ người ký đã sửa."),
    ],
)
def test_each_part_that_changed_has_its_sentence(province: Province, change, sentence: str) -> None:
    facts: PlanFacts = province.begin().plan.facts
    assert changes(facts, change(facts)) == [sentence]
