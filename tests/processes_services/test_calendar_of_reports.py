"""Reporting rules become papers with days: which periods, which last day, in which years."""

from __future__ import annotations

from datetime import date

import pytest

from processes.documents.facts import Cycle, ReportRule
from processes.models import Consolidation, Plan, Report, ReportDuty
from processes.services import reporting
from processes.services.calendar_of_reports import Occurrence, occurrences, plan_years
from tests.factories import morning
from tests.processes_services.province import (
    CULTURE,
    FINANCE,
    HEALTH,
    MINISTRY,
    OFFICE,
    SCIENCE,
    TODAY,
    Province,
    consolidation,
    facts,
    rule,
)

NEW_YEAR = date(2026, 1, 2)


def papers(
    cycle: str, due: str = "", *, before: bool = True, issued: date = NEW_YEAR, last: int | None = None
) -> list[Occurrence]:
    said = ReportRule("các sở", (), Cycle(cycle), due, before)
    return list(occurrences(said, issued, (issued.year, last)))


def dues(cycle: str, due: str = "", **options: object) -> list[tuple[str, date | None]]:
    return [(paper.period, paper.due_on) for paper in papers(cycle, due, **options)]  # type: ignore[arg-type]


# --- the last day


def test_before_a_day_is_by_the_end_of_the_day_before() -> None:
    assert dues("annual", "06-15") == [("năm 2026", date(2026, 6, 14))]


def test_on_a_day_is_by_the_end_of_that_day() -> None:
    assert dues("annual", "12-10", before=False) == [("năm 2026", date(2026, 12, 10))]


def test_before_the_first_of_a_month_is_the_last_of_the_month_before() -> None:
    assert dues("annual", "12-01") == [("năm 2026", date(2026, 11, 30))]
    assert dues("annual", "03-01", issued=date(2028, 1, 3)) == [("năm 2028", date(2028, 2, 29))]


@pytest.mark.parametrize(
    ("year", "before", "last"),
    [
        (2028, False, date(2028, 2, 29)),
        (2028, True, date(2028, 2, 28)),
        (2027, False, date(2027, 2, 28)),
        (2027, True, date(2027, 2, 28)),
    ],
)
def test_the_29th_of_february_is_the_last_of_february_in_other_years(year: int, before: bool, last: date) -> None:
    assert dues("annual", "02-29", before=before, issued=date(year, 1, 2))[0][1] == last


@pytest.mark.parametrize("due", ["13-05", "00-10", "cuối năm", ""])
def test_words_that_name_no_day_give_none(due: str) -> None:
    assert dues("annual", due) == [("năm 2026", None)]


# --- periods


def test_a_half_year_is_the_one_that_its_day_ends() -> None:
    assert dues("semiannual", "06-15") == [("6 tháng đầu năm 2026", date(2026, 6, 14))]
    assert dues("semiannual", "12-15") == [("6 tháng cuối năm 2026", date(2026, 12, 14))]
    assert dues("semiannual", "01-10") == [("6 tháng cuối năm 2026", date(2027, 1, 9))]


def test_half_years_without_a_day_are_two() -> None:
    found = papers("semiannual")
    assert [(one.period, one.due_on, one.opens_on) for one in found] == [
        ("6 tháng đầu năm 2026", None, date(2026, 5, 31)),
        ("6 tháng cuối năm 2026", None, date(2026, 12, 1)),
    ]


def test_a_year_that_is_reported_on_in_january_is_the_one_before() -> None:
    assert dues("annual", "01-10") == [("năm 2026", date(2027, 1, 9))]


def test_quarters_with_a_day_of_their_last_month() -> None:
    assert dues("quarterly", "ngày 25 tháng cuối quý") == [
        ("quý I/2026", date(2026, 3, 24)),
        ("quý II/2026", date(2026, 6, 24)),
        ("quý III/2026", date(2026, 9, 24)),
        ("quý IV/2026", date(2026, 12, 24)),
    ]


