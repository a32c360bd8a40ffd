from __future__ import annotations

from datetime import date

import pytest

from processes.documents.writing import wording


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2019, 1, 28), "ngày 28 tháng 01 năm 2019"),
        (date(2020, 2, 5), "ngày 05 tháng 02 năm 2020"),
        (date(2020, 3, 9), "ngày 09 tháng 3 năm 2020"),
        (date(2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
    ],
)
def test_day_in_words(day, words):
    assert wording.day_in_words(day) == words


@pytest.mark.parametrize(
    ("number", "symbol", "shown"),
    [
        ("215", "KH-UBND", "215/KH-UBND"),
        ("5", "/BNV-VP", "05/BNV-VP"),
        (None, "KH-UBND", "        /KH-UBND"),
        ("", "KH-UBND", "        /KH-UBND"),
    ],
)
def test_number_and_symbol(number, symbol, shown):
    assert wording.number_and_symbol(number, symbol) == shown


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("", []),
        ("Sở Tài chính", ["SỞ TÀI CHÍNH"]),
        ("Ủy ban nhân dân tỉnh Kon Tum", ["ỦY BAN NHÂN DÂN", "TỈNH KON TUM"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["SỞ VĂN HÓA,", "THỂ THAO VÀ DU LỊCH"]),
        ("Sở Thông tin và Truyền thông", ["SỞ THÔNG TIN", "VÀ TRUYỀN THÔNG"]),
    ],
)
def test_capital_lines_break_where_the_name_does(name, lines):
    assert wording.capital_lines(name) == lines


def test_recipient_lines_get_their_marks_once():
    assert wording.recipient_lines(["- Bộ Nội vụ (b/c);", "Như Điều 3"], "Lưu: VT, TH.") == [
        "- Bộ Nội vụ (b/c);",
        "- Như Điều 3;",
        "- Lưu: VT, TH.",
    ]


def test_amount_has_dots():
    assert wording.amount(1_250_000_000) == "1.250.000.000"
