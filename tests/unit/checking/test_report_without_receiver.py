from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import report_without_receiver
from processes.documents.facts import Cycle

from .clean import clean, found, silent, the_one


def test_a_report_goes_to_somebody() -> None:
    first, second = clean().reports
    facts = replace(clean(), reports=(replace(first, to=()), second))
    assert the_one(report_without_receiver, facts).path == "reports[0].to"
    assert found(report_without_receiver, replace(facts, reports=(replace(first, to=(), cycle=Cycle.ADHOC),))) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(report_without_receiver)
