"""One rule, one file, one function, one test: all of one name, and listed once."""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from processes.documents.checking import RULES, Repair, Rule, Severity, check, repaired, rules
from processes.documents.checking.laws import CAPITALS, CONTENT, SIGNATURE, Law
from processes.documents.checking.rule import Found
from processes.documents.facts import Basis, Fact

from .clean import broken, clean, context, dated

FILES = {path.stem for path in Path(str(rules.__file__)).parent.glob("*.py")} - {"__init__"}
TESTS = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}


def test_every_file_is_listed_once_and_tested() -> None:
    codes = [rule.code for rule in RULES]
    assert sorted(codes) == sorted(FILES) and len(set(codes)) == len(codes)
    assert FILES <= TESTS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_what_its_file_is_called(rule: Rule) -> None:
    module = importlib.import_module(f"processes.documents.checking.rules.{rule.code}")
    assert getattr(module, rule.code) is rule
    assert module.__doc__


def test_no_law_before_its_day() -> None:
    for laws in (SIGNATURE, CONTENT, CAPITALS):
        reference = [(law.reference.split(",")[0], law.holds(date(2020, 3, 4))) for law in laws]
        assert reference == [("Nghị định số 30/2020/NĐ-CP", False), ("Thông tư số 01/2011/TT-BNV", True)]
        assert [law.holds(date(2020, 3, 5)) for law in laws] == [True, False]
        assert not any(law.holds(date(2011, 3, 4)) for law in laws)


def test_a_plan_older_than_every_law_is_judged_by_none() -> None:
    facts = broken("TM. ỦY", "TM ỦY")
    assert [one.code for one in check(facts, context())] == ["authority_form"]
    assert "authority_form" not in {one.code for one in check(dated(facts, "2010-05-05"), context())}


def test_the_same_words_are_told_once() -> None:
    blank = Basis("Căn cứ Quyết định số …/QĐ-TTg của Thủ tướng Chính phủ;")
    facts = replace(clean(), bases=(*clean().bases[:2], blank, blank, *clean().bases[2:]))
    [told] = check(facts, context())
    assert told.found.path == "bases[2]"


def test_the_gravest_stand_first() -> None:
    facts = dated(broken("TM. ỦY", "TM ỦY"), "2026-03")
    assert [one.severity for one in check(facts, context())] == [Severity.MUST, Severity.NOTE]


def test_all_that_has_one_repair_is_repaired() -> None:
    facts = replace(broken("TM. ỦY", "TM ỦY"), symbol=Fact.of("kh-UBND"))
    assert len(check(facts, context())) == 2
    changed = repaired(facts, context())
    assert check(changed, context()) == []
    assert changed.signer == clean().signer and changed.symbol.value == "KH-UBND"


def test_a_repair_that_changes_nothing_ends() -> None:
    idle = Rule(
        "idle", Severity.NOTE, (Law(),), lambda facts, _context: iter([Found("x", "x", repairs=(Repair(lambda f: f),))])
    )
    assert repaired(clean(), context(), [idle]) == clean()


def test_a_fingerprint_lives_as_long_as_the_words() -> None:
    first, second = check(broken("TM. ỦY", "TM ỦY"), context()), check(broken("TM. ỦY", "TM: ỦY"), context())
    moved = check(dated(broken("TM. ỦY", "TM ỦY"), "2026-02-04"), context())
    assert first[0].fingerprint == moved[0].fingerprint != second[0].fingerprint
