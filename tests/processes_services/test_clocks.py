"""Urgency, suspended clocks and more time, in the processes that have them."""

from __future__ import annotations

from datetime import date

import pytest

from processes.models import Report
from processes.services import reporting
from tests.factories import morning
from tests.processes_services.province import CULTURE, FINANCE, HEALTH, TODAY, Province, cost, facts, rule
from workflow.calendar import local_day
from workflow.models import AuditEntry, ProcessInstance, Task
from workflow.refusals import InputsRefused, NotYours, Unmet


def due(instance: ProcessInstance) -> date:
    task = Task.objects.get(instance=instance, status=Task.Status.OPEN)
    assert task.due_at is not None
    return local_day(task.due_at)


def test_a_mark_on_the_plan_shortens_what_runs_below_it(province: Province) -> None:
    _plan, instance = province.plan(facts(costs=cost(600_000_000)))
    province.take(instance, "skip_consultation", reason="Cấp bách")
    province.take(instance, "ask_funding_review")
    [review] = province.below(instance, "funding_review")
    province.take(review, "receive")
    before = due(review)
    province.take(instance, "mark_urgency", urgency="urgent")
    review.refresh_from_db()
    assert (instance.urgency, review.urgency) == ("urgent", "urgent")
    assert due(review) < before
    assert AuditEntry.objects.get(instance=instance, transition="mark_urgency").facts["due"]


def test_the_office_marks_what_is_on_its_way_up(province: Province) -> None:
    approval = province.approved(until="register")
    before = due(approval)
    province.take(approval, "mark_urgency", urgency="express")
    assert approval.urgency == "express" and due(approval) < before
    with pytest.raises(NotYours):
        province.take(approval, "mark_urgency", urgency="normal", by=province.person(HEALTH, "specialist"))


def test_finance_stops_the_clock_with_a_reason_and_lets_it_go_on(province: Province) -> None:
    _plan, instance = province.plan(facts(costs=cost(600_000_000)))
    province.take(instance, "skip_consultation", reason="Cấp bách")
    province.take(instance, "ask_funding_review")
    [review] = province.below(instance, "funding_review")
    province.take(review, "receive")
    before = due(review)
    province.take(review, "suspend", reason="Chờ ý kiến Bộ Tài chính", at=morning(date(2026, 3, 11)))
    with pytest.raises(Unmet):
        province.take(review, "suspend", reason="Lần nữa")
    province.take(review, "resume", at=morning(date(2026, 3, 18)))
    assert due(review) > before
    with pytest.raises(Unmet):
        province.take(review, "resume")


def test_the_giver_extends_a_duty_and_nobody_brings_it_forward(province: Province) -> None:
    _plan, instance = province.in_force()
    [duty] = province.below(instance, "assignment")
    province.take(duty, "acknowledge")
    before = due(duty)
    with pytest.raises(InputsRefused):
        province.take(duty, "extend", new_day=TODAY.isoformat(), reason="Sớm hơn")
    with pytest.raises(NotYours):
        province.take(
            duty, "extend", new_day="2026-12-01", reason="Tự gia hạn", by=province.person(CULTURE, "specialist")
        )
    province.take(duty, "extend", new_day="2026-12-01", reason="Mưa lũ")
    assert before < due(duty) == date(2026, 12, 1)
    assert duty.due_on == date(2026, 12, 1)


def test_a_report_with_more_time_is_late_only_after_the_new_day(province: Province) -> None:
    _plan, instance = province.in_force(facts(reports=(rule(FINANCE),)))
    reporting.open_due(morning(date(2026, 12, 1)))
    process = next(one for one in province.below(instance, "report"))
    report = Report.objects.get(pk=process.subject_id)
    assert report.due_on is not None
    new_day = report.due_on.replace(day=report.due_on.day + 9)
    province.take(process, "extend", new_day=new_day.isoformat(), reason="Chờ số liệu", at=morning(date(2026, 12, 1)))
    report.refresh_from_db()
    assert report.due_on == due(process) == new_day
