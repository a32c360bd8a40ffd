"""The Office's page: every plan on its way up by step, with who has it."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from .plan_walks import Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, OFFICE, ISSUER = "Sở Nông nghiệp và Môi trường", "Văn phòng UBND tỉnh", "Ủy ban nhân dân tỉnh Sơn Hải"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


def _submitted(province: Province, steps: int):
    """A plan that took `steps` steps of the way up."""
    walk = province.begin()
    walk.correct()
    walk.cast.take(walk.instance, "skip_consultation", reason="Đã họp thống nhất.")
    walk.submit()
    for name in ("sign_submission", "number_submission", "register")[:steps]:
        walk.cast.take(walk.approval, name)
    return walk


def test_plans_stand_under_their_step_with_who_has_them(province: Province) -> None:
    at_head, at_specialist = _submitted(province, 0), _submitted(province, 3)
    page = signed_in(province.account(OFFICE, "office_specialist")).get("/office/")
    found = {step.key: [row.instance for row in step.rows] for step in page.context["steps"] if step.rows}
    text = page.content.decode()
    assert found == {"submitted": [at_head.approval], "registered": [at_specialist.approval]}
    assert f"đang ở Thủ trưởng cơ quan, {DRAFTING}" in text
    assert f"/act/{at_specialist.approval.uuid}/propose/" in text
    assert f"/act/{at_head.approval.uuid}/" not in text


def test_one_step_can_be_looked_at_alone(province: Province) -> None:
    _submitted(province, 0), _submitted(province, 3)
    page = signed_in(province.account(OFFICE, "chief")).get("/office/?step=registered")
    assert [step.key for step in page.context["shown"]] == ["registered"]
    assert page.context["total"] == 2


def test_an_issued_plan_leaves_the_way_and_is_listed(province: Province) -> None:
    walk = _submitted(province, 3)
    walk.cast.take(walk.approval, "propose", slip="Đủ điều kiện.")
    walk.initial_and_sign()
    walk.number_and_issue()
    page = signed_in(province.account(OFFICE, "deputy_chief")).get("/office/")
    assert page.context["total"] == 0
    assert [one.plan for one in page.context["issued"]] == [walk.plan]


def test_nothing_on_the_way_is_said(province: Province) -> None:
    text = signed_in(province.account(OFFICE, "chief")).get("/office/").content.decode()
    assert "Không có hồ sơ nào đang trình" in text


@pytest.mark.parametrize(
    ("agency", "post"),
    [(DRAFTING, "head"), (DRAFTING, "specialist"), (OFFICE, "office_clerk"), (ISSUER, "vice_chairman")],
)
def test_others_do_not_come_in(province: Province, agency: str, post: str) -> None:
    assert signed_in(province.account(agency, post)).get("/office/").status_code == 403


def test_the_page_takes_few_statements(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for steps in (0, 1, 2, 3):
        _submitted(province, steps)
    client = signed_in(province.account(OFFICE, "deputy_chief"))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get("/office/").status_code == 200
