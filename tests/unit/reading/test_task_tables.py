"""Tables of tasks of many shapes, each in four kinds of files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from processes.documents.facts import BlockKind, PlanFacts
from processes.documents.reading import read_file, read_text
from tests.unit.reading.table_files import Given, Ruled, Span, copied, markdown, pdf, word

Said = tuple[list[str], list[str], str | None]  # lead, coordinating, time

READERS: dict[str, Callable[[Ruled], PlanFacts]] = {
    "copied": lambda table: read_text(copied(table)),
    "markdown": lambda table: read_text(markdown(table)),
    "word": lambda table: read_file(word(table), "bảng.docx"),
    "pdf": lambda table: read_file(pdf(table), "bảng.pdf"),
}


def group(label: str, title: str, width: int) -> list[Given]:
    """A row over the rows of a group: its number, and its name over all other columns."""
    return [label, Span(title, columns=width - 1)]


PLAIN = Ruled(
    [
        ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"],
        group("I", "Cải cách thủ tục hành chính", 6),
        [
            "1",
            "Rà soát, đơn giản hóa thủ tục hành chính nội bộ giữa các cơ quan trong tỉnh",
            "Văn phòng UBND tỉnh",
            "Các sở, ban, ngành; UBND các xã, phường",
            "Quý I/2026",
            "Quyết định của Chủ tịch UBND tỉnh",
        ],
        ["2", "Tái cấu trúc quy trình điện tử", "Sở Khoa học và Công nghệ", "", "Tháng 6/2026", "Báo cáo"],
        ["3", "Công khai kết quả đánh giá", "Sở Nội vụ", "Báo và Phát thanh, Truyền hình tỉnh", "", ""],
        group("II", "Xây dựng đội ngũ", 6),
        [
            "4",
            "Bồi dưỡng kỹ năng giao tiếp",
            "Sở Nội vụ, Trường Chính trị tỉnh",
            "Sở Tài chính",
            "Thường xuyên",
            "Lớp học",
        ],
    ]
)
TWO_LEVELS = Ruled(
    [
        [
            Span("STT", rows=2),
            Span("Nhiệm vụ cụ thể", rows=2),
            Span("Phân công thực hiện", columns=2),
            Span("Thời gian", rows=2),
        ],
        ["Chủ trì", "Phối hợp"],
        ["1", "Lập bản đồ số các điểm du lịch", "Sở Văn hóa, Thể thao và Du lịch", "Sở Xây dựng", "Quý II/2026"],
        ["2", "Mở lớp thuyết minh viên tại điểm", "Trường Cao đẳng Du lịch", "UBND cấp xã", "Hằng năm"],
    ],
    heads=2,
)
WITHOUT_NUMBERS = Ruled(
    [
        ["Nội dung công việc", "Đơn vị thực hiện", "Thời hạn"],
        ["Ban hành quy chế phối hợp", "Công an tỉnh", "Trước 30/4/2026"],
        ["Tổ chức diễn tập chữa cháy khu dân cư", "UBND các xã, phường", "Quý III/2026"],
    ]
)
LABELS_INSIDE = Ruled(
    [
        ["Nội dung", "Phân công nhiệm vụ", "Tiến độ", "Sản phẩm đầu ra"],
        [
            "1. Kiểm kê nguồn nước mặt",
            "Chủ trì: Sở Nông nghiệp và Môi trường.\nPhối hợp: Sở Tài chính, UBND các xã, phường.",
            "Quý II/2026",
            "Báo cáo kiểm kê",
        ],
        [
            "2. Lắp đặt trạm quan trắc tự động",
            "Chủ trì: Ban Quản lý các khu công nghiệp tỉnh.\nPhối hợp: Công an tỉnh, doanh nghiệp.",
            "Năm 2026 - 2027",
            "10 trạm",
        ],
    ]
)
MERGED_DOWN = Ruled(
    [
        ["STT", "Hoạt động", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện"],
        [
            "1",
            "Khám sàng lọc cho người cao tuổi",
            Span("Sở Y tế", rows=3),
            "Hội Người cao tuổi tỉnh",
            Span("Năm 2026", rows=3),
        ],
        ["2", "Lập hồ sơ sức khỏe điện tử", "Bảo hiểm xã hội tỉnh"],
        ["3", "Tập huấn cho nhân viên y tế thôn, bản", "UBND các xã, phường"],
        ["4", "Truyền thông về dinh dưỡng", "Hội Liên hiệp Phụ nữ tỉnh", "Sở Y tế", "Tháng 10 hằng năm"],
    ]
)
DRAFTS = Ruled(
    [
        [
            "TT",
            "Tên văn bản",
            "Cơ quan chủ trì soạn thảo",
            "Cơ quan phối hợp",
            "Cấp trình",
            "Thời gian trình",
        ],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        group("A", "Nghị quyết của HĐND tỉnh", 6),
        [
            "1",
            "Nghị quyết quy định mức hỗ trợ xóa nhà tạm",
            "Sở Xây dựng",
            "Sở Tài chính",
            "UBND tỉnh",
            "Kỳ họp giữa năm 2026",
        ],
        group("B", "Quyết định của UBND tỉnh", 6),
        [
            "1",
            "Quyết định ban hành định mức kinh tế - kỹ thuật",
            "Sở Công Thương",
            "Sở Tư pháp",
            "UBND tỉnh",
            "Tháng 9/2026",
        ],
    ]
)
NAMES_IN_LINES = Ruled(
    [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
        [
            "1",
            "Tổng kiểm kê tài sản công",
            "- Sở Tài chính\n- Kho bạc Nhà nước khu vực",
            "- Các sở, ban, ngành\n- UBND cấp xã",
            "Quý IV",
        ],
        [
            "2",
            "Số hóa hồ sơ người có công",
            "Sở Nội vụ",
            "Sở Khoa học và Công nghệ\nCông an tỉnh\nBưu điện tỉnh",
            "2026-2027",
        ],
    ]
)
DEEP_NUMBERS = Ruled(
    [
        ["Mã số", "Nhiệm vụ, giải pháp", "Chủ trì", "Phối hợp", "Hoàn thành"],
        ["1", Span("Phát triển hạ tầng", columns=4)],
        ["1.1", "Phủ sóng thông tin di động vùng lõm", "Sở KH&CN", "Các doanh nghiệp viễn thông", "31/12/2026"],
        ["1.2", "Ngầm hóa cáp viễn thông", "Sở Xây dựng", "Sở KH&CN; Công ty Điện lực tỉnh", "2030"],
        ["2", Span("Phát triển dữ liệu", columns=4)],
        ["2.1", "Ban hành danh mục dữ liệu mở", "Sở KH&CN", "Các sở, ngành", "Quý I/2026"],
    ]
)

GROUPED_DOWN = Ruled(
    [
        ["STT", "Nhóm nhiệm vụ", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
        [
            Span("1", rows=2),
            Span("Hạ tầng", rows=2),
            "Nâng cấp đường tỉnh",
            "Sở Xây dựng",
            "UBND các xã, phường",
            "2026 - 2028",
        ],
        ["Xây dựng bến xe khách trung tâm", "Ban Quản lý dự án giao thông", "Sở Tài chính", "Quý IV/2027"],
        [
            "2",
            "Nhân lực",
            "Đào tạo hướng dẫn viên",
            "Trường Cao đẳng nghề",
            "Hiệp hội Du lịch tỉnh",
            "Hằng năm",
        ],
    ]
)
DASHED = Ruled(
    [
        ["TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện"],
        ["1", Span("Công tác tuyên truyền", columns=4)],
        ["-", "Treo băng rôn, khẩu hiệu tại trụ sở", "Phòng Văn hóa - Xã hội", "Các thôn", "Từ 01/9/2025"],
        ["-", "Phát thanh trên hệ thống loa truyền thanh", "Phòng Văn hóa - Xã hội", "", "Tháng 9/2025"],
        ["2", Span("Công tác chuẩn bị", columns=4)],
        ["-", "Trang trí khánh tiết", "Văn phòng HĐND và UBND xã", "Đoàn Thanh niên", "Trước 30/8/2025"],
    ]
)
LETTERED = Ruled(
    [
        ["STT", "Nội dung", "Đơn vị chủ trì", "Phối hợp", "Tiến độ"],
        ["A", Span("CHUYỂN ĐỔI NHẬN THỨC", columns=4)],
        ["I", Span("Truyền thông", columns=4)],
        ["1", "Mở chuyên trang về chuyển đổi số", "Báo và Đài PT-TH tỉnh", "Sở KH&CN", "Quý I"],
        ["II", Span("Đào tạo", columns=4)],
        ["1", "Tập huấn cho Tổ công nghệ số cộng đồng", "Sở KH&CN", "Tỉnh đoàn", "Quý II"],
        ["2", "Đưa kỹ năng số vào trường học", "Sở GD&ĐT", "nt", "Năm học 2025 - 2026"],
    ]
)
MANY_LEADS = Ruled(
    [
        ["STT", "Nhiệm vụ", "Cơ quan thực hiện", "Thời gian hoàn thành", "Dự kiến kinh phí (triệu đồng)", "Ghi chú"],
        [
            "1",
            "Lập quy hoạch phân khu:\n- Khu vực phía Bắc;\n- Khu vực ven sông.",
            "Sở Xây dựng chủ trì, phối hợp với UBND phường An Cựu, Sở Tài chính",
            "Trước ngày 30/6/2026",
            "1.200",
            "",
        ],
        ["2", "Cắm mốc giới", "Các chủ đầu tư; UBND cấp xã", "Sau khi quy hoạch được duyệt", "", "Hằng năm rà soát"],
    ]
)

ONE_COLUMN = Ruled(
    [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì, phối hợp", "Thời gian"],
        ["1", "Rà soát thủ tục", "Sở Tư pháp chủ trì; các sở, ngành phối hợp", "Quý I/2026"],
        ["2", "Công bố thủ tục", "Sở Nội vụ; phối hợp: Văn phòng UBND tỉnh, Sở Tư pháp", "Quý II/2026"],
        ["3", "Số hóa hồ sơ", "Văn phòng UBND tỉnh (chủ trì), UBND cấp xã (phối hợp)", "Quý III/2026"],
    ]
)
MONEY_PARTED = Ruled(
    [
        [
            Span("TT", rows=2),
            Span("Nội dung hoạt động", rows=2),
            Span("Thực hiện", columns=2),
            Span("Thời gian", columns=2),
            Span("Kinh phí", columns=2),
        ],
        ["Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc", "Ngân sách", "Xã hội hóa"],
        ["1", "Trồng rừng ven biển", "Chi cục Kiểm lâm", "UBND xã", "01/2026", "10/2026", "800", "200"],
    ],
    heads=2,
)

TABLES: dict[str, tuple[Ruled, list[Said]]] = {
    "plain": (
        PLAIN,
        [
            (["Văn phòng UBND tỉnh"], ["Các sở, ban, ngành", "UBND các xã, phường"], "Quý I/2026"),
            (["Sở Khoa học và Công nghệ"], [], "Tháng 6/2026"),
            (["Sở Nội vụ"], ["Báo và Phát thanh, Truyền hình tỉnh"], None),
            (["Sở Nội vụ", "Trường Chính trị tỉnh"], ["Sở Tài chính"], "Thường xuyên"),
        ],
    ),
    "two_levels": (
        TWO_LEVELS,
        [
            (["Sở Văn hóa, Thể thao và Du lịch"], ["Sở Xây dựng"], "Quý II/2026"),
            (["Trường Cao đẳng Du lịch"], ["UBND cấp xã"], "Hằng năm"),
        ],
    ),
    "without_numbers": (
        WITHOUT_NUMBERS,
        [(["Công an tỉnh"], [], "Trước 30/4/2026"), (["UBND các xã, phường"], [], "Quý III/2026")],
    ),
    "labels_inside": (
        LABELS_INSIDE,
        [
            (["Sở Nông nghiệp và Môi trường"], ["Sở Tài chính", "UBND các xã, phường"], "Quý II/2026"),
            (["Ban Quản lý các khu công nghiệp tỉnh"], ["Công an tỉnh", "doanh nghiệp"], "Năm 2026 - 2027"),
        ],
    ),
    "merged_down": (
        MERGED_DOWN,
        [
            (["Sở Y tế"], ["Hội Người cao tuổi tỉnh"], "Năm 2026"),
            (["Sở Y tế"], ["Bảo hiểm xã hội tỉnh"], "Năm 2026"),
            (["Sở Y tế"], ["UBND các xã, phường"], "Năm 2026"),
            (["Hội Liên hiệp Phụ nữ tỉnh"], ["Sở Y tế"], "Tháng 10 hằng năm"),
        ],
    ),
    "drafts": (
        DRAFTS,
        [
            (["Sở Xây dựng"], ["Sở Tài chính"], "Kỳ họp giữa năm 2026"),
            (["Sở Công Thương"], ["Sở Tư pháp"], "Tháng 9/2026"),
        ],
    ),
    "names_in_lines": (
        NAMES_IN_LINES,
        [
            (["Sở Tài chính", "Kho bạc Nhà nước khu vực"], ["Các sở, ban, ngành", "UBND cấp xã"], "Quý IV"),
            (["Sở Nội vụ"], ["Sở Khoa học và Công nghệ", "Công an tỉnh", "Bưu điện tỉnh"], "2026-2027"),
        ],
    ),
    "deep_numbers": (
        DEEP_NUMBERS,
        [
            (["Sở KH&CN"], ["Các doanh nghiệp viễn thông"], "31/12/2026"),
            (["Sở Xây dựng"], ["Sở KH&CN", "Công ty Điện lực tỉnh"], "2030"),
            (["Sở KH&CN"], ["Các sở, ngành"], "Quý I/2026"),
        ],
    ),
    "grouped_down": (
        GROUPED_DOWN,
        [
            (["Sở Xây dựng"], ["UBND các xã, phường"], "2026 - 2028"),
            (["Ban Quản lý dự án giao thông"], ["Sở Tài chính"], "Quý IV/2027"),
            (["Trường Cao đẳng nghề"], ["Hiệp hội Du lịch tỉnh"], "Hằng năm"),
        ],
    ),
    "dashed": (
        DASHED,
        [
            (["Phòng Văn hóa - Xã hội"], ["Các thôn"], "Từ 01/9/2025"),
            (["Phòng Văn hóa - Xã hội"], [], "Tháng 9/2025"),
            (["Văn phòng HĐND và UBND xã"], ["Đoàn Thanh niên"], "Trước 30/8/2025"),
        ],
    ),
    "lettered": (
        LETTERED,
        [
            (["Báo và Đài PT-TH tỉnh"], ["Sở KH&CN"], "Quý I"),
            (["Sở KH&CN"], ["Tỉnh đoàn"], "Quý II"),
            (["Sở GD&ĐT"], ["Tỉnh đoàn"], "Năm học 2025 - 2026"),
        ],
    ),
    "many_leads": (
        MANY_LEADS,
        [
            (["Sở Xây dựng"], ["UBND phường An Cựu", "Sở Tài chính"], "Trước ngày 30/6/2026"),
            (["Các chủ đầu tư", "UBND cấp xã"], [], "Sau khi quy hoạch được duyệt"),
        ],
    ),
    "one_column": (
        ONE_COLUMN,
        [
            (["Sở Tư pháp"], ["các sở, ngành"], "Quý I/2026"),
            (["Sở Nội vụ"], ["Văn phòng UBND tỉnh", "Sở Tư pháp"], "Quý II/2026"),
            (["Văn phòng UBND tỉnh"], ["UBND cấp xã"], "Quý III/2026"),
        ],
    ),
    "money_parted": (MONEY_PARTED, [(["Chi cục Kiểm lâm"], ["UBND xã"], "01/2026 - 10/2026")]),
}
# Markdown writes a merged cell as blanks, and the lines of a cell as one: what it lost is not made up.
LOST = {("merged_down", "markdown"), ("names_in_lines", "markdown")}


def said(facts: PlanFacts) -> list[Said]:
    return [([m.name for m in task.lead], [m.name for m in task.coordinating], task.time.value) for task in facts.tasks]


READINGS = [(name, form) for name in TABLES for form in READERS if (name, form) not in LOST]


@pytest.mark.parametrize(("name", "form"), READINGS)
def test_a_table_reads_the_same_from_every_kind_of_file(name: str, form: str) -> None:
    table, expected = TABLES[name]

    assert said(READERS[form](table)) == expected


TARGETS: list[list[Given]] = [
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2030"],
    ["1", "Xã có đường ô tô đến trung tâm", "xã", "90", "100"],
    ["2", "Hộ dùng nước sạch", "%", "85", "98"],
]
MEMBERS: list[list[Given]] = [
    ["STT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Nhiệm vụ trong Tổ"],
    ["1", "Ông Nguyễn Văn Mẫu", "Phó Giám đốc", "Sở Y tế", "Tổ trưởng"],
    ["2", "Bà Trần Thị Mẫu", "Chuyên viên", "Sở Tài chính", "Thành viên"],
]


@pytest.mark.parametrize("rows", [TARGETS, MEMBERS], ids=["targets", "members"])
@pytest.mark.parametrize("form", READERS)
def test_a_table_that_assigns_nothing_stays_a_table(form: str, rows: list[list[Given]]) -> None:
    facts = READERS[form](Ruled(rows))
    tables = [block for block in facts.body if block.kind is BlockKind.TABLE]

    assert facts.tasks == ()
    assert [[list(row) for row in block.rows] for block in tables] == [rows]


def test_heads_that_a_new_page_repeats_are_no_tasks() -> None:
    rows: list[list[Given]] = [
        [str(n), f"Nâng cấp trạm y tế xã số {n} theo chuẩn quốc gia về y tế xã giai đoạn 2021 - 2030", "Sở Y tế",
         "UBND các xã, phường", f"Năm {2000 + n}"]
        for n in range(1, 61)
    ]  # fmt: skip
    heads: list[Given] = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]

    assert [task.time.value for task in READERS["pdf"](Ruled([heads, *rows])).tasks] == [row[-1] for row in rows]


def test_marks_under_years_are_these_years() -> None:
    table = Ruled(
        [
            [
                Span("TT", rows=2), Span("Nội dung", rows=2), Span("Đơn vị chủ trì", rows=2),
                Span("Thời gian thực hiện", columns=3),
            ],
            ["2026", "2027", "2028"],
            ["1", "Điều tra dân số giữa kỳ", "Thống kê tỉnh", "x", "", "x"],
        ],
        heads=2,
    )  # fmt: skip

    assert said(READERS["word"](table)) == [(["Thống kê tỉnh"], [], "2026, 2028")]
