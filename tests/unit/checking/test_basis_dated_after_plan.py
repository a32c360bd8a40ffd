from __future__ import annotations

from dataclasses import replace
from datetime import date

from processes.documents.checking.rules import basis_dated_after_plan
from processes.documents.facts import Fact

from .clean import broken, dated, found, silent, the_one


def test_a_basis_is_older_than_the_plan() -> None:
    facts = broken("ngày 01/4/2021", "ngày 06/02/2026")
    one = the_one(basis_dated_after_plan, facts)
    assert (one.path, one.params["date"]) == ("bases[2]", "2026-02-06")


def test_the_same_day_is_early_enough() -> None:
    assert found(basis_dated_after_plan, broken("ngày 01/4/2021", "ngày 05/02/2026")) == []


def test_a_draft_is_judged_by_the_day_of_checking_and_a_month_by_its_end() -> None:
    facts = broken("ngày 01/4/2021", "ngày 20/3/2026")
    undated = replace(facts, date=Fact.blank())
    assert len(found(basis_dated_after_plan, undated, today=date(2026, 3, 19))) == 1
    assert found(basis_dated_after_plan, undated, today=date(2026, 3, 20)) == []
    assert found(basis_dated_after_plan, dated(facts, "2026-03")) == []
    assert len(found(basis_dated_after_plan, dated(facts, "2026-02"))) == 1


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(basis_dated_after_plan)
