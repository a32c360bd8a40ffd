from __future__ import annotations

import unicodedata

import pytest

from workflow.names import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban nhân dân tỉnh", "Uỷ ban nhân dân tỉnh"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh;"),
        ("Sở Công Thương", "Sở Công thương"),
        ("Sở Lao động - Thương binh và Xã hội", "Sở Lao động, Thương binh và Xã hội"),
        ("Sở Lao động – Thương binh và Xã hội", "sở lao động — thương binh  và xã hội."),
        ("Sở TT&TT", "Sở TT và TT"),
        ("- Thường trực Tỉnh uỷ;", "Thường trực Tỉnh ủy"),
        ("TT. Tỉnh ủy", "TT Tỉnh ủy"),
        ("TP. Kon Tum", "thành phố Kon Tum"),
        ("huyện Ia H'Drai", "huyện Ia H’Drai"),
        ("Văn hoá", "Văn hóa"),
        ("khoẻ", "khỏe"),
        ("Đài PT-TH", "Đài PT - TH"),
        (unicodedata.normalize("NFD", "Sở Nội vụ"), unicodedata.normalize("NFC", "Sở Nội vụ")),
    ],
)
def test_same_name(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đăk Hà", "Dăk Hà"),
        ("Hòa An", "Hóa An"),
        ("xã Tân Lập", "xã Tân Lộc"),
        ("Sở Nội vụ", "Sở Ngoại vụ"),
        ("UBND tỉnh", "HĐND tỉnh"),
    ],
)
def test_another_name(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "name", ["UBND TP. Kon Tum", "Ủy ban MTTQ Việt Nam tỉnh", "Nghiễn, Quý & Thuyết", "H'Drai", ""]
)
def test_folding_twice_is_folding_once(name):
    assert fold(fold(name)) == fold(name)
