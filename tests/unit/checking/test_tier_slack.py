from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import tier_slack
from processes.documents.facts import Cycle

from .clean import clean, found, silent, the_one


@pytest.mark.parametrize(("due", "days"), [("12-09", "4"), ("12-05", "0"), ("12-01", "-4")])
def test_too_few_days_to_consolidate(due: str, days: str) -> None:
    first, second = clean().reports
    one = the_one(tier_slack, replace(clean(), reports=(first, replace(second, due=due))))
    assert (one.path, one.params["days"]) == ("reports[1].due", days)


def test_five_days_are_enough() -> None:
    first, second = clean().reports
    assert found(tier_slack, replace(clean(), reports=(first, replace(second, due="12-10")))) == []


def test_days_of_a_quarter() -> None:
    first, second = (replace(one, cycle=Cycle.QUARTERLY) for one in clean().reports)
    told = "ngày {} của tháng cuối quý"
    near = (replace(first, due=told.format(20)), replace(second, due=told.format(22)))
    assert the_one(tier_slack, replace(clean(), reports=near)).params["days"] == "2"
    far = (replace(first, due=told.format(15)), replace(second, due=told.format(25)))
    assert found(tier_slack, replace(clean(), reports=far)) == []


def test_each_half_year_with_its_own() -> None:
    first, second = (replace(one, cycle=Cycle.SEMIANNUAL) for one in clean().reports)
    rules = (
        replace(first, due="06-05"),
        replace(first, due="12-05"),
        replace(second, due="06-15"),
        replace(second, due="12-15"),
    )
    assert found(tier_slack, replace(clean(), reports=rules)) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(tier_slack)
