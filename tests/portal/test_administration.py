"""The administrator's pages: the organisation, appointments by date, the rule of money, the check of the trail."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from processes.models import FundingThreshold
from workflow import calendar, clock
from workflow.models import Agency, Appointment, AuditEntry, CalendarDay, Desk, OrganizationEntry, Person

from .plan_walks import AT, Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, OFFICE = "Sở Nông nghiệp và Môi trường", "Văn phòng UBND tỉnh"
TODAY = timezone.localdate(AT)
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


def _desk(agency: str, position: str) -> Desk:
    return Desk.objects.get(agency__name=agency, position__code=position)


def _appoint(client: Client, desk: Desk, person: Person, start: str = "16/11/2026", end: str = "") -> object:
    address = f"/administration/desks/{desk.uuid}/?q={person.full_name}"
    return client.post(address, {"person": str(person.uuid), "valid_from": start, "valid_to": end})


def _addresses() -> list[str]:
    office = Agency.objects.get(name=OFFICE)
    desk = _desk(DRAFTING, "specialist")
    appointment = desk.appointments.get()
    return [
        "/administration/",
        "/administration/agencies/",
        f"/administration/agencies/{office.uuid}/",
        f"/administration/desks/{desk.uuid}/?q=van",
        f"/administration/appointments/{appointment.uuid}/",
        "/administration/audit/",
        "/administration/funding/",
        "/administration/calendar/",
    ]


def test_only_the_administrator_comes_in_and_few_statements_do(
    province: Province, administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    others = [signed_in(province.account(DRAFTING, "head")), signed_in(province.account(OFFICE, "chief"))]
    for address in _addresses():
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert administrator.get(address).status_code == 200
        assert [client.get(address).status_code for client in others] == [403, 403]
        assert [client.post(address).status_code for client in others] == [403, 403]


@pytest.mark.parametrize("words", ["y tế", "Y TE", "so y te"])
def test_an_agency_is_found_by_any_spelling(administrator: Client, words: str) -> None:
    found = administrator.get("/administration/agencies/", {"q": words}).context["page"]
    assert "Sở Y tế" in [one.name for one in found]
    assert "Sở Xây dựng" not in [one.name for one in found]


def test_an_agencys_page_names_its_posts_its_mandates_and_who_sits_there(administrator: Client) -> None:
    office = Agency.objects.get(name=OFFICE)
    text = administrator.get(f"/administration/agencies/{office.uuid}/").content.decode()
    holder = _desk(OFFICE, "deputy_chief").appointments.get().person
    assert "Phó Chánh Văn phòng" in text and holder.full_name in text
    assert "Văn phòng Ủy ban nhân dân" in text  # the mandate in the processes' words


# --- appointments


def test_a_person_is_appointed_from_a_day_and_may_act_then(province: Province, administrator: Client) -> None:
    desk, person = _desk(DRAFTING, "head"), province.account("Sở Y tế").person
    answer = _appoint(administrator, desk, person, "16/11/2026", "31/12/2026")
    made = Appointment.objects.get(desk=desk, person=person)
    assert answer["Location"] == f"/administration/agencies/{desk.agency.uuid}/"
    assert (made.valid_from, made.valid_to) == (date(2026, 11, 16), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "what"),
    [("", "", "bắt buộc"), ("31/02/2026", "", "hợp lệ"), ("16/11/2026", "15/11/2026", "từ ngày bắt đầu trở đi")],
)
def test_wrong_days_are_refused_beside_their_field(
    province: Province, administrator: Client, start: str, end: str, what: str
) -> None:
    desk, person = _desk(DRAFTING, "head"), province.account("Sở Y tế").person
    answer = _appoint(administrator, desk, person, start, end)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not Appointment.objects.filter(desk=desk, person=person).exists()


def test_nobody_is_appointed_twice_to_one_desk(administrator: Client) -> None:
    desk = _desk(DRAFTING, "head")
    holder = desk.appointments.get().person
    answer = _appoint(administrator, desk, holder)
    assert "đã đảm nhiệm chức vụ này" in answer.content.decode()
    assert desk.appointments.count() == 1


def test_the_administrator_cannot_appoint_himself(province: Province, administrator: Client) -> None:
    desk, own = _desk(DRAFTING, "head"), province.account(OFFICE, "administrator").person
    page = administrator.get(f"/administration/desks/{desk.uuid}/", {"q": own.full_name})
    assert own not in page.context["form"].fields["person"].queryset
    assert _appoint(administrator, desk, own).context["form"].errors
    assert not Appointment.objects.filter(desk=desk, person=own).exists()


def test_an_appointment_ends_with_a_day_from_today_on(administrator: Client) -> None:
    appointment = _desk(DRAFTING, "head").appointments.get()
    address = f"/administration/appointments/{appointment.uuid}/"
    past = administrator.post(address, {"valid_to": (TODAY - timedelta(days=1)).strftime("%d/%m/%Y")})
    appointment.refresh_from_db()
    assert "ngày đã qua" in past.content.decode() and appointment.valid_to is None
    assert administrator.post(address, {"valid_to": TODAY.strftime("%d/%m/%Y")}).status_code == 302
    appointment.refresh_from_db()
    assert appointment.valid_to == TODAY


def test_what_is_over_is_history(administrator: Client) -> None:
    appointment = _desk(DRAFTING, "head").appointments.get()
    Appointment.objects.filter(pk=appointment.pk).update(valid_to=TODAY - timedelta(days=1))
    assert administrator.get(f"/administration/appointments/{appointment.uuid}/").status_code == 404


# --- the rule of money


def _rule(client: Client, amount: str, day: date) -> object:
    data = {"amount": amount, "basis": "Nghị quyết 12/NQ-HĐND", "valid_from": day.strftime("%d/%m/%Y")}
    return client.post("/administration/funding/", data)


def test_a_new_rule_ends_the_one_before_it(administrator: Client) -> None:
    FundingThreshold.objects.create(amount=500_000_000, valid_from=TODAY - timedelta(days=300))
    start = TODAY + timedelta(days=10)
    assert _rule(administrator, "700.000.000", start).status_code == 302
    rows = FundingThreshold.objects.order_by("valid_from").values_list("amount", "valid_from", "valid_to")
    assert list(rows) == [
        (500_000_000, TODAY - timedelta(days=300), start - timedelta(days=1)),
        (700_000_000, start, None),
    ]


def test_a_rule_set_again_for_the_same_day_replaces_the_first(administrator: Client) -> None:
    _rule(administrator, "700.000.000", TODAY)
    _rule(administrator, "600.000.000", TODAY)
    assert list(FundingThreshold.objects.values_list("amount", "valid_from", "valid_to")) == [
        (600_000_000, TODAY, None)
    ]


def test_a_rule_never_reaches_back(administrator: Client) -> None:
    answer = _rule(administrator, "700.000.000", TODAY - timedelta(days=1))
    assert "từ hôm nay trở đi" in answer.content.decode()
    assert not FundingThreshold.objects.exists()


# --- the working calendar


def _set_day(client: Client, day: str, working: str = "no", note: str = "Công điện 9/CĐ-UBND") -> object:
    return client.post("/administration/calendar/", {"day": day, "working": working, "note": note})


def test_the_calendar_lists_the_nations_days_of_two_years(administrator: Client) -> None:
    page = administrator.get("/administration/calendar/")
    listed = {one.day: one.works for one in [*page.context["over"], *page.context["coming"]]}
    assert listed[date(2026, 8, 31)] is False and listed[date(2026, 8, 22)] is True
    assert listed[date(2027, 9, 2)] is False and date(2028, 1, 1) not in listed
    assert "không làm thay đổi thời hạn đã giao" in page.content.decode()


def test_a_day_of_the_province_is_added_and_removed(administrator: Client) -> None:
    assert _set_day(administrator, "20/11/2026").status_code == 302
    assert not calendar.is_working_day(date(2026, 11, 20))
    [own] = [one for one in administrator.get("/administration/calendar/").context["coming"] if one.is_own]
    assert (own.day, own.note) == (date(2026, 11, 20), "Công điện 9/CĐ-UBND")

    assert administrator.post("/administration/calendar/clear/", {"day": "2026-11-20"}).status_code == 302
    assert calendar.is_working_day(date(2026, 11, 20))
    assert [one.act for one in OrganizationEntry.objects.order_by("-sequence")[:2]] == [
        "clear_calendar_day",
        "set_calendar_day",
    ]


@pytest.mark.parametrize(
    ("day", "working", "note"),
    [
        ("", "no", "x"),
        ("20/11/2025", "no", "x"),
        ("01/01/2028", "no", "x"),
        ("20/11/2026", "", "x"),
        ("20/11/2026", "no", ""),
    ],
)
def test_a_day_out_of_reach_or_without_reason_is_refused(
    administrator: Client, day: str, working: str, note: str
) -> None:
    assert _set_day(administrator, day, working, note).context["form"].errors
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("day", ["", "x", "2026-12-24", "2026-11-02"])
def test_only_a_day_of_the_province_that_is_to_come_can_be_removed(administrator: Client, day: str) -> None:
    CalendarDay.objects.create(day=date(2026, 11, 2), working=False, note="đã qua")
    assert administrator.post("/administration/calendar/clear/", {"day": day}).status_code == 404
    assert CalendarDay.objects.count() == 1


# --- the trail


def test_the_check_counts_what_it_read(province: Province, administrator: Client) -> None:
    province.begin()
    page = administrator.post("/administration/audit/")
    assert page.context["result"].entries == AuditEntry.objects.count() > 0
    assert "Dấu vết toàn vẹn." in page.content.decode()


def test_opening_the_page_checks_nothing(administrator: Client) -> None:
    assert "result" not in administrator.get("/administration/audit/").context
