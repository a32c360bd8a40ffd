from __future__ import annotations

import pytest

from processes.documents.checking.rules import doubled_words

from .clean import broken, found, repaired, silent, the_one


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("giữa các giữa các xã", "giữa các xã"),
        ("của của xã", "của xã"),
        ("Tăng cường tăng cường trồng", "Tăng cường trồng"),
    ],
)
def test_a_slip_of_the_hand(written: str, right: str) -> None:
    facts = broken("người dân có thêm việc làm từ rừng", f"Phối hợp {written} ven biển")
    assert the_one(doubled_words, facts).path == "body[1]"
    assert any(f"Phối hợp {right} ven biển" in block.text for block in repaired(doubled_words, facts).body)


@pytest.mark.parametrize(
    "words",
    [
        "ngày ngày chăm cây",
        "song song với trồng rừng",
        "xã, xã nào cũng làm",
        "năm 2026 - 2026",
        "từng bước, từng bước",
    ],
)
def test_what_is_doubled_rightly(words: str) -> None:
    assert found(doubled_words, broken("người dân có thêm việc làm từ rừng", words)) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(doubled_words)
