"""Periodic reports: asked for in time, sent, received, made into one."""

from __future__ import annotations

from datetime import date

import pytest

from processes.documents.facts import PlanFacts
from processes.models import Consolidation, Document, Report
from processes.services import reporting
from tests.factories import morning
from tests.processes_services.province import (
    CULTURE,
    FINANCE,
    HEALTH,
    MINISTRY,
    SCIENCE,
    Province,
    consolidation,
    facts,
    rule,
    task,
)
from workflow import organization
from workflow.models import IssuedNumber, ProcessInstance, Task
from workflow.refusals import Unmet

ASKED = date(2026, 11, 20)  # both the reports (by 4/12) and the consolidation (by 14/12) have been asked for
LATE = date(2026, 12, 5)
CONTENT = facts(tasks=(task("1", CULTURE, time="Thường xuyên"),), reports=(rule(), consolidation()))


def opened(province: Province, content: PlanFacts = CONTENT) -> ProcessInstance:
    _plan, instance = province.in_force(content)
    reporting.open_due(morning(ASKED))
    return instance


def by(province: Province, instance: ProcessInstance, agency: str) -> ProcessInstance:
    mine = Report.objects.filter(agency=province[agency]).values("pk")
    return ProcessInstance.objects.get(parent=instance, definition_key="report", subject_id__in=mine)


def send(province: Province, report: ProcessInstance, *, on: date = ASKED, accept: bool = True) -> Report:
    province.take(report, "write", text="Đã làm xong.", at=morning(on))
    province.take(report, "send", at=morning(on))
    if accept:
        province.take(report, "accept", at=morning(on))
    return Report.objects.get(pk=report.subject_id)


# --- asking in time


def test_papers_are_asked_for_when_their_time_has_come_and_once(province: Province) -> None:
    province.in_force(CONTENT)
    assert reporting.open_due(morning(date(2026, 11, 3))) == 0
    assert reporting.open_due(morning(date(2026, 11, 4))) == 3
    assert reporting.open_due(morning(date(2026, 11, 4))) == 0
    assert reporting.open_due(morning(ASKED)) == 1
    task_of = Task.objects.filter(instance__definition_key="report").first()
    assert task_of is not None and task_of.due_at is not None
    assert task_of.due_at.astimezone(morning(ASKED).tzinfo).date() == date(2026, 12, 4)


def test_an_agency_outside_the_system_holds_up_no_other_and_is_asked_once_it_has_a_desk(province: Province) -> None:
    instance = opened(province, facts(reports=(rule(f"{CULTURE}, {MINISTRY}"),)))
    assert len(province.below(instance, "report")) == 1
    assert Report.objects.get(agency=province[MINISTRY]).started is False

    organization.establish(province[MINISTRY], ["specialist", "head"])
    assert reporting.open_due(morning(ASKED)) == 1


def test_a_plan_that_fails_holds_up_no_other(province: Province, caplog: pytest.LogCaptureFixture) -> None:
    first, _instance = province.in_force(CONTENT)
    _second, other = province.in_force(CONTENT)
    broken = Report.objects.filter(duty__plan=first)
    first.report_duties.update(cycle="fortnightly")  # as a newer version of the site may have written
    reporting.open_due(morning(ASKED))
    assert len(province.below(other, "report")) == 3
    assert not broken.filter(started=True).exists()
    assert "could not be asked for" in caplog.text


def test_nothing_is_asked_for_of_a_closed_plan(province: Province) -> None:
    _plan, instance = province.in_force(CONTENT)
    ProcessInstance.objects.filter(pk=instance.pk).update(closed_at=morning(ASKED))
    assert reporting.open_due(morning(ASKED)) == 0


# --- writing and sending


def test_a_report_begins_with_what_the_agency_did(province: Province) -> None:
    content = facts(tasks=(task("1", CULTURE), task("2", CULTURE), task("3", FINANCE)), reports=(rule(),))
    _plan, instance = province.in_force(content)
    first = province.below(instance, "assignment")[0]
    province.take(first, "acknowledge")
    province.take(first, "update", percent="50", result="Đã in 500 tờ.")
    report = Report.objects.get(agency=province[CULTURE])
    assert reporting.prefilled(report) == "1. Nhiệm vụ 1: 50 %. Đã in 500 tờ.\n2. Nhiệm vụ 2: đang triển khai."


def test_what_an_agency_no_longer_does_is_not_prefilled(province: Province) -> None:
    plan, _instance = province.in_force(CONTENT)
    plan.assignments.get().agencies.update(valid_to=date(2026, 6, 30))
    assert reporting.prefilled(Report.objects.get(agency=province[CULTURE])) == ""


def test_who_leads_nothing_begins_with_nothing(province: Province) -> None:
    province.in_force(CONTENT)
    assert reporting.prefilled(Report.objects.get(agency=province[SCIENCE])) == ""


