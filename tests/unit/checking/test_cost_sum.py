from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import cost_sum
from processes.documents.facts import CostLine, Place

from .clean import broken, clean, found, silent, the_one


@pytest.mark.parametrize(
    "words", ["Tổng kinh phí: 900.000.000 đồng", "Tổng cộng 0,9 tỷ đồng", "tổng dự toán là 900 triệu đồng"]
)
def test_a_total_that_the_lines_do_not_make(words: str) -> None:
    costs = (CostLine("Giống cây", 600_000_000, source="x"), CostLine("Tập huấn", 200_000_000, source="x"))
    facts = replace(broken("người dân có thêm việc làm từ rừng", words), costs=costs)
    assert the_one(cost_sum, facts).params == {"stated": "900000000", "added": "800000000"}
    right = (*costs, CostLine("Công trồng", 100_000_000, source="x"))
    assert found(cost_sum, replace(facts, costs=right)) == []
    assert found(cost_sum, replace(facts, costs=())) == []


def test_a_total_in_the_sources_table() -> None:
    facts = replace(clean(), costs=(CostLine("Giống cây", 5, source="x"),))
    assert the_one(cost_sum, facts, lines=("", "Tổng cộng: 6 đồng")).place == Place(2, 2)


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(cost_sum)
