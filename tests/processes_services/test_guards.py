"""Each condition: when it holds, and each way in which it does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from processes import guards
from processes.documents import facts as said
from processes.models import Consolidation, FundingReview, Plan, Report, ReportDuty
from processes.services import naming, reporting
from tests.factories import morning
from tests.processes_services.province import (
    ALL_DEPARTMENTS,
    CONCERNED,
    CULTURE,
    FINANCE,
    HEALTH,
    MINISTRY,
    TODAY,
    Province,
    consolidation,
    cost,
    facts,
    rule,
    task,
)
from workflow.context import SYSTEM_ACTOR
from workflow.definition import Verdict
from workflow.models import ProcessInstance


def sentences(verdict: Verdict) -> list[str]:
    return [str(sentence) for sentence in verdict.missing]


# --- nothing blank


def test_nothing_is_blank_in_a_whole_plan(province: Province) -> None:
    _plan, instance = province.plan()
    assert province.judge(guards.nothing_blank, instance)


def test_something_blank_is_named(province: Province) -> None:
    _plan, instance = province.plan(facts(title=said.Fact()))
    verdict = province.judge(guards.nothing_blank, instance)
    assert not verdict
    assert sentences(verdict) == ["Chưa có trích yếu của kế hoạch."]


def test_the_approval_of_a_plan_is_judged_by_the_plan(province: Province) -> None:
    approval = province.approved(until="sign_submission")
    assert province.judge(guards.nothing_blank, approval)


# --- every name known


def test_every_name_is_known(province: Province) -> None:
    _plan, instance = province.plan(facts(tasks=(task("1", ALL_DEPARTMENTS),)))
    assert province.judge(guards.every_name_known, instance)


@pytest.mark.parametrize(
    "content",
    [
        facts(tasks=(task("1", "Sở Không Có"),)),
        facts(tasks=(task("1", CULTURE, coordinating=(said.Mention("Sở Không Có"),)),)),
        facts(recipients=(said.Recipient("Sở Không Có"),)),
        facts(recipients=(said.Recipient(f"{CULTURE}; Sở Không Có"),)),
        facts(reports=(rule("Sở Không Có"),)),
        facts(reports=(rule(via="Sở Không Có"),)),
    ],
    ids=["leading", "coordinating", "recipient", "recipient in a line", "reporter", "receiver"],
)
def test_an_unknown_name_is_told(province: Province, content: said.PlanFacts) -> None:
    _plan, instance = province.plan(content)
    verdict = province.judge(guards.every_name_known, instance)
    assert sentences(verdict) == ["Sở Không Có"]


def test_an_open_group_is_told_until_its_members_are_chosen(province: Province) -> None:
    plan, instance = province.plan(facts(tasks=(task("1", CONCERNED),)))
    assert sentences(province.judge(guards.every_name_known, instance)) == [CONCERNED]

    naming.choose(plan=plan, name=CONCERNED, agencies=[province[CULTURE]], actor=SYSTEM_ACTOR, at=morning(TODAY))
    assert province.judge(guards.every_name_known, instance)


def test_a_name_that_ended_yesterday_is_not_known_today(province: Province) -> None:
    _plan, instance = province.plan()
    province[CULTURE].names.update(valid_to=date(2026, 3, 9))
    type(province[CULTURE]).objects.filter(pk=province[CULTURE].pk).update(valid_to=date(2026, 3, 9))
    assert sentences(province.judge(guards.every_name_known, instance)) == [CULTURE]
    assert province.judge(guards.every_name_known, instance, at=morning(date(2026, 3, 9)))


# --- money


def test_large_money_asks_for_review(province: Province) -> None:
    _plan, instance = province.plan(facts(costs=cost(600_000_000)))
    verdict = province.judge(guards.money_asks_for_review, instance)
    assert verdict
    assert "600.000.000 đồng" in verdict.reason


def test_small_money_asks_for_no_review(province: Province) -> None:
    _plan, instance = province.plan(facts(costs=cost(1_000_000)))
    assert not province.judge(guards.money_asks_for_review, instance)
    settled = province.judge(guards.funding_settled, instance)
    assert settled
    assert "1.000.000 đồng" in settled.reason


def test_no_money_is_settled_with_a_reason(province: Province) -> None:
    _plan, instance = province.plan()
    assert not province.judge(guards.money_asks_for_review, instance)
    assert province.judge(guards.funding_settled, instance).reason.startswith("Kế hoạch không có dòng kinh phí riêng")


def test_large_money_is_not_settled_before_it_is_agreed(province: Province) -> None:
    plan, instance = province.plan(facts(costs=cost(600_000_000)))
    assert not province.judge(guards.funding_settled, instance)

    _review(plan, agreed=False)
    verdict = province.judge(guards.funding_settled, instance)
    assert sentences(verdict)[1] == "Gửi cơ quan tài chính thẩm định và chờ văn bản đồng ý."


def test_agreed_money_is_settled_and_not_reviewed_again(province: Province) -> None:
    plan, instance = province.plan(facts(costs=cost(600_000_000)))
    _review(plan, agreed=True)
    assert province.judge(guards.funding_settled, instance).reason.endswith("văn bản số 05/STC-QLNS.")
    assert sentences(province.judge(guards.money_asks_for_review, instance)) == [
        "Kinh phí này đã được thẩm định và đồng ý."
    ]


def test_money_agreed_lower_than_asked_is_to_be_lowered(province: Province) -> None:
    plan, instance = province.plan(facts(costs=cost(600_000_000)))
    _review(plan, agreed=True, share=80)
    verdict = province.judge(guards.funding_settled, instance)
    assert sentences(verdict)[1] == "Sửa kinh phí của từng dòng theo mức đã thẩm định tại văn bản số 05/STC-QLNS."


def test_every_cost_line_is_judged_or_named(province: Province) -> None:
    _plan, instance = province.plan(facts(costs=cost(300_000_000, 400_000_000)))
    province.take(instance, "skip_consultation", reason="Cấp bách")
    province.take(instance, "ask_funding_review")
    [process] = province.below(instance, "funding_review")
    province.take(process, "receive")
    assert sentences(province.judge(guards.every_cost_line_judged, process)) == [
        "Dòng 1: Nội dung 1", "Dòng 2: Nội dung 2",
    ]  # fmt: skip

    province.take(process, "judge", lines=[{"order": 2, "agreed": 0}])
    assert sentences(province.judge(guards.every_cost_line_judged, process)) == ["Dòng 1: Nội dung 1"]

    province.take(process, "judge", lines=[{"order": 1, "agreed": 300_000_000}])
    assert province.judge(guards.every_cost_line_judged, process)


# --- opinions


@pytest.mark.parametrize(
    ("kind", "text", "ok"),
    [
        ("agrees", None, True),
        ("remarks", "Bỏ mục 2.", True),
        ("disagrees", "Trùng nhiệm vụ.", True),
        ("remarks", None, False),
        ("disagrees", "", False),
    ],
)
def test_a_remark_needs_its_words(province: Province, kind: str, text: str | None, ok: bool) -> None:
    _plan, instance = province.plan()
    verdict = province.judge(guards.disagreement_is_explained, instance, kind=kind, text=text)
    assert bool(verdict) is ok


# --- closing


def test_open_assignments_are_counted(province: Province) -> None:
    _plan, instance = province.in_force(facts(tasks=(task("1", CULTURE, FINANCE),)))
    verdict = province.judge(guards.every_assignment_finished, instance)
    assert sentences(verdict) == ["Còn 2 phần việc chưa hoàn thành."]

    for assignment in province.below(instance, "assignment"):
        province.take(assignment, "acknowledge")
        province.take(assignment, "finish", result="Xong")
    assert province.judge(guards.every_assignment_finished, instance)


def test_a_consolidation_of_this_year_is_waited_for(province: Province) -> None:
    plan, instance = province.in_force(facts(reports=(rule(), consolidation())))
    assert sentences(province.judge(guards.every_consolidation_sent, instance)) == ["Sở Y tế: năm 2026"]

    Consolidation.objects.filter(duty__plan=plan).update(sent_at=morning(TODAY))
    assert province.judge(guards.every_consolidation_sent, instance)


def test_a_consolidation_of_a_later_year_is_not_waited_for_until_it_is_asked_for(province: Province) -> None:
    plan, instance = province.in_force(facts(reports=(rule(), consolidation())))
    Consolidation.objects.filter(duty__plan=plan).update(opens_on=date(2027, 11, 15), due_on=date(2027, 12, 14))
    assert province.judge(guards.every_consolidation_sent, instance)

    Consolidation.objects.filter(duty__plan=plan).update(started=True)
    assert not province.judge(guards.every_consolidation_sent, instance)


# --- reports


def test_reports_are_all_accepted_or_named(province: Province) -> None:
    consolidating = _collecting(province)
    accepted = province.judge(guards.every_report_accepted, consolidating)
    assert sentences(accepted) == ["Sở Khoa học: năm 2026", "Sở Tài chính: năm 2026", "Sở Văn hóa: năm 2026"]
    assert province.judge(guards.some_report_missing, consolidating)


def test_a_report_that_is_sent_but_not_accepted_is_missing(province: Province) -> None:
    consolidating = _collecting(province)
    Report.objects.exclude(agency=province[CULTURE]).update(accepted=True, sent_at=morning(TODAY))
    Report.objects.filter(agency=province[CULTURE]).update(sent_at=morning(TODAY))
    assert sentences(province.judge(guards.every_report_accepted, consolidating)) == ["Sở Văn hóa: năm 2026"]


def test_nothing_is_missing_when_all_are_accepted(province: Province) -> None:
    consolidating = _collecting(province)
    Report.objects.update(accepted=True)
    assert province.judge(guards.every_report_accepted, consolidating)
    assert sentences(province.judge(guards.some_report_missing, consolidating)) == [
        "Tất cả đã gửi; hãy dùng “Tổng hợp”."
    ]


def test_a_long_list_is_cut_short(province: Province) -> None:
    plan, instance = province.in_force(facts(reports=(rule(), consolidation())))
    duty = ReportDuty.objects.get(plan=plan, tier=2)
    for year in range(2000, 2020):
        Consolidation.objects.create(
            duty=duty, agency=province[HEALTH], agency_name=HEALTH, period=f"năm {year}", opens_on=TODAY
        )
    assert len(province.judge(guards.every_consolidation_sent, instance).missing) == guards.MOST_SHOWN


def _review(plan: Plan, *, agreed: bool, share: int = 100) -> FundingReview:
    """A review that has ended, with `share` percent of every line found right."""
    assert plan.current_version is not None
    review = FundingReview.objects.create(plan=plan, version=plan.current_version, agreed=agreed, number="05/STC-QLNS")
    for order, line in enumerate(plan.facts.costs, start=1):
        review.lines.create(order=order, content=line.content, amount=line.amount, agreed=line.amount * share // 100)
    return review


def _collecting(province: Province) -> ProcessInstance:
    """The consolidation of a plan on which three departments report through the fourth."""
    _plan, instance = province.in_force(facts(reports=(rule(), consolidation())))
    reporting.open_due(morning(date(2026, 11, 20)))
    [process] = province.below(instance, "consolidation")
    return process


def test_the_guards_are_all_tested_here() -> None:
    tested = {
        "nothing_blank", "every_name_known", "money_asks_for_review", "funding_settled", "every_cost_line_judged",
        "asked_can_answer",
        "disagreement_is_explained", "every_assignment_finished", "every_consolidation_sent", "every_report_accepted",
        "some_report_missing", "signature_is_possible",  # the last one in test_signing
    }  # fmt: skip
    assert {name for name, value in vars(guards).items() if type(value).__name__ == "Guard"} == tested


@pytest.mark.parametrize(
    ("names", "days", "holds"),
    [
        ((FINANCE,), 1, True),
        ((FINANCE,), 0, False),  # today is too late
        ((HEALTH,), 1, False),  # the drafting agency itself
        ((MINISTRY,), 1, False),  # nobody there to answer
    ],
)
def test_opinions_are_asked_of_who_can_answer_in_time(
    province: Province, names: tuple[str, ...], days: int, holds: bool
) -> None:
    _plan, instance = province.plan(agency=HEALTH)
    asked = [str(province[name].uuid) for name in names]
    context_inputs = {"agencies": asked, "answer_by": (TODAY + timedelta(days=days)).isoformat()}
    verdict = province.judge(guards.asked_can_answer, instance, **context_inputs)
    assert bool(verdict) is holds