def test_a_report_is_numbered_by_its_agency_and_printed(province: Province) -> None:
    instance = opened(province)
    report = send(province, by(province, instance, CULTURE))
    paper = Document.objects.get(kind="report")
    assert (paper.number, paper.issuer, paper.issued_on) == ("01/BC-SVH", province[CULTURE], ASKED)
    assert (report.sent_at, report.accepted, report.text) == (morning(ASKED), True, "Đã làm xong.")


def test_a_report_that_is_asked_back_is_sent_again_under_a_number_of_its_own(province: Province) -> None:
    instance = opened(province)
    process = by(province, instance, CULTURE)
    send(province, process, accept=False)
    province.take(process, "ask_for_more", reason="Thiếu số liệu", at=morning(ASKED))
    send(province, process)
    assert list(Document.objects.filter(instance=process).values_list("number", flat=True)) == [
        "01/BC-SVH", "02/BC-SVH",
    ]  # fmt: skip


# --- making one of many


def test_only_reports_of_the_period_that_come_through_the_agency_are_awaited(province: Province) -> None:
    reports = (
        rule(f"{CULTURE}, {FINANCE}"),
        rule(SCIENCE, "semiannual", "12-05"),  # another period
        rule("Công an tỉnh", via=SCIENCE),  # another way
        rule(SCIENCE, via="", due="", task_ref="1"),  # about one task only
        rule(SCIENCE, task_ref="1"),  # about one task, but through this agency
        consolidation(),
    )
    province.in_force(facts(reports=reports))
    other_plan = facts(reports=(rule("UBND xã Một"), consolidation()))
    province.in_force(other_plan)
    paper = Consolidation.objects.order_by("pk")[0]
    assert sorted(reporting.awaited(paper).values_list("agency_name", flat=True)) == [SCIENCE, FINANCE, CULTURE]


def test_reports_that_name_no_way_are_received_by_the_drafter_who_consolidates(province: Province) -> None:
    province.in_force(facts(reports=(rule(f"{CULTURE}, {FINANCE}", via=""), consolidation())))
    paper = Consolidation.objects.get()
    assert reporting.awaited(paper).count() == 2


def test_with_all_accepted_it_holds_every_text_with_its_sender(province: Province) -> None:
    instance = opened(province)
    for agency in (CULTURE, FINANCE, SCIENCE):
        send(province, by(province, instance, agency))
    [process] = province.below(instance, "consolidation")
    province.take(process, "compile", at=morning(ASKED))
    paper = Consolidation.objects.get(period="năm 2026")
    assert [(part["agency"], part["text"], part["late"]) for part in paper.parts] == [
        (SCIENCE, "Đã làm xong.", False), (FINANCE, "Đã làm xong.", False), (CULTURE, "Đã làm xong.", False),
    ]  # fmt: skip
    assert "3/3 cơ quan" in paper.text
    assert paper.missing_reason == ""


def test_with_one_missing_and_one_late_it_says_so(province: Province) -> None:
    instance = opened(province)
    send(province, by(province, instance, CULTURE), on=date(2026, 12, 4))
    send(province, by(province, instance, FINANCE), on=LATE)
    send(province, by(province, instance, SCIENCE), on=LATE, accept=False)
    [process] = province.below(instance, "consolidation")
    with pytest.raises(Unmet):
        province.take(process, "compile", at=morning(LATE))
    province.take(process, "compile_without", missing_reason="Quá hạn, đã đôn đốc", at=morning(LATE))

    paper = Consolidation.objects.get(period="năm 2026")
    parts = {part["agency"]: (part["late"], part["text"], part["due_on"]) for part in paper.parts}
    assert parts == {
        CULTURE: (False, "Đã làm xong.", "2026-12-04"),
        FINANCE: (True, "Đã làm xong.", "2026-12-04"),
        SCIENCE: (True, "", "2026-12-04"),
    }
    assert (paper.missing_reason, "3/3 cơ quan" in paper.text) == ("Quá hạn, đã đôn đốc", True)


def test_a_consolidation_is_numbered_by_its_agency_and_sent_once(province: Province) -> None:
    instance = opened(province)
    [process] = province.below(instance, "consolidation")
    for step, inputs in (
        ("compile_without", {"missing_reason": "Quá hạn"}),
        ("edit", {"text": "Đã xem lại."}),
        ("submit", {}),
        ("give_back", {"reason": "Sửa câu chữ"}),
        ("submit", {}),
        ("send", {}),
    ):
        process = province.take(process, step, at=morning(LATE), **inputs)
    paper = Consolidation.objects.get(period="năm 2026")
    assert (paper.text, paper.sent_at) == ("Đã xem lại.", morning(LATE))
    document = Document.objects.get(kind="consolidated_report")
    number = IssuedNumber.objects.get(instance=process)
    assert document.number == number.text == "01/BC-SYT"
    assert document.issuer == province[HEALTH]
