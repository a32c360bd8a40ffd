"""Does the plan's money ask for a review, and what a review settles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from processes.documents.facts import Place
from processes.models import Document, FundingReview, FundingThreshold, Plan
from processes.services.funding import LARGE_COST, agreed_review, funding_need
from tests.factories import appoint, make_account, make_person
from tests.processes_services.province import FINANCE, HEALTH, TODAY, Province, cost, facts
from workflow.context import Actor
from workflow.models import AuditEntry, IssuedNumber, ProcessInstance
from workflow.refusals import Separated, Unmet

LARGE = facts(costs=cost(400_000_000, 200_000_000))


# --- the rule table


@pytest.mark.parametrize(("amount", "asked"), [(LARGE_COST - 1, False), (LARGE_COST, True), (LARGE_COST + 1, True)])
def test_exactly_at_the_threshold_is_asked(province: Province, amount: int, asked: bool) -> None:
    plan, _instance = province.plan(facts(costs=cost(amount)))
    assert funding_need(plan, TODAY).asked is asked


def test_the_lines_count_together(province: Province) -> None:
    plan, _instance = province.plan(facts(costs=cost(300_000_000, 200_000_000)))
    assert funding_need(plan, TODAY).asked


def test_the_threshold_is_that_of_the_day(province: Province) -> None:
    FundingThreshold.objects.create(amount=1_000_000_000, valid_from=date(2026, 1, 1), valid_to=date(2026, 3, 10))
    FundingThreshold.objects.create(amount=100_000_000, valid_from=date(2026, 3, 11))
    plan, _instance = province.plan(facts(costs=cost(600_000_000)))
    assert funding_need(plan, date(2025, 12, 31)).asked  # the rule where the table has none
    assert not funding_need(plan, date(2026, 1, 1)).asked
    assert not funding_need(plan, date(2026, 3, 10)).asked
    assert funding_need(plan, date(2026, 3, 11)).asked


def test_of_two_thresholds_the_later_one_counts(province: Province) -> None:
    FundingThreshold.objects.create(amount=1_000, valid_from=date(2020, 1, 1))
    FundingThreshold.objects.create(amount=1_000_000_000, valid_from=date(2026, 1, 1))
    plan, _instance = province.plan(facts(costs=cost(600_000_000)))
    assert not funding_need(plan, TODAY).asked


# --- what a review covers


def test_a_review_covers_the_lines_that_it_agreed_to_and_no_others(province: Province) -> None:
    plan, instance = province.plan(LARGE)
    _appraise(province, instance, "agree")
    plan = Plan.subjects.get(pk=plan.pk)
    assert agreed_review(plan) is not None

    changed = replace(LARGE, costs=cost(400_000_000, 200_000_001))
    province.take(instance, "revise", facts=changed.to_dict())
    assert agreed_review(Plan.subjects.get(pk=plan.pk)) is None
    with pytest.raises(Unmet):
        province.take(instance, "submit")

    province.take(instance, "revise", facts=LARGE.to_dict())
    province.take(instance, "submit")


def test_other_words_in_the_plan_or_another_place_of_the_table_ask_for_no_new_review(province: Province) -> None:
    plan, instance = province.plan(LARGE)
    _appraise(province, instance, "agree")
    moved = tuple(replace(line, place=Place(7, 8)) for line in LARGE.costs)
    province.take(instance, "revise", facts=replace(LARGE, title=LARGE.title.of("Khác"), costs=moved).to_dict())
    assert agreed_review(Plan.subjects.get(pk=plan.pk)) is not None


def test_what_was_agreed_lower_must_be_lowered_and_then_asks_for_no_new_review(province: Province) -> None:
    plan, instance = province.plan(LARGE)
    _appraise(province, instance, "agree", amounts=(400_000_000, 150_000_000))
    with pytest.raises(Unmet) as refused:
        province.take(instance, "submit")
    assert refused.value.guard == "funding_settled"

    lowered = replace(LARGE, costs=cost(400_000_000, 150_000_000))
    province.take(instance, "revise", facts=lowered.to_dict())
    assert agreed_review(Plan.subjects.get(pk=plan.pk)) is not None
    province.take(instance, "submit")


def test_refused_then_revised_is_reviewed_anew(province: Province) -> None:
    plan, instance = province.plan(LARGE)
    _appraise(province, instance, "refuse", reason="Vượt khả năng cân đối")
    assert agreed_review(Plan.subjects.get(pk=plan.pk)) is None
    with pytest.raises(Unmet):
        province.take(instance, "submit")

    province.take(instance, "revise", facts=replace(LARGE, costs=cost(500_000_000, 50_000_000)).to_dict())
    _appraise(province, instance, "agree")
    assert [review.agreed for review in FundingReview.objects.filter(plan=plan).order_by("pk")] == [False, True]
    province.take(instance, "submit")


# --- the steps


def test_the_lines_are_those_of_the_version_that_was_sent(province: Province) -> None:
    _plan, instance = province.plan(LARGE)
    process = _received(province, instance)
    review = FundingReview.objects.get(pk=process.subject_id)
    assert [(line.order, line.content, line.amount, line.agreed) for line in review.lines.all()] == [
        (1, "Nội dung 1", 400_000_000, None),
        (2, "Nội dung 2", 200_000_000, None),
    ]


def test_a_judgement_of_a_line_that_is_not_there_changes_nothing(province: Province) -> None:
    _plan, instance = province.plan(LARGE)
    process = _received(province, instance)
    province.take(process, "judge", lines=[{"order": 9, "agreed": 1}])
    assert not FundingReview.objects.get(pk=process.subject_id).lines.exclude(agreed=None).exists()


@pytest.mark.parametrize("end", ["agree", "refuse"])
def test_both_answers_are_numbered_papers_of_the_funding_agency(province: Province, end: str) -> None:
    _plan, instance = province.plan(LARGE)
    process = _appraise(province, instance, end, **({"reason": "Vượt"} if end == "refuse" else {}))
    review = FundingReview.objects.get(pk=process.subject_id)
    paper = Document.objects.get(instance=process, kind="funding_opinion")
    number = IssuedNumber.objects.get(instance=process)
    assert review.agreed is (end == "agree")
    assert (review.number, paper.number, number.text) == ("01/STC-QLNS",) * 3
    assert (paper.issuer, paper.issued_on) == (province[FINANCE], TODAY)


def test_who_proposed_cannot_agree(province: Province) -> None:
    _plan, instance = province.plan(LARGE)
    process = _proposed(province, instance)
    with pytest.raises(Separated):
        province.take(process, "agree", by=_made_head(province))


# --- an agency that appraises its own plan


def test_the_drafter_of_the_funding_agencys_own_plan_can_neither_judge_nor_agree(province: Province) -> None:
    _plan, instance = province.plan(LARGE, agency=FINANCE)
    received = _received(province, instance)
    with pytest.raises(Separated):
        province.take(received, "judge", lines=[{"order": 1, "agreed": 0}])
    province.take(received, "withdraw", reason="Giao người khác thẩm định")
    process = _proposed(province, instance, by=_second_specialist(province))
    with pytest.raises(Separated):
        province.take(process, "agree", by=_made_head(province))


@pytest.mark.parametrize(("agency", "told"), [(FINANCE, True), (HEALTH, None)])
def test_the_trail_says_that_an_agency_appraised_its_own_plan(
    province: Province, agency: str, told: bool | None
) -> None:
    _plan, instance = province.plan(LARGE, agency=agency)
    process = _proposed(province, instance, by=_second_specialist(province))
    province.take(process, "agree")
    entry = AuditEntry.objects.get(instance=process, transition="agree")
    assert entry.facts.get("appraised_by_its_drafter") is told


# --- hands


def _made_head(province: Province) -> Actor:
    """The finance specialist, who now heads the agency too."""
    specialist = province.person(FINANCE, "specialist")
    assert specialist.person is not None
    appoint(specialist.person, province[FINANCE], "head", valid_from=TODAY)
    return specialist


def _received(province: Province, instance: ProcessInstance) -> ProcessInstance:
    instance.refresh_from_db()
    if instance.state == "drafted":
        province.take(instance, "skip_consultation", reason="Cấp bách")
    province.take(instance, "ask_funding_review")
    [process] = province.below(instance, "funding_review")
    return province.take(process, "receive")


def _proposed(
    province: Province, instance: ProcessInstance, amounts: tuple[int, ...] = (), by: Actor | None = None
) -> ProcessInstance:
    process = _received(province, instance)
    asked = FundingReview.objects.get(pk=process.subject_id).lines.all()
    found = amounts or tuple(line.amount for line in asked)
    lines = [{"order": n, "agreed": amount} for n, amount in enumerate(found, start=1)]
    province.take(process, "judge", by=by, lines=lines)
    return province.take(process, "propose", by=by, conclusion="Thống nhất")


def _second_specialist(province: Province) -> Actor:
    account = make_account(make_person())
    appoint(account.person, province[FINANCE], "specialist", valid_from=TODAY)
    return Actor.of(account)


def _appraise(
    province: Province, instance: ProcessInstance, end: str, *, amounts: tuple[int, ...] = (), **inputs: str
) -> ProcessInstance:
    process = _proposed(province, instance, amounts)
    return province.take(process, end, **inputs)
