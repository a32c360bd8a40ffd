"""The administrator's page of incidents: what nobody can do, where to put it right, and what was put right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from workflow import clock, incidents, organization, staffing
from workflow.context import SYSTEM_ACTOR
from workflow.models import Account, Agency, Incident, Participation

from .plan_walks import AT, Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, OFFICE = "Sở Nông nghiệp và Môi trường", "Văn phòng UBND tỉnh"
ADDRESS = "/administration/incidents/"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture
def administrator(province: Province) -> Client:
    return signed_in(province.account(OFFICE, "administrator"))


@pytest.fixture(autouse=True)
def a_morning():
    with clock.simulated(AT):
        yield


@pytest.fixture
def without_head(province: Province) -> Account:
    """The drafting department's head cannot sign in any more."""
    account = province.account(DRAFTING, "head")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    staffing.recheck(AT)
    return account


def text_of(client: Client, address: str = ADDRESS) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_settled_province_has_no_incident(province: Province, administrator: Client) -> None:
    assert staffing.gaps(AT) == []
    assert "mỗi bước của mọi quy trình đều có người xử lý" in text_of(administrator)


def test_an_incident_says_what_stops_and_leads_to_where_it_is_put_right(
    without_head: Account, administrator: Client
) -> None:
    text = text_of(administrator)
    agency = Agency.objects.get(name=DRAFTING)

    assert f"Người giữ vị trí “Thủ trưởng cơ quan” tại {DRAFTING} không có tài khoản đang hoạt động" in text
    assert "<strong>Trình duyệt: Chờ thủ trưởng ký tờ trình</strong>" in text
    assert f'href="/administration/agencies/{agency.uuid}/"' in text
    assert 'class="node state path trouble"' in text, "the counter-example"


def test_the_home_of_administration_counts_what_is_open(without_head: Account, administrator: Client) -> None:
    assert "1 sự cố đang mở" in text_of(administrator, "/administration/")


def test_what_was_put_right_is_listed_below(without_head: Account, administrator: Client) -> None:
    Account.objects.filter(pk=without_head.pk).update(is_active=True)
    with clock.simulated(AT + timedelta(hours=1)):
        answer = administrator.post(ADDRESS, follow=True)

    text = " ".join(answer.content.decode().split())
    assert "0 sự cố mới, 1 sự cố đã hết" in text
    assert "Đã hết gần đây" in text and "09/11/2026 09:00" in text
    assert not incidents.open_now().exists()


def test_an_appointment_made_here_closes_the_incident(
    province: Province, without_head: Account, administrator: Client
) -> None:
    desk = without_head.person.appointments.get().desk
    person = province.account("Sở Y tế").person
    address = f"/administration/desks/{desk.uuid}/?q={person.full_name}"
    administrator.post(address, {"person": str(person.uuid), "valid_from": "09/11/2026", "valid_to": ""})

    assert Incident.objects.get().closed_at == AT


def test_an_administrator_cannot_read_the_title_of_a_file_when_their_agency_has_no_part_in_it(
    province: Province, administrator: Client
) -> None:
    walk = province.begin()
    organization.deactivate(province.account(DRAFTING), actor=SYSTEM_ACTOR, at=AT)
    title = walk.instance.title

    assert Incident.objects.get().params["waiting"] == 1
    assert title not in text_of(administrator)

    Participation.objects.create(instance=walk.instance, participant="office", agency=province.agency(OFFICE))
    assert title in text_of(administrator)


def test_the_page_takes_few_statements_with_many_incidents(
    province: Province, administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Account.objects.filter(username__endswith=".head").update(is_active=False)
    staffing.recheck(AT)
    assert incidents.open_now().count() > 20

    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert administrator.get(ADDRESS).status_code == 200


def test_other_people_do_not_come_in(province: Province) -> None:
    for client in (signed_in(province.account(DRAFTING, "head")), signed_in(province.account(OFFICE, "chief"))):
        assert client.get(ADDRESS).status_code == 403
        assert client.post(ADDRESS).status_code == 403


def test_an_incident_of_another_kind_has_its_own_sentence(administrator: Client) -> None:
    incidents.speak("drill", lambda params: f"Báo động thử số {params['number']}")
    incidents.open_incidents("drill", {"one": {"number": 7}}, AT)

    assert "Báo động thử số 7" in text_of(administrator)
