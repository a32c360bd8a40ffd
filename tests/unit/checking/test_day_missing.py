from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import day_missing
from processes.documents.facts import Fact

from .clean import clean, dated, found, silent, the_one


def test_a_month_without_its_day() -> None:
    assert the_one(day_missing, dated(clean(), "2026-03")).params == {"month": "3", "year": "2026"}


def test_a_draft_without_any_date_is_a_draft() -> None:
    assert found(day_missing, replace(clean(), date=Fact.blank())) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(day_missing)
