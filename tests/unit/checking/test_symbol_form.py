from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import symbol_form
from processes.documents.facts import Fact

from .clean import clean, found, repaired, silent, the_one


def test_small_letters_and_spaces_are_evened() -> None:
    facts = replace(clean(), symbol=Fact.of("kh - UBND"))
    assert the_one(symbol_form, facts).params == {"written": "kh - UBND", "right": "KH-UBND"}
    assert repaired(symbol_form, facts).symbol.value == "KH-UBND"


def test_the_type_is_the_documents() -> None:
    facts = replace(clean(), symbol=Fact.of("QĐ-UBND"))
    assert repaired(symbol_form, facts).symbol.value == "KH-UBND"


def test_what_is_no_symbol_has_no_repair() -> None:
    assert the_one(symbol_form, replace(clean(), symbol=Fact.of("kế hoạch"))).repairs == ()


@pytest.mark.parametrize(
    ("kind", "symbol"), [("KẾ HOẠCH", "KH-UBND"), ("TỜ TRÌNH", "TTr-SNgV"), ("CHƯƠNG TRÌNH", "CTr-UBND")]
)
def test_right_symbols_stay(kind: str, symbol: str) -> None:
    assert found(symbol_form, replace(clean(), kind=Fact.of(kind), symbol=Fact.of(symbol))) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(symbol_form)
