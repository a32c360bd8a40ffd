"""Clerks: what to number and serve, their own registers, and where an issued plan has arrived."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.cast import children
from portal.demonstration.walk import Walk
from processes.models import Recipient
from workflow.models import Register

from .plan_walks import TEXT, Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, FINANCE, BUILDING, STRANGER = "Sở Nông nghiệp và Môi trường", "Sở Tài chính", "Sở Xây dựng", "Sở Y tế"
ISSUER, OFFICE = "Ủy ban nhân dân tỉnh Sơn Hải", "Văn phòng UBND tỉnh"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


def _signed(province: Province) -> Walk:
    walk = province.begin(TEXT.replace("- Lưu: VT.", "- Tỉnh ủy (b/c);\n- Lưu: VT."))
    walk.correct()
    walk.cast.take(walk.instance, "skip_consultation", reason="Đã họp thống nhất.")
    walk.submit()
    walk.endorse()
    walk.check()
    walk.initial_and_sign()
    return walk


def _issued(province: Province) -> Walk:
    walk = _signed(province)
    walk.number_and_issue()
    return walk


def _office(province: Province):
    return signed_in(province.account(OFFICE, "office_clerk"))


def test_a_signed_plan_waits_for_its_number(province: Province) -> None:
    walk = _signed(province)
    text = _office(province).get("/clerk/").content.decode()
    assert f"/act/{walk.approval.uuid}/number/" in text and "Cấp số, ban hành" in text


def test_a_recipient_outside_the_system_is_named_on_its_line(province: Province) -> None:
    _issued(province)
    text = _office(province).get("/clerk/").content.decode()
    assert "Ghi nhận đã gửi" in text
    outside = Recipient.objects.filter(inside=False).values_list("agency_name", flat=True)
    assert outside and all(f"{name} · " in text for name in outside)


def test_a_clerk_receives_what_came_to_the_own_agency(province: Province) -> None:
    walk = _issued(province)
    [mine] = children(walk.instance, "delivery", participations__agency__name=BUILDING, state="sent")
    text = signed_in(province.account(BUILDING, "clerk")).get("/clerk/").content.decode()
    assert f"/act/{mine.uuid}/receive/" in text
    assert text.count("/receive/") == 1


def test_no_one_but_clerks_comes_in(province: Province) -> None:
    for agency, post in ((DRAFTING, "specialist"), (DRAFTING, "head"), (ISSUER, "vice_chairman")):
        assert signed_in(province.account(agency, post)).get("/clerk/").status_code == 403


# --- registers


def test_the_offices_clerk_keeps_the_issuers_register_too(province: Province) -> None:
    walk = _issued(province)
    walk.plan.refresh_from_db()
    register = Register.objects.get(agency__name=ISSUER, type_symbol="KH")
    text = _office(province).get(f"/clerk/registers/{register.uuid}/").content.decode()
    assert walk.plan.number in text and walk.plan.title in text and f"/plans/{walk.instance.uuid}/" in text


@pytest.mark.parametrize(("keeper", "status"), [(DRAFTING, 200), (BUILDING, 404), (STRANGER, 404)])
def test_a_register_opens_for_its_own_agency_alone(province: Province, keeper: str, status: int) -> None:
    _issued(province)
    register = Register.objects.get(agency__name=DRAFTING, type_symbol="TTr")
    client = signed_in(province.account(keeper, "clerk"))
    assert client.get(f"/clerk/registers/{register.uuid}/").status_code == status


def test_the_clerk_of_another_office_does_not_open_the_issuers_register(province: Province) -> None:
    _issued(province)
    register = Register.objects.get(agency__name=ISSUER, type_symbol="KH")
    client = signed_in(province.account(DRAFTING, "clerk"))
    assert client.get(f"/clerk/registers/{register.uuid}/").status_code == 404


# --- deliveries


def test_the_board_tells_where_the_plan_has_arrived(province: Province) -> None:
    walk = _issued(province)
    [delivery] = children(walk.instance, "delivery", participations__agency__name=BUILDING, state="sent")
    walk.cast.take(delivery, "receive")
    page = _office(province).get(f"/clerk/deliveries/{walk.instance.uuid}/")
    rows = {row.recipient.agency_name: row for row in page.context["rows"]}
    assert (page.context["arrived"], len(rows)) == (1, Recipient.objects.count())
    assert rows[BUILDING].is_arrived and not rows[FINANCE].is_arrived
    assert rows[FINANCE].step is None  # its own clerk's
    outside = [row for row in rows.values() if not row.recipient.inside]
    assert outside and all(row.step.name == "serve" for row in outside)


@pytest.mark.parametrize(
    ("agency", "post", "status"),
    [
        (OFFICE, "office_clerk", 200),
        (DRAFTING, "clerk", 200),
        (BUILDING, "clerk", 404),
        (STRANGER, "clerk", 404),
    ],
)
def test_the_board_is_for_those_who_send(province: Province, agency: str, post: str, status: int) -> None:
    walk = _issued(province)
    client = signed_in(province.account(agency, post))
    assert client.get(f"/clerk/deliveries/{walk.instance.uuid}/").status_code == status


def test_a_plan_without_a_number_has_no_board(province: Province) -> None:
    walk = _signed(province)
    assert _office(province).get(f"/clerk/deliveries/{walk.instance.uuid}/").status_code == 404


def test_the_pages_take_few_statements(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = _issued(province)
    register = Register.objects.get(agency__name=ISSUER, type_symbol="KH")
    addresses = ("/clerk/", f"/clerk/registers/{register.uuid}/", f"/clerk/deliveries/{walk.instance.uuid}/")
    client = _office(province)
    for address in addresses:
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert client.get(address).status_code == 200
    client = signed_in(province.account(DRAFTING, "clerk"))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get("/clerk/").status_code == 200