def test_quarters_with_a_day_of_the_month_after() -> None:
    assert dues("quarterly", "ngày 05 tháng đầu quý sau", before=False) == [
        ("quý I/2026", date(2026, 4, 5)),
        ("quý II/2026", date(2026, 7, 5)),
        ("quý III/2026", date(2026, 10, 5)),
        ("quý IV/2026", date(2027, 1, 5)),
    ]


@pytest.mark.parametrize(
    ("due", "period", "day"),
    [
        ("03-15", "quý I/2026", date(2026, 3, 14)),
        ("04-05", "quý I/2026", date(2026, 4, 4)),
        ("12-15", "quý IV/2026", date(2026, 12, 14)),
        ("01-05", "quý IV/2026", date(2027, 1, 4)),
    ],
)
def test_a_quarter_with_a_day_of_its_own_is_one_paper(due: str, period: str, day: date) -> None:
    assert dues("quarterly", due) == [(period, day)]


def test_quarters_without_a_day_are_asked_for_at_their_ends() -> None:
    found = papers("quarterly")
    assert [one.due_on for one in found] == [None] * 4
    assert [one.opens_on for one in found] == [
        date(2026, 3, 1),
        date(2026, 5, 31),
        date(2026, 8, 31),
        date(2026, 12, 1),
    ]


def test_months_are_twelve_and_a_day_that_a_month_lacks_is_its_last() -> None:
    found = dues("monthly", "31 hằng tháng", before=False)
    assert len(found) == 12
    assert found[1] == ("tháng 2/2026", date(2026, 2, 28))
    assert found[3] == ("tháng 4/2026", date(2026, 4, 30))
    assert dues("monthly", "ngày 05 tháng sau")[11] == ("tháng 12/2026", date(2027, 1, 4))


def test_once_is_once_in_whatever_year() -> None:
    assert dues("once", "2027-12-15") == [("một lần", date(2027, 12, 14))]
    assert dues("once", "2025-12-15") == []
    assert dues("once", "2026-02-30") == []
    assert dues("once") == []


@pytest.mark.parametrize("cycle", ["adhoc", "daily"])
def test_reports_on_call_have_no_paper_until_called_for(cycle: str) -> None:
    assert dues(cycle, "khi có yêu cầu") == []


# --- which year


def test_it_is_asked_for_thirty_days_before_and_not_before_the_plan_was_issued() -> None:
    assert papers("annual", "06-15")[0].opens_on == date(2026, 5, 15)
    assert papers("annual", "06-15", issued=date(2026, 6, 1))[0].opens_on == date(2026, 6, 1)


def test_the_last_day_itself_is_still_asked_for_and_after_it_the_next_year() -> None:
    assert dues("annual", "06-15", issued=date(2026, 6, 14)) == [("năm 2026", date(2026, 6, 14))]
    assert dues("annual", "06-15", issued=date(2026, 6, 15)) == [("năm 2027", date(2027, 6, 14))]
    assert dues("annual", "06-15", issued=date(2026, 6, 15), last=2026) == []


def test_months_that_are_over_come_next_year() -> None:
    found = dues("monthly", "20 hằng tháng", issued=date(2026, 3, 20))
    assert found[2] == ("tháng 3/2027", date(2027, 3, 19))
    assert found[3] == ("tháng 4/2026", date(2026, 4, 19))


@pytest.mark.parametrize(
    ("title", "issued", "years"),
    [
        ("Công tác thông tin đối ngoại năm 2019", date(2019, 1, 28), (2019, 2019)),
        ("Chuyển đổi số giai đoạn 2026 - 2030", date(2026, 3, 1), (2026, 2030)),
        ("Chuyển đổi số giai đoạn 2026-2030, tầm nhìn 2045", date(2026, 3, 1), (2026, 2030)),
        ("Chuyển đổi số giai đoạn 2021 - 2025", date(2023, 3, 1), (2023, 2025)),
        ("Phát triển du lịch đến năm 2030", date(2026, 3, 1), (2026, 2030)),
        ("Cải cách hành chính năm 2027", date(2026, 11, 20), (2027, 2027)),
        ("Cải cách hành chính năm 2027", date(2026, 3, 1), (2026, 2027)),
        ("Thi hành Luật Đất đai năm 2024", date(2026, 3, 1), (2026, None)),
        ("Thực hiện Nghị quyết số 12/2025/NQ-HĐND", date(2026, 3, 1), (2026, None)),
        ("Nâng cao chất lượng dân số", date(2026, 3, 1), (2026, None)),
    ],
)
def test_the_title_says_how_long(title: str, issued: date, years: tuple[int, int | None]) -> None:
    assert plan_years(title, issued) == years


