from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import tier2_without_day
from processes.documents.facts import Cycle

from .clean import LEAD, clean, found, silent, the_one


def test_a_consolidation_without_its_day() -> None:
    first, second = clean().reports
    facts = replace(clean(), reports=(first, replace(second, due="")))
    one = the_one(tier2_without_day, facts)
    assert one.params == {"who": LEAD, "cycle": "annual"} and one.place == second.place


def test_a_consolidation_that_is_only_spoken_of() -> None:
    first, _second = clean().reports
    assert len(found(tier2_without_day, replace(clean(), reports=(first,)))) == 1
    onward = replace(first, via="", to=(LEAD,), onward=("UBND tỉnh",))
    assert the_one(tier2_without_day, replace(clean(), reports=(onward,))).params["who"] == LEAD
    straight = replace(first, via="")
    assert found(tier2_without_day, replace(clean(), reports=(straight,))) == []


def test_a_report_that_comes_once_closes_the_year() -> None:
    first, second = clean().reports
    last = replace(second, cycle=Cycle.ONCE, due="2026-12-25")
    assert found(tier2_without_day, replace(clean(), reports=(first, last))) == []
    monthly = replace(first, cycle=Cycle.MONTHLY, due="20 hằng tháng")
    assert the_one(tier2_without_day, replace(clean(), reports=(first, monthly, last))).params["cycle"] == "monthly"


def test_once_for_each_consolidator() -> None:
    first, second = clean().reports
    half = replace(first, cycle=Cycle.SEMIANNUAL, due="06-15")
    facts = replace(clean(), reports=(first, half, replace(half, due="12-15"), second))
    assert the_one(tier2_without_day, facts).params["cycle"] == "semiannual"
    undated = replace(facts, reports=(first, half))
    assert the_one(tier2_without_day, undated).params["cycle"] == "annual, semiannual"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(tier2_without_day)
