from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import number_only_in_annex
from processes.documents.facts import Fact, Place

from .clean import clean, found, silent, the_one


def test_a_number_of_an_annexs_line_is_no_number_of_the_plan() -> None:
    facts = replace(clean(), number=Fact.of("39", Place(2, 2)))
    lines = ("PHỤ LỤC", "(Kèm theo Kế hoạch số 39/KH-UBND ngày 23 tháng 4 năm 2026)")
    assert the_one(number_only_in_annex, facts, lines=lines).params == {"number": "39"}
    assert found(number_only_in_annex, facts) == [], "without its source nothing is known"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(number_only_in_annex)
