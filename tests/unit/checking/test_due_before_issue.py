from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from processes.documents.checking.rules import due_before_issue
from processes.documents.facts import Cycle, Fact, ReportRule

from .clean import clean, found, silent, the_one, with_first_task


@pytest.mark.parametrize("written", ["Quý I/2025", "Trước ngày 05/02/2026", "Tháng 01/2026", "Năm 2025", "31/01/2026"])
def test_a_task_that_is_over_before_the_plan_begins(written: str) -> None:
    facts = with_first_task(lambda task: replace(task, time=Fact.of(written)))
    one = the_one(due_before_issue, facts)
    assert (one.case, one.params["written"]) == ("task", written)


@pytest.mark.parametrize(
    "written",
    [
        "Thường xuyên",
        "Năm 2026",
        "Từ 01/7/2025",
        "Trước ngày 06/02/2026",
        "Năm 2025 và các năm tiếp theo",
        "Tháng 1 và tháng 12 năm 2027",
        "Sau năm 2020",
        "Theo tiến độ được giao",
    ],
)
def test_what_is_still_to_come(written: str) -> None:
    assert found(due_before_issue, with_first_task(lambda task: replace(task, time=Fact.of(written)))) == []


def test_a_report_that_is_due_once() -> None:
    due = ReportRule("Sở Y tế", ("UBND tỉnh",), Cycle.ONCE, "2026-02-05", before=True)
    assert the_one(due_before_issue, replace(clean(), reports=(due,))).case == "report"
    assert found(due_before_issue, replace(clean(), reports=(replace(due, before=False),))) == []


def test_a_draft_is_judged_by_the_day_of_checking() -> None:
    facts = replace(with_first_task(lambda task: replace(task, time=Fact.of("Quý I/2026"))), date=Fact.blank())
    assert found(due_before_issue, facts, today=date(2026, 3, 31)) == []
    assert len(found(due_before_issue, facts, today=date(2026, 4, 1))) == 1


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(due_before_issue)
