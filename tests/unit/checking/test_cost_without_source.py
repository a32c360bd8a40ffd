from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import cost_without_source
from processes.documents.facts import CostLine

from .clean import clean, silent, the_one


def test_money_comes_from_somewhere() -> None:
    facts = replace(clean(), costs=(CostLine("Giống cây", 5, source="Ngân sách tỉnh"), CostLine("Tập huấn", 7)))
    assert (the_one(cost_without_source, facts).path, the_one(cost_without_source, facts).params) == (
        "costs[1].source", {"content": "Tập huấn"},
    )  # fmt: skip


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(cost_without_source)
