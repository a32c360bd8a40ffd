from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from processes.documents.checking.rules import due_on_day_off

from .clean import broken, clean, repaired, silent, the_one

SATURDAY = "trước ngày 20/12"  # the last day in time is Saturday, 19/12/2026


def test_the_last_day_is_a_day_off() -> None:
    one = the_one(due_on_day_off, broken("trước ngày 19/12", SATURDAY))
    assert (one.path, one.params["day"]) == ("reports[1].due", "2026-12-19")
    assert [(repair.label, repair.params["day"]) for repair in one.repairs] == [
        ("earlier", "2026-12-18"), ("later", "2026-12-21"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "due", "words"), [(0, "12-19", "trước ngày 19/12"), (1, "12-22", "trước ngày 22/12")]
)
def test_day_and_words_move_together(number: int, due: str, words: str) -> None:
    changed = repaired(due_on_day_off, broken("trước ngày 19/12", SATURDAY), number)
    assert changed.reports[1].due == due
    assert any(words in block.text for block in changed.body) and words in changed.reports[1].quote
    assert changed.reports[0] == clean().reports[0]


def test_holidays_are_the_callers() -> None:
    one = the_one(due_on_day_off, clean(), is_day_off=lambda day: day == date(2026, 12, 4))
    assert (one.path, one.params["day"]) == ("reports[0].due", "2026-12-04")


def test_no_repair_where_the_words_do_not_follow() -> None:
    facts = broken("trước ngày 19/12", SATURDAY)
    facts = replace(facts, reports=tuple(replace(one, quote="") for one in facts.reports))
    assert the_one(due_on_day_off, facts).repairs == ()


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(due_on_day_off)
