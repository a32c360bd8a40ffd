from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import place_missing
from processes.documents.facts import Fact

from .clean import clean, silent, the_one


def test_no_place_before_the_day() -> None:
    assert the_one(place_missing, replace(clean(), place=Fact())).path == "place"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(place_missing)
