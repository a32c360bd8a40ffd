from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import superior_for_report
from processes.documents.facts import Fact, Recipient

from .clean import clean, found, repaired, silent


@pytest.mark.parametrize(
    "name",
    ["Văn phòng Chính phủ", "Bộ Nội vụ", "TT. Tỉnh ủy, TT. HĐND tỉnh", "Thường trực Tỉnh ủy", "Thủ tướng Chính phủ"],
)
def test_bodies_above_get_a_report(name: str) -> None:
    facts = clean()
    facts = replace(facts, recipients=(Recipient(name), *facts.recipients[1:]))
    assert repaired(superior_for_report, facts).recipients[0] == Recipient(name, "b/c")


@pytest.mark.parametrize("name", ["Bộ Chỉ huy Quân sự tỉnh", "Văn phòng Tỉnh ủy", "Sở Nội vụ", "Chủ tịch UBND tỉnh"])
def test_bodies_beside_and_below_get_none(name: str) -> None:
    facts = clean()
    assert found(superior_for_report, replace(facts, recipients=(Recipient(name), *facts.recipients))) == []


def test_only_plans_of_a_province_are_judged() -> None:
    facts = replace(clean(), issuer=Fact.of("Thủ tướng Chính phủ"), recipients=(Recipient("Bộ Nội vụ"),))
    assert found(superior_for_report, facts) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(superior_for_report)
