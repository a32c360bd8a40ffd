"""Duties and reports: an agency sees its own, the giver and the receiver what concerns them, others nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.cast import children
from portal.demonstration.walk import Walk
from processes.models import AssignmentAgency, Consolidation, Report
from processes.services import reporting
from workflow import clock

from .plan_walks import TEXT, Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, FINANCE, BUILDING, STRANGER = "Sở Nông nghiệp và Môi trường", "Sở Tài chính", "Sở Xây dựng", "Sở Y tế"
MOST_STATEMENTS = 15
WITH_REPORTS = TEXT.replace(
    "Sở Nông nghiệp và Môi trường theo dõi, tổng hợp kết quả, báo cáo UBND tỉnh trước ngày 15/12 hằng năm.",
    "Sở Xây dựng, Sở Tài chính báo cáo kết quả thực hiện trước ngày 05/12 hằng năm gửi UBND tỉnh "
    "(qua Sở Nông nghiệp và Môi trường tổng hợp). Sở Nông nghiệp và Môi trường tổng hợp, báo cáo UBND tỉnh "
    "trước ngày 15/12 hằng năm.",
)


@pytest.fixture
def province() -> Province:
    return settled()


def _issued(province: Province, text: str = TEXT) -> Walk:
    walk = province.begin(text)
    walk.correct()
    walk.cast.take(walk.instance, "skip_consultation", reason="Đã họp thống nhất.")
    walk.submit()
    walk.endorse()
    walk.check()
    walk.initial_and_sign()
    walk.number_and_issue()
    return walk


def _part(agency: str, role: str = "lead") -> AssignmentAgency:
    return AssignmentAgency.objects.filter(agency__name=agency, role=role).select_related("assignment").get()


def _reports_open(walk: Walk) -> None:
    """The days on which the year's reports are asked for have come."""
    last = date(timezone.localdate(walk.cast.at).year, 12, 31)
    for model in (Report, Consolidation):
        model.objects.update(opens_on=timezone.localdate(walk.cast.at), due_on=last)
    reporting.open_due(walk.cast.at)


# --- duties


def test_the_list_shows_the_own_duties_with_their_step(province: Province) -> None:
    walk = _issued(province)
    page = signed_in(province.account(BUILDING)).get("/duties/")
    [section] = page.context["sections"]
    [line] = section.lines
    text = page.content.decode()
    assert line.part == _part(BUILDING)
    assert f"/act/{line.running.instance.uuid}/acknowledge/" in text
    assert "Trồng và chăm sóc cây" in text and "Chọn giống cây" not in text
    assert walk.plan.title in text


def test_duties_to_coordinate_stand_apart_and_have_no_step(province: Province) -> None:
    _issued(province)
    page = signed_in(province.account(BUILDING)).get("/duties/?show=coordinating")
    [section] = page.context["sections"]
    assert [line.part.role for line in section.lines] == ["coordinating"]
    assert "/act/" not in page.content.decode()


def test_a_head_reads_the_duties_without_the_officers_step(province: Province) -> None:
    _issued(province)
    page = signed_in(province.account(BUILDING, "head")).get("/duties/")
    assert len(page.context["sections"]) == 1
    assert "/act/" not in page.content.decode()


def test_an_agency_without_duties_is_told_when_they_come(province: Province) -> None:
    _issued(province)
    assert "chưa được giao nhiệm vụ nào" in signed_in(province.account(STRANGER)).get("/duties/").content.decode()


def test_a_duty_shows_progress_history_and_what_else_may_be_done(province: Province) -> None:
    walk = _issued(province)
    part = _part(BUILDING)
    [process] = [one for one in children(walk.instance, "assignment") if one.subject_id == part.pk]
    process = walk.cast.take(process, "acknowledge")
    walk.cast.take(process, "update", percent="25", result="Đã ươm giống.")
    text = signed_in(province.account(BUILDING)).get(f"/duties/{part.uuid}/").content.decode()
    assert "Đã ươm giống." in text and "25 %" in text and "Nhận nhiệm vụ" in text
    assert f"/act/{process.uuid}/update/" in text and f"/act/{process.uuid}/finish/" in text


@pytest.mark.parametrize(("agency", "status"), [(BUILDING, 200), (DRAFTING, 200), (FINANCE, 404), (STRANGER, 404)])
def test_a_duty_is_known_to_its_agency_and_its_giver(province: Province, agency: str, status: int) -> None:
    _issued(province)
    client = signed_in(province.account(agency))
    assert client.get(f"/duties/{_part(BUILDING).uuid}/").status_code == status


def test_a_clerk_has_no_duties(province: Province) -> None:
    assert signed_in(province.account(BUILDING, "clerk")).get("/duties/").status_code == 403


# --- reports


