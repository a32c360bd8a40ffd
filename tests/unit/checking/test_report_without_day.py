from __future__ import annotations

from dataclasses import replace
from datetime import date

from processes.documents.checking.laws import Law
from processes.documents.checking.rules import report_without_day
from processes.documents.facts import Cycle

from .clean import clean, found, silent, the_one


def test_a_report_that_comes_again_has_its_day() -> None:
    first, second = clean().reports
    facts = replace(clean(), reports=(replace(first, due=""), second))
    assert the_one(report_without_day, facts).path == "reports[0].due"
    assert found(report_without_day, replace(facts, reports=(replace(first, due="", cycle=Cycle.ADHOC), second))) == []


def test_one_sentence_is_asked_once() -> None:
    first, second = clean().reports
    rules = [replace(first, due="", cycle=cycle) for cycle in (Cycle.QUARTERLY, Cycle.ANNUAL)]
    one = the_one(report_without_day, replace(clean(), reports=(*rules, second)))
    assert one.params == {"who": first.who, "cycle": "quarterly, annual"}


def test_the_decree_is_named_from_its_first_day() -> None:
    assert report_without_day.law(date(2019, 3, 11)) == Law(holds_until=date(2019, 3, 11))
    assert "09/2019" in (report_without_day.law(date(2019, 3, 12)) or Law()).reference


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(report_without_day)