# --- papers in rows


def rows(plan: Plan, tier: int = 1) -> set[tuple[str, str]]:
    found = (Report if tier == 1 else Consolidation).objects.filter(duty__plan=plan)
    return set(found.values_list("agency_name", "period"))


def test_every_agency_but_the_receiving_one_owes_its_paper(province: Province) -> None:
    plan, _instance = province.in_force(facts(reports=(rule(), consolidation())))
    assert rows(plan) == {(name, "năm 2026") for name in (FINANCE, CULTURE, SCIENCE)}
    assert rows(plan, tier=2) == {(HEALTH, "năm 2026")}


def test_the_receiver_is_the_way_through_then_the_addressee_then_the_drafter(province: Province) -> None:
    reports = (
        rule(CULTURE, via=SCIENCE),
        rule(CULTURE, via="", to=(MINISTRY, FINANCE)),
        rule(CULTURE, via="", to=("UBND tỉnh",)),
        rule(CULTURE, via=OFFICE),
    )
    plan, _instance = province.in_force(facts(reports=reports))
    receivers = [duty.receiver.name for duty in ReportDuty.objects.filter(plan=plan).select_related("receiver")]
    assert receivers == [SCIENCE, FINANCE, HEALTH, OFFICE]


def test_a_rule_on_call_is_kept_without_papers(province: Province) -> None:
    plan, _instance = province.in_force(facts(reports=(rule(cycle="adhoc", due="khi có yêu cầu"),)))
    assert ReportDuty.objects.get(plan=plan).cycle == "adhoc"
    assert rows(plan) == set()


def test_the_paper_of_the_year_after_is_added_when_this_years_is_opened_and_once(province: Province) -> None:
    plan, _instance = province.in_force(facts(reports=(rule(CULTURE), consolidation())))
    assert rows(plan) == {(CULTURE, "năm 2026")}

    reporting.open_due(morning(date(2026, 11, 3)))
    assert rows(plan) == {(CULTURE, "năm 2026")}
    for _tick in range(2):
        reporting.open_due(morning(date(2026, 11, 20)))
    assert rows(plan) == {(CULTURE, "năm 2026"), (CULTURE, "năm 2027")}
    assert rows(plan, tier=2) == {(HEALTH, "năm 2026"), (HEALTH, "năm 2027")}
    following = Report.objects.get(duty__plan=plan, period="năm 2027")
    assert (following.opens_on, following.due_on, following.started) == (date(2027, 11, 4), date(2027, 12, 4), False)

    reporting.open_due(morning(date(2027, 11, 4)))
    assert (CULTURE, "năm 2028") in rows(plan)


def test_nothing_follows_the_last_year_of_a_plan(province: Province) -> None:
    title = facts().title.of("Chăm sóc sức khỏe ban đầu năm 2026")
    plan, _instance = province.in_force(
        facts(title=title, reports=(rule(CULTURE), rule(CULTURE, "once", "2026-11-30")))
    )
    reporting.open_due(morning(date(2026, 12, 1)))
    assert rows(plan) == {(CULTURE, "năm 2026"), (CULTURE, "một lần")}


def test_a_report_on_december_that_is_due_in_january_belongs_to_the_plans_year(province: Province) -> None:
    title = facts().title.of("Chăm sóc sức khỏe ban đầu năm 2026")
    plan, _instance = province.in_force(facts(title=title, reports=(rule(CULTURE, "quarterly", "ngày 05 tháng sau"),)))
    last = Report.objects.filter(duty__plan=plan).latest("due_on")
    assert (last.period, last.due_on) == ("quý IV/2026", date(2027, 1, 4))
    assert last.opens_on >= TODAY
