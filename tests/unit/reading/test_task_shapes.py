"""Plans written for these tests, each with another way to say who does what until when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from processes.documents.facts import Role
from processes.documents.reading import read_text
from processes.documents.reading.summary import to_truth_shape

SHAPES = Path(__file__).parent / "samples" / "tasks"


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_task_has_its_agencies_and_its_time(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["tasks"]
    read = to_truth_shape(read_text(path.read_text(encoding="utf-8")))["tasks"]

    for key in ("ref", "lead", "coordinating", "time"):
        assert [task[key] for task in read] == [task[key] for task in expected], key
    for task, wanted in zip(read, expected, strict=True):
        assert task["text"].startswith(wanted["text"]), task["ref"]


@pytest.mark.parametrize(
    "title",
    [
        "**PHỤ LỤC SỐ 01**\n\nPHÂN CÔNG NHIỆM VỤ",
        "**Phụ lục 1**\n\nPHÂN CÔNG NHIỆM VỤ",
        "**PHÂN CÔNG NHIỆM VỤ**",
        "**DANH MỤC CÁC NHIỆM VỤ TRỌNG TÂM**",
        "**BẢNG TỔNG HỢP NHIỆM VỤ**\n\nTHỰC HIỆN KẾ HOẠCH PHÁT TRIỂN KINH TẾ TƯ NHÂN",
    ],
)
@pytest.mark.parametrize("caption", ["*(Kèm theo Kế hoạch số 512/KH-UBND ngày 25/11/2025 của UBND thành phố)*", ""])
def test_an_annex_is_found_however_it_is_headed(title: str, caption: str) -> None:
    text = (SHAPES / "copied_annex.txt").read_text(encoding="utf-8")
    old = "**PHỤ LỤC I**\n\nPHÂN CÔNG NHIỆM VỤ\n\n"
    cut = "*(Kèm theo Kế hoạch số 512/KH-UBND ngày 25/11/2025 của UBND thành phố)*\n\n|\n**TT**\n|\n**Nội dung"
    other = text.replace(old, f"{title}\n\n").replace(cut, f"{caption}\n\n|\n**TT**\n|\n**Nội dung")

    assert other != text
    assert [task.ref for task in read_text(other).tasks] == ["I.1", "I.2", "II.1", "II.2", "II.3"]
    assert read_text(other).signer == read_text(text).signer


def test_what_is_asked_of_each_body() -> None:
    task = read_text(
        "KẾ HOẠCH\nBảo vệ trẻ em trên môi trường mạng\n\nI. NHIỆM VỤ\n\n1. Xây dựng bộ quy tắc ứng xử\n\n"
        "- Cơ quan chủ trì: Sở Y tế.\n\n"
        "- Cơ quan theo dõi, đôn đốc: Văn phòng UBND tỉnh.\n\n"
        "- Đơn vị cung cấp thông tin: Công an tỉnh.\n\n"
        "- Cơ quan phối hợp: Sở Giáo dục và Đào tạo; đề nghị Tỉnh đoàn.\n\n"
        "2. Lập đường dây nóng\n\n"
        "- Đơn vị đầu mối: Trung tâm Công tác xã hội.\n\n"
        "3. Trình mức hỗ trợ\n\n"
        "- Cơ quan tham mưu: Sở Tài chính.\n"
    ).tasks

    assert [[(m.name, m.role) for m in one.lead] for one in task] == [
        [("Sở Y tế", Role.LEAD)],
        [("Trung tâm Công tác xã hội", Role.FOCAL_POINT)],
        [("Sở Tài chính", Role.ADVISING)],
    ]
    assert sorted((m.name, m.role) for m in task[0].coordinating) == [
        ("Công an tỉnh", Role.INFORMING),
        ("Sở Giáo dục và Đào tạo", Role.COORDINATING),
        ("Tỉnh đoàn", Role.REQUESTED),
        ("Văn phòng UBND tỉnh", Role.MONITORING),
    ]


def test_a_report_with_a_day_is_no_task() -> None:
    facts = read_text(
        "CHỈ THỊ\nVề phòng, chống cháy rừng mùa khô\n\nChủ tịch UBND tỉnh yêu cầu:\n\n"
        "1. Sở Nông nghiệp và Môi trường\n\n"
        "a) Tổng hợp kết quả, báo cáo UBND tỉnh trước ngày 15/6/2026.\n\n"
        "b) Kiểm tra các chủ rừng; định kỳ báo cáo trước ngày 20 hằng tháng.\n\n"
        "2. UBND các xã\n\n"
        "a) Rà soát phương án chữa cháy; báo cáo kết quả về Chi cục Kiểm lâm trước ngày 30/3/2026.\n\n"
        "b) Trực gác 24/24 giờ trong các tháng cao điểm.\n"
    )

    assert facts.tasks == ()


def test_one_day_in_a_text_is_no_manner_of_assigning() -> None:
    facts = read_text(
        "CHỈ THỊ\nVề tiết kiệm điện\n\nChủ tịch UBND tỉnh yêu cầu:\n\n1. Sở Công Thương\n\n"
        "a) Ban hành hướng dẫn tiết kiệm điện xong trước ngày 15/4/2026.\n\n"
        "b) Vận động doanh nghiệp dịch chuyển phụ tải.\n\n"
        "2. Công ty Điện lực tỉnh\n\na) Bảo đảm cung ứng điện.\n"
    )

    assert facts.tasks == ()


@pytest.mark.parametrize(
    ("item", "lead", "coordinating", "time"),
    [
        (
            "Sắp xếp đơn vị sự nghiệp: Sở Nội vụ chủ trì, phối hợp với các sở, ngành xây dựng phương án, hoàn thành "
            "trước ngày 31/3/2026.",
            ["Sở Nội vụ"],
            ["các sở, ngành"],
            "trước ngày 31/3/2026",
        ),
        (
            "Giao quyền tự chủ về tài chính (đơn vị chủ trì: Sở Tài chính; thời gian: quý II/2026).",
            ["Sở Tài chính"],
            [],
            "quý II/2026",
        ),
        (
            "Đo kiểm chất lượng mạng. Sở Khoa học và Công nghệ chủ trì, hoàn thành trong quý IV/2026.",
            ["Sở Khoa học và Công nghệ"],
            [],
            "trong quý IV/2026",
        ),
        (
            "Xử lý điểm ngập úng (Sở Xây dựng chủ trì, UBND các phường phối hợp; hoàn thành trước mùa mưa năm 2026).",
            ["Sở Xây dựng"],
            ["UBND các phường"],
            None,
        ),
    ],
)
def test_an_item_that_says_who_and_when_in_words(
    item: str, lead: list[str], coordinating: list[str], time: str | None
) -> None:
    facts = read_text(f"KẾ HOẠCH\nCải cách hành chính năm 2026\n\nI. NHIỆM VỤ\n\n1. Nhóm việc\n\na) {item}\n")
    [task] = facts.tasks

    assert [m.name for m in task.lead] == lead
    assert [m.name for m in task.coordinating] == coordinating
    assert task.time.value == time


def test_a_remark_on_who_leads_is_no_task() -> None:
    facts = read_text(
        "KẾ HOẠCH\nKhám sức khỏe người cao tuổi\n\nI. NỘI DUNG\n\n"
        "1. Các đoàn khám đi đến từng thôn. Sở Y tế chủ trì, phối hợp với các hội tổ chức đoàn khám.\n"
    )

    assert facts.tasks == ()
