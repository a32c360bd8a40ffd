from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import capitals
from processes.documents.facts import Block, BlockKind

from .clean import broken, clean, found, repaired, silent, the_one


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Văn Phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("theo Nghị Định của Chính phủ", "theo Nghị định của Chính phủ"),
        ("Ủy Ban Nhân Dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Sở Công thương", "Sở Công Thương"),
        ("chủ trương của Đảng và nhà nước", "chủ trương của Đảng và Nhà nước"),
    ],
)
def test_words_that_go_wrong_most(wrong: str, right: str) -> None:
    facts = broken("người dân có thêm việc làm từ rừng", f"{wrong} cùng làm")
    assert the_one(capitals, facts).path == "body[1]"
    assert any(right in block.text for block in repaired(capitals, facts).body)


@pytest.mark.parametrize("right", ["KẾ HOẠCH TRỒNG RỪNG", "Kế hoạch", "Phó Chủ tịch", "Sở Công Thương"])
def test_right_words_stay(right: str) -> None:
    assert found(capitals, broken("người dân có thêm việc làm từ rừng", right)) == []


def test_a_heading_laid_out_in_capitals_stays() -> None:
    heading = Block(BlockKind.HEADING, "Trồng Rừng Ven Biển Theo Kế Hoạch")
    assert found(capitals, replace(clean(), body=(heading, *clean().body))) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(capitals)
