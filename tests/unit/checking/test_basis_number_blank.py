from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import basis_number_blank
from processes.documents.facts import Basis

from .clean import clean, silent, the_one


@pytest.mark.parametrize("number", ["số …/QĐ-TTg", "số ..../QĐ-TTg", "số    /QĐ-TTg", "số xxx/QĐ-TTg", "số ???"])
def test_a_gap_is_no_number(number: str) -> None:
    facts = replace(clean(), bases=(*clean().bases, Basis(f"Căn cứ Quyết định {number} ngày 01/4/2021.")))
    assert the_one(basis_number_blank, facts).path == "bases[3]"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(basis_number_blank)
