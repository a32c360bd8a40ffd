from __future__ import annotations

import pytest

from processes.documents.checking.rules import misspelled

from .clean import broken, found, repaired, silent, source, the_one


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Mặc khác", "Mặt khác"),
        ("Công thông tin điện tử", "Cổng thông tin điện tử"),
        ("Truyên thông", "Truyền thông"),
        ("giáo dục nghe nghiệp", "giáo dục nghề nghiệp"),
        ("đầy mạnh trồng rừng", "đẩy mạnh trồng rừng"),
        ("tổ trức ra quân", "tổ chức ra quân"),
        ("phối hơp với xã", "phối hợp với xã"),
    ],
)
def test_a_syllable_that_is_nearly_right(written: str, right: str) -> None:
    facts = broken("người dân có thêm việc làm từ rừng", f"Về việc {written} ở xã")
    assert the_one(misspelled, facts).path == "body[1]"
    assert any(f"Về việc {right} ở xã" in block.text for block in repaired(misspelled, facts).body)


@pytest.mark.parametrize(
    "words",
    [
        "có thể mạnh dạn giao rừng", "để nghị quyết đi vào cuộc sống", "tại chính quyền cơ sở",
        "cộng tác viên lâm nghiệp",
        "sở, ban, ngành tỉnh và cán bộ xã", "văn bằng nghề", "dịch vụ công thông tin rộng rãi",
    ],
)  # fmt: skip
def test_syllables_that_belong_to_the_words_beside_them(words: str) -> None:
    assert found(misspelled, broken("người dân có thêm việc làm từ rừng", words)) == []


def test_what_a_plan_writes_again_and_again_is_meant_so() -> None:
    facts = broken("người dân có thêm việc làm từ rừng", "hội Triến lãm họp; hội Triến lãm báo; hội Triến lãm đi")
    assert found(misspelled, facts) == []


def test_the_line_of_the_source_is_shown() -> None:
    lines = source("người dân có thêm", "nghe nghiệp có thêm")
    facts = broken("người dân có thêm", "nghe nghiệp có thêm")
    one = the_one(misspelled, facts, lines=lines)
    assert one.place is not None and "nghe nghiệp" in lines[one.place.line - 1]


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(misspelled)
