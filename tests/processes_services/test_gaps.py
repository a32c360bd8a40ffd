"""What a plan does not say yet and must."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from processes.documents import facts as said
from processes.services.gaps import gaps
from tests.processes_services.province import CULTURE, cost, facts, task

UNTIMED = replace(task("2", CULTURE), time=said.Fact())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": said.Fact()}, "Chưa có trích yếu của kế hoạch."),
        ({"title": said.Fact.of("  ")}, "Chưa có trích yếu của kế hoạch."),
        ({"symbol": said.Fact.blank()}, "Chưa có ký hiệu văn bản (ví dụ KH-UBND)."),
        ({"symbol": said.Fact.of("")}, "Chưa có ký hiệu văn bản (ví dụ KH-UBND)."),
        ({"symbol": said.Fact.of("-UBND")}, "Ký hiệu văn bản chưa đúng dạng (ví dụ KH-UBND)."),
        ({"symbol": said.Fact.of("KH-" + "X" * 50)}, "Ký hiệu văn bản chưa đúng dạng (ví dụ KH-UBND)."),
        ({"symbol": said.Fact.of("KẾ HOẠCH SỐ")}, "Ký hiệu văn bản chưa đúng dạng (ví dụ KH-UBND)."),
        ({"bases": ()}, "Chưa có căn cứ ban hành."),
        ({"tasks": ()}, "Chưa có nhiệm vụ nào."),
        ({"tasks": (task("2"),)}, "Nhiệm vụ 2 chưa có cơ quan chủ trì."),
        ({"tasks": (task("2", "  "),)}, "Nhiệm vụ 2 chưa có cơ quan chủ trì."),
        ({"tasks": (UNTIMED,)}, "Nhiệm vụ 2 chưa có thời gian thực hiện."),
        ({"tasks": (task("2", CULTURE), task("2", CULTURE))}, "Có 2 nhiệm vụ cùng mang mục 2."),
        ({"tasks": (task("2" * 31, CULTURE),)}, f"Mục {'2' * 31} quá dài; hãy rút gọn."),
        ({"costs": cost(5, -1)}, "Dòng kinh phí 2: số tiền không hợp lệ."),
        ({"costs": cost(10**16)}, "Dòng kinh phí 1: số tiền không hợp lệ."),
        ({"costs": cost(5, year=20260)}, "Dòng kinh phí 1: năm ngân sách không hợp lệ."),
        ({"recipients": ()}, "Chưa có nơi nhận."),
        ({"signer": None}, "Chưa có thẩm quyền và chức vụ người ký."),
        ({"signer": said.Signer(name="Phó Chủ tịch")}, "Chưa có thẩm quyền và chức vụ người ký."),
    ],
)
def test_each_gap_has_its_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert [str(gap) for gap in gaps(facts(**changes))] == [sentence]


def test_a_whole_plan_has_none() -> None:
    assert gaps(facts(costs=cost(5, year=2026))) == []


@pytest.mark.parametrize("symbol", ["KH-UBND", "KH-UBND.VX", "QĐ-TTg", "KHPH-STP-SYT", "KH"])
def test_symbols_as_they_are_written(symbol: str) -> None:
    assert gaps(facts(symbol=said.Fact.of(symbol))) == []


def test_gaps_come_in_the_order_of_the_document() -> None:
    found = [str(gap) for gap in gaps(said.PlanFacts())]
    assert found == [
        "Chưa có trích yếu của kế hoạch.",
        "Chưa có ký hiệu văn bản (ví dụ KH-UBND).",
        "Chưa có căn cứ ban hành.",
        "Chưa có nhiệm vụ nào.",
        "Chưa có nơi nhận.",
        "Chưa có thẩm quyền và chức vụ người ký.",
    ]
