from __future__ import annotations

import unicodedata

import pytest

from processes.documents.facts import Role
from processes.documents.reading.names import find_subject, fold, split_names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Sở Nội vụ, Sở Tư pháp.", ["Sở Nội vụ", "Sở Tư pháp"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Ngoại vụ", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Ngoại vụ"]),
        (
            "Các Sở: Ngoại vụ, Công thương, Lao động, Thương binh và Xã hội",
            ["Sở Ngoại vụ", "Sở Công thương", "Sở Lao động, Thương binh và Xã hội"],
        ),
        ("các Sở Y tế, Tài chính và UBND các xã", ["Sở Y tế", "Sở Tài chính", "UBND các xã"]),
        (
            "Sở Tư pháp; các cơ quan, đơn vị, địa phương liên quan",
            ["Sở Tư pháp", "các cơ quan, đơn vị, địa phương liên quan"],
        ),
        (
            "Các sở, ban, ngành, đoàn thể và UBND các huyện, thành phố",
            ["Các sở, ban, ngành, đoàn thể", "UBND các huyện, thành phố"],
        ),
        ("Sở Nội vụ (Ban Tôn giáo tỉnh).", ["Sở Nội vụ (Ban Tôn giáo tỉnh)"]),
        (
            "các huyện biên giới (Sa Thầy, Ngọc Hồi và Ia H'Drai)",
            ["các huyện biên giới (Sa Thầy, Ngọc Hồi và Ia H'Drai)"],
        ),
        (
            "Cục Thông tin đối ngoại, Bộ Thông tin và Truyền thông",
            ["Cục Thông tin đối ngoại, Bộ Thông tin và Truyền thông"],
        ),
        ("Báo và Phát thanh, Truyền hình tỉnh; Sở Tư pháp", ["Báo và Phát thanh, Truyền hình tỉnh", "Sở Tư pháp"]),
        ("và các cơ quan liên quan;", ["các cơ quan liên quan"]),
        (
            "Bộ Ngoại giao, Bộ Giáo dục và Đào tạo, Cục Hậu cần",
            ["Bộ Ngoại giao", "Bộ Giáo dục và Đào tạo", "Cục Hậu cần"],
        ),
        (
            "Sở Xây dựng, Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh; các sở, ngành",
            ["Sở Xây dựng", "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh", "các sở, ngành"],
        ),
        ("Ban Quản lý dự án đầu tư xây dựng tỉnh; Sở Y tế", ["Ban Quản lý dự án đầu tư xây dựng tỉnh", "Sở Y tế"]),
        ("Thuế tỉnh, Thống kê tỉnh, BCH BĐBP tỉnh", ["Thuế tỉnh", "Thống kê tỉnh", "BCH BĐBP tỉnh"]),
        ("Văn phòng HĐND và UBND xã; VP HĐND-UBND xã", ["Văn phòng HĐND và UBND xã", "VP HĐND-UBND xã"]),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", ["Văn phòng Đoàn ĐBQH và HĐND tỉnh"]),
        (
            "Các bộ: Tài chính, Công an, Quốc phòng và các địa phương",
            ["Bộ Tài chính", "Bộ Công an", "Bộ Quốc phòng", "các địa phương"],
        ),
        ("Các sở, ngành: Tài chính, Xây dựng, Y tế", ["Sở Tài chính", "Sở Xây dựng", "Sở Y tế"]),
        ("Các cơ quan liên quan: Sở Tài chính, Sở Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Các Vụ, Cục, Viện và đơn vị thuộc Bộ", ["Các Vụ, Cục, Viện và đơn vị thuộc Bộ"]),
        ("Sở Công Thương/UBND các xã, phường", ["Sở Công Thương", "UBND các xã, phường"]),
        (
            "Phòng Kinh tế (đối với xã), phòng Kinh tế, Hạ tầng và Đô thị (đối với phường)",
            ["Phòng Kinh tế", "phòng Kinh tế, Hạ tầng và Đô thị"],
        ),
        ("Đoàn kiểm tra liên ngành, Tỉnh đoàn", ["Đoàn kiểm tra liên ngành", "Tỉnh đoàn"]),
        (
            "Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh; các chủ đầu tư, nhà thầu",
            ["Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh", "các chủ đầu tư, nhà thầu"],
        ),
        (
            "Các cơ quan, đơn vị được giao chủ trì nhiệm vụ",
            ["Các cơ quan, đơn vị được giao chủ trì nhiệm vụ"],
        ),
        ("- Sở Y tế - Sở Nội vụ - UBND cấp xã", ["Sở Y tế", "Sở Nội vụ", "UBND cấp xã"]),
        ("", []),
        (" ;.", []),
    ],
)
def test_names_are_split_where_bodies_end(value: str, names: list[str]) -> None:
    assert [mention.name for mention in split_names(value)] == names


def test_a_verb_phrase_goes_to_the_note() -> None:
    first, second = split_names("Sở Xây dựng đôn đốc, hướng dẫn; Sở Công thương (Theo hướng dẫn của Bộ Công thương)")

    assert (first.name, first.note) == ("Sở Xây dựng", "đôn đốc, hướng dẫn")
    assert (second.name, second.note) == ("Sở Công thương", "Theo hướng dẫn của Bộ Công thương")


def test_a_request_has_its_own_role() -> None:
    order, request = split_names("Sở Y tế; đề nghị Ủy ban MTTQ Việt Nam tỉnh phối hợp", Role.COORDINATING)

    assert (order.role, request.role) == (Role.COORDINATING, Role.REQUESTED)
    assert request.name == "Ủy ban MTTQ Việt Nam tỉnh"


@pytest.mark.parametrize(
    "words",
    [
        "Sở A chủ trì, phối hợp với Sở B, Sở C",
        "Sở A chủ trì; Sở B, Sở C phối hợp thực hiện",
        "Sở A (chủ trì), Sở B (phối hợp), Sở C (phối hợp)",
        "Sở A chủ trì, phối hợp cùng với Sở B và Sở C",
        "Sở A phối hợp Sở B, Sở C",
    ],
)
def test_who_only_helps_is_told_from_who_leads(words: str) -> None:
    mentions = split_names(words)

    assert [(m.name, m.role) for m in mentions] == [
        ("Sở A", Role.LEAD),
        ("Sở B", Role.COORDINATING),
        ("Sở C", Role.COORDINATING),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UỶ BAN NHÂN DÂN TỈNH", "Ủy ban nhân dân tỉnh"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Sở Văn hoá, Thể thao", "Sở Văn hóa, Thể thao"),
        ("Sở Kế hoạch – Đầu tư", "Sở Kế hoạch-Đầu tư"),
        (unicodedata.normalize("NFD", "Sở Giáo dục và Đào tạo"), "Sở\u00a0Giáo dục  và Đào tạo."),
        ("Đài PT-TH", "dai pt - th"),
    ],
)
def test_spellings_of_one_name_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_tone_placement_inside_a_syllable_is_no_variant() -> None:
    assert [m.name for m in split_names("Các Sở: Ngoại vụ, Quy hoạch và Kiến trúc")] == [
        "Sở Ngoại vụ",
        "Sở Quy hoạch và Kiến trúc",
    ]


def test_subject_of_a_sentence() -> None:
    subject = find_subject("Giao Sở Tài chính chủ trì, phối hợp với các sở thẩm định dự toán")

    assert subject is not None
    assert (subject.names, subject.rest) == (("Sở Tài chính",), "chủ trì, phối hợp với các sở thẩm định dự toán")
    assert find_subject("Báo cáo kết quả thực hiện") is None
    assert find_subject("Tổ chức hội nghị triển khai") is None
