from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import number_form
from processes.documents.facts import Fact, Place

from .clean import clean, repaired, silent, source, the_one


def test_a_number_below_ten_is_padded() -> None:
    facts = replace(clean(), number=Fact.of("7"))
    assert the_one(number_form, facts).case == "unpadded"
    assert repaired(number_form, facts).number.value == "07"


def test_a_space_before_the_slash_is_seen_in_the_source() -> None:
    one = the_one(number_form, clean(), lines=source("05/KH", "05 /KH"))
    assert (one.case, one.params["written"]) == ("spaced", "05 /KH-UBND")
    assert one.place == Place(4, 4)


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(number_form)