def test_a_report_to_write_stands_first_with_its_step_and_a_hint(province: Province) -> None:
    walk = _issued(province, WITH_REPORTS)
    _reports_open(walk)
    client = signed_in(province.account(BUILDING))
    [line] = client.get("/reports/").context["now"]
    text = client.get(f"/reports/{line.paper.uuid}/").content.decode()
    assert f"/act/{line.running.instance.uuid}/write/" in text
    assert "Gợi ý từ tiến độ nhiệm vụ" in text and "Trồng và chăm sóc cây" in text


def test_a_report_not_asked_for_yet_says_from_when(province: Province) -> None:
    walk = _issued(province, WITH_REPORTS)
    Report.objects.update(opens_on=timezone.localdate(walk.cast.at) + timedelta(days=9))
    page = signed_in(province.account(BUILDING)).get("/reports/")
    [line] = page.context["ahead"]
    assert line.running is None and page.context["now"] == []
    assert "Mở từ" in page.content.decode()


def test_the_receiver_reads_a_report_only_after_it_was_signed(province: Province) -> None:
    walk = _issued(province, WITH_REPORTS)
    _reports_open(walk)
    report = Report.objects.get(agency__name=BUILDING)
    [process] = [one for one in children(walk.instance, "report") if one.subject_id == report.pk]
    receiver, address = signed_in(province.account(DRAFTING)), f"/reports/{report.uuid}/"
    process = walk.cast.take(process, "write", text="Đã trồng 12 km.")
    assert "12 km" not in receiver.get(address).content.decode()
    assert "12 km" in signed_in(province.account(BUILDING)).get(address).content.decode()
    process = walk.cast.take(process, "send")
    text = receiver.get(address).content.decode()
    assert "12 km" in text and f"/act/{process.uuid}/accept/" in text
    [line] = receiver.get("/reports/").context["incoming"]
    assert line.paper == report


def test_the_board_of_a_period_tells_who_sent_late_or_not(province: Province) -> None:
    walk = _issued(province, WITH_REPORTS)
    _reports_open(walk)
    late, missing = Report.objects.get(agency__name=BUILDING), Report.objects.get(agency__name=FINANCE)
    yesterday = timezone.localdate(walk.cast.at) - timedelta(days=1)
    Report.objects.filter(pk=late.pk).update(sent_at=walk.cast.at)
    Report.objects.update(due_on=yesterday)
    consolidation = Consolidation.objects.get()
    client = signed_in(province.account(DRAFTING))
    with clock.simulated(walk.cast.at):
        page = client.get(f"/reports/{consolidation.uuid}/")
    assert {row.report: row.kind for row in page.context["board"]} == {late: "late", missing: "missing"}
    Report.objects.update(due_on=timezone.localdate(walk.cast.at))
    with clock.simulated(walk.cast.at):
        page = client.get(f"/reports/{consolidation.uuid}/")
    assert {row.report: row.kind for row in page.context["board"]} == {late: "sent", missing: "awaited"}


@pytest.mark.parametrize(("agency", "status"), [(BUILDING, 200), (DRAFTING, 200), (FINANCE, 404), (STRANGER, 404)])
def test_a_report_is_known_to_who_writes_and_who_receives_it(province: Province, agency: str, status: int) -> None:
    _issued(province, WITH_REPORTS)
    report = Report.objects.get(agency__name=BUILDING)
    assert signed_in(province.account(agency)).get(f"/reports/{report.uuid}/").status_code == status


def test_a_consolidation_is_not_shown_to_who_reports_to_it(province: Province) -> None:
    _issued(province, WITH_REPORTS)
    client = signed_in(province.account(BUILDING))
    assert client.get(f"/reports/{Consolidation.objects.get().uuid}/").status_code == 404


def test_the_pages_take_few_statements(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = _issued(province, WITH_REPORTS)
    _reports_open(walk)
    report, consolidation = Report.objects.get(agency__name=BUILDING), Consolidation.objects.get()
    addresses = {
        BUILDING: ["/duties/", f"/duties/{_part(BUILDING).uuid}/", "/reports/", f"/reports/{report.uuid}/"],
        DRAFTING: ["/duties/?show=all", "/reports/", f"/reports/{report.uuid}/", f"/reports/{consolidation.uuid}/"],
    }
    for agency, pages in addresses.items():
        client = signed_in(province.account(agency))
        for address in pages:
            with django_assert_max_num_queries(MOST_STATEMENTS):
                assert client.get(address).status_code == 200


def test_of_stopping_the_clock_and_going_on_the_page_offers_the_one_that_can_be_done(province: Province) -> None:
    walk = _issued(province)
    [process, *_others] = children(walk.instance, "assignment")
    walk.cast.take(process, "acknowledge")
    giver = signed_in(province.account(DRAFTING))
    page = f"/plans/{walk.instance.uuid}/"
    stop, go_on = (f"/act/{process.uuid}/{name}/" for name in ("suspend", "resume"))
    assert stop in (text := giver.get(page).content.decode()) and go_on not in text
    walk.cast.take(process, "suspend", reason="Chờ hướng dẫn của Bộ")
    assert go_on in (text := giver.get(page).content.decode()) and stop not in text
