from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import authority_form
from processes.documents.facts import PlanFacts, Signer

from .clean import broken, clean, found, repaired, silent, source, the_one


@pytest.mark.parametrize(
    "written",
    ["TM ỦY BAN NHÂN DÂN", "TM.ỦY BAN NHÂN DÂN", "T/M ỦY BAN NHÂN DÂN", "Tm. Ủy ban nhân dân", "TM: ỦY BAN NHÂN DÂN"],
)
def test_the_mark_of_the_collective(written: str) -> None:
    facts = replace(clean(), signer=replace(signer_of(clean()), on_behalf=written))
    assert signer_of(repaired(authority_form, facts)).on_behalf == "TM. ỦY BAN NHÂN DÂN"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("KT CHỦ TỊCH", "KT. CHỦ TỊCH"),
        ("K/T GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
        ("TUQ CHỦ TỊCH", "TUQ. CHỦ TỊCH"),
        ("TL CHỦ TỊCH", "TL. CHỦ TỊCH"),
        ("Q.CHỦ TỊCH", "Q. CHỦ TỊCH"),
    ],
)
def test_the_marks_before_a_post(written: str, right: str) -> None:
    facts = replace(clean(), signer=replace(signer_of(clean()), authority=written))
    assert signer_of(repaired(authority_form, facts)).authority == right


@pytest.mark.parametrize("written", ["CHỦ TỊCH", "TRƯỞNG BAN", "QUYỀN CHỦ TỊCH", "", "TM. ỦY BAN NHÂN DÂN"])
def test_what_has_no_mark_or_the_right_one_stays(written: str) -> None:
    assert found(authority_form, replace(clean(), signer=replace(signer_of(clean()), authority=written))) == []


def test_the_line_of_the_source_is_shown() -> None:
    lines = source("TM. ỦY", "TM ỦY")
    facts = broken("TM. ỦY", "TM ỦY")
    one = the_one(authority_form, facts, lines=lines)
    assert one.place is not None and lines[one.place.line - 1] == "TM ỦY BAN NHÂN DÂN"


def signer_of(facts: PlanFacts) -> Signer:
    assert facts.signer is not None
    return facts.signer


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(authority_form)
