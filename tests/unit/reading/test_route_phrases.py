"""The phrases of the genre, one at a time: reports, channels, money, recipients, signatures, letterheads."""

from __future__ import annotations

import pytest

from processes.documents.facts import PlanFacts, Presence
from processes.documents.reading import read_text

PREAMBLE = (
    "Số: 5/KH-UBND\n\nHòa Bình, ngày 5 tháng 3 năm 2024\n\nKẾ HOẠCH\n\nChăm sóc cây xanh đô thị năm 2024\n\n"
    "Thực hiện Quyết định số 9/QĐ-TTg ngày 02/01/2024 của Thủ tướng Chính phủ, UBND tỉnh ban hành Kế hoạch như sau:\n\n"
    "I. MỤC ĐÍCH\n\n- Thêm bóng mát.\n\n"
)


def plan(text: str, section: str = "V. TỔ CHỨC THỰC HIỆN") -> PlanFacts:
    return read_text(f"{PREAMBLE}{section}\n\n{text}\n")


def rules(text: str) -> list[tuple[str, str, str, str, str]]:
    return [(r.who, ", ".join(r.to), r.via, r.cycle.value, r.due) for r in plan(text).reports]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Báo cáo kết quả về Sở Xây dựng trước ngày 15 tháng cuối quý để tổng hợp.",
            [("Sở Xây dựng", "", "quarterly", "ngày 15 tháng cuối quý")],
        ),
        (
            "Hằng tháng, trước ngày 25, báo cáo Chủ tịch UBND huyện (qua Phòng Quản lý đô thị) tiến độ.",
            [("Chủ tịch UBND huyện", "Phòng Quản lý đô thị", "monthly", "25 hằng tháng")],
        ),
        (
            "Báo cáo tháng (trước ngày 20), quý (trước ngày 20 tháng cuối quý), năm (trước 15/12) về UBND tỉnh, "
            "đồng gửi Sở Xây dựng.",
            [
                ("UBND tỉnh", "", "monthly", "20 hằng tháng"),
                ("UBND tỉnh", "", "quarterly", "ngày 20 tháng cuối quý"),
                ("UBND tỉnh", "", "annual", "12-15"),
            ],
        ),
        (
            "Gửi báo cáo sơ kết 6 tháng trước ngày 20/6/2024, báo cáo tổng kết năm trước ngày 20/11/2024 về UBND tỉnh.",
            [("UBND tỉnh", "", "once", "2024-06-20"), ("UBND tỉnh", "", "once", "2024-11-20")],
        ),
        (
            "Định kỳ 6 tháng (trước ngày 15 tháng 6), 01 năm (trước ngày 15 tháng 12) hoặc đột xuất (theo yêu cầu), "
            "báo cáo kết quả về Sở Xây dựng.",
            [
                ("Sở Xây dựng", "", "semiannual", "06-15"),
                ("Sở Xây dựng", "", "annual", "12-15"),
                ("Sở Xây dựng", "", "adhoc", "theo yêu cầu"),
            ],
        ),
        (
            "Báo cáo kết quả về Sở Xây dựng trước ngày 20 hằng tháng, 6 tháng trước ngày 15/6, năm trước ngày 10/12.",
            [
                ("Sở Xây dựng", "", "monthly", "20 hằng tháng"),
                ("Sở Xây dựng", "", "semiannual", "06-15"),
                ("Sở Xây dựng", "", "annual", "12-10"),
            ],
        ),
        ("Tổng hợp kết quả báo cáo UBND tỉnh theo quy định.", [("UBND tỉnh", "", "adhoc", "theo quy định")]),
        (
            "Xây dựng báo cáo đánh giá kết quả trình UBND tỉnh trong tháng 12 hằng năm.",
            [("UBND tỉnh", "", "annual", "trong tháng 12")],
        ),
        (
            "Báo cáo Ban Thường vụ Tỉnh ủy, Thường trực HĐND tỉnh và Bộ Xây dựng kết quả thực hiện.",
            [("Ban Thường vụ Tỉnh ủy, Thường trực HĐND tỉnh, Bộ Xây dựng", "", "adhoc", "")],
        ),
        (
            "Hằng năm báo cáo UBND tỉnh (qua Sở Nội vụ) và Bộ Xây dựng kết quả thực hiện.",
            [("UBND tỉnh, Bộ Xây dựng", "Sở Nội vụ", "annual", "")],
        ),
        (
            "Hằng năm báo cáo Văn phòng Đoàn ĐBQH và HĐND tỉnh, UBND tỉnh và Công an tỉnh.",
            [("Văn phòng Đoàn ĐBQH và HĐND tỉnh, UBND tỉnh, Công an tỉnh", "", "annual", "")],
        ),
        (
            "Báo cáo kết quả về Sở Xây dựng trước ngày 06 tháng 6 và ngày 01 tháng 12 hàng năm.",
            [("Sở Xây dựng", "", "semiannual", "06-06"), ("Sở Xây dựng", "", "semiannual", "12-01")],
        ),
        ("Kịp thời báo cáo UBND tỉnh những cây có nguy cơ đổ.", []),
        ("Tổng hợp đề xuất, báo cáo UBND tỉnh xem xét, quyết định.", []),
        ("Lập dự toán, gửi Sở Tài chính thẩm định, báo cáo UBND tỉnh trước ngày 20/7/2024.", []),
        ("Tổ chức sơ kết vào năm 2025, tổng kết vào năm 2030.", []),
        (
            "Báo cáo Chủ tịch UBND tỉnh kết quả trong quý IV/2024.",
            [("Chủ tịch UBND tỉnh", "", "once", "trong quý iv/2024")],
        ),
        (
            "Là đầu mối tổng hợp, báo cáo tiến độ với UBND tỉnh, Bộ Xây dựng.",
            [("UBND tỉnh, Bộ Xây dựng", "", "adhoc", "")],
        ),
    ],
)
def test_a_report_rule(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert [rule[1:] for rule in rules(f"1. Phòng Cây xanh\n\n- {text}")] == found


def test_a_report_on_demand_goes_where_the_one_before_it_goes() -> None:
    [yearly, on_demand] = plan(
        "1. Sở Xây dựng (cơ quan thường trực)\n\n- Hằng năm báo cáo UBND tỉnh kết quả; báo cáo đột xuất khi có yêu cầu."
    ).reports

    assert (yearly.who, yearly.to, yearly.confidence) == ("Sở Xây dựng", ("UBND tỉnh",), 1.0)
    assert (on_demand.to, on_demand.due, on_demand.confidence) == (("UBND tỉnh",), "khi có yêu cầu", 0.8)


def test_an_addressee_at_the_end_is_that_of_the_whole_list() -> None:
    text = (
        "1. Các đơn vị\n\n- Báo cáo tháng trước ngày 20; báo cáo quý trước ngày 20 tháng cuối quý; báo cáo năm trước "
        "ngày 10/12, gửi về Sở Xây dựng."
    )

    assert [rule[1:] for rule in rules(text)] == [
        ("Sở Xây dựng", "", "monthly", "20 hằng tháng"),
        ("Sở Xây dựng", "", "quarterly", "ngày 20 tháng cuối quý"),
        ("Sở Xây dựng", "", "annual", "12-10"),
    ]


def test_who_passes_a_report_on_has_a_day_of_its_own() -> None:
    text = (
        "1. Các xã báo cáo kết quả về Sở Xây dựng trước ngày 15/11 hằng năm để tổng hợp, báo cáo UBND tỉnh trước ngày "
        "15/12 hằng năm."
    )

    assert rules(text) == [
        ("Các xã", "Sở Xây dựng", "", "annual", "11-15"),
        ("Sở Xây dựng", "UBND tỉnh", "", "annual", "12-15"),
    ]
    assert [rule.tier for rule in plan(text).reports] == [1, 2]


def test_each_clause_has_its_own_reporter() -> None:
    text = (
        "1. Sở Xây dựng\n\n- Chậm nhất ngày 30/11 hằng năm, các đơn vị gửi báo cáo về Sở Xây dựng; Sở Xây dựng "
        "tổng hợp báo cáo UBND tỉnh trước ngày 10/12."
    )

    assert [(who, to) for who, to, *_ in rules(text)] == [("các đơn vị", "Sở Xây dựng"), ("Sở Xây dựng", "UBND tỉnh")]
    assert [rule.tier for rule in plan(text).reports] == [1, 2]


@pytest.mark.parametrize(
    ("text", "who", "to", "via"),
    [
        (
            "trường hợp có khó khăn, vướng mắc, các đơn vị báo cáo, đề xuất UBND tỉnh (qua Sở Xây dựng tổng hợp).",
            "các đơn vị",
            "UBND tỉnh",
            "Sở Xây dựng",
        ),
        ("nếu có vướng mắc, các xã chủ động trao đổi với Sở Xây dựng để thống nhất.", "các xã", "Sở Xây dựng", ""),
        (
            "nếu có khó khăn, đề nghị các địa phương thông báo kịp thời cho Sở Xây dựng để tổng hợp.",
            "các địa phương",
            "Sở Xây dựng",
            "",
        ),
        (
            "mọi vướng mắc liên hệ Sở Xây dựng (qua Phòng Hạ tầng, điện thoại 0218) để được hỗ trợ.",
            "",
            "Sở Xây dựng",
            "Phòng Hạ tầng",
        ),
        ("có gì vướng mắc phản ánh về Sở Xây dựng (Phòng Hạ tầng).", "", "Sở Xây dựng (Phòng Hạ tầng)", ""),
    ],
)  # fmt: skip
def test_a_channel_for_difficulties(text: str, who: str, to: str, via: str) -> None:
    facts = plan(f"1. Sở Xây dựng\n\n- Theo dõi.\n\nTrong quá trình thực hiện, {text}")

    assert [(f.who, f.to, f.via) for f in facts.feedback] == [(who, to, via)]
    assert facts.reports == ()


def test_gathering_difficulties_is_no_channel() -> None:
    facts = plan("1. Sở Xây dựng\n\n- Tổng hợp những khó khăn, vướng mắc của các đơn vị, báo cáo UBND tỉnh xem xét.")

    assert facts.feedback == ()


@pytest.mark.parametrize(
    ("text", "money"),
    [
        (
            "Các phường lập dự toán gửi cơ quan tài chính cùng cấp thẩm định, trình cấp có thẩm quyền phê duyệt.",
            ("Các phường", "cơ quan tài chính cùng cấp", "cấp có thẩm quyền"),
        ),
        (
            "Các đơn vị xây dựng dự toán, gửi Sở Tài chính thẩm định, báo cáo UBND tỉnh trình HĐND tỉnh quyết định.",
            ("Các đơn vị", "Sở Tài chính", "HĐND tỉnh"),
        ),
        (
            "Vụ Kế hoạch - Tài chính thẩm định, trình Bộ trưởng phê duyệt dự toán kinh phí.",
            ("", "Vụ Kế hoạch - Tài chính", "Bộ trưởng"),
        ),
        ("Ngân sách tỉnh bảo đảm kinh phí theo phân cấp.", ("", "", "")),
    ],
)  # fmt: skip
def test_the_way_of_the_money(text: str, money: tuple[str, str, str]) -> None:
    funding = plan(text, "IV. KINH PHÍ THỰC HIỆN").funding

    assert funding is not None
    assert (funding.who_prepares, funding.who_reviews, funding.who_decides) == money


@pytest.mark.parametrize(
    ("text", "duties"),
    [
        ("1. Giao Sở A:\n\na) Làm.\n\n2. Đối với các xã\n\n- Theo.", [("Sở A", "Làm."), ("các xã", "Theo.")]),
        (
            "1. Trách nhiệm của Sở A\n\na) Làm.\n\n2. Sở B có trách nhiệm:\n\na) Giúp;\n\nb) Theo.",
            [("Sở A", "Làm."), ("Sở B", "Giúp;"), ("Sở B", "Theo.")],
        ),
        (
            "1. Cấp tỉnh\n\na) Sở A\n\n- Làm.\n\n2. Cấp xã\n\na) UBND các xã theo dõi.",
            [("Sở A", "Làm."), ("UBND các xã", "UBND các xã theo dõi.")],
        ),
        (
            "- Sở A: Làm.\n\n- Thành Đoàn, Hội Nông dân tỉnh vận động hội viên.",
            [("Sở A", "Làm."), ("Thành Đoàn, Hội Nông dân tỉnh", "Thành Đoàn, Hội Nông dân tỉnh vận động hội viên.")],
        ),
    ],
)
def test_whose_a_duty_is(text: str, duties: list[tuple[str, str]]) -> None:
    assert [(", ".join(duty.agencies), duty.text) for duty in plan(text).duties] == duties


TAILS = [
    (
        "Nơi nhận: - Sở A; - Lưu: VT.\nTM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Họ Và Tên",
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Họ Và Tên"),
    ),
    (
        "Nơi nhận: (gửi bản điện tử)\n- Sở A;\n- Lưu: VT.\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nHỌ VÀ TÊN",
        ("", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "HỌ VÀ TÊN"),
    ),
    (
        "Nơi nhận:\n- Sở A;\n- Lưu: VT.\nTL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n\nHọ Và Tên",
        ("", "TL. CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG", "Họ Và Tên"),
    ),
    ("Nơi nhận:\n- Sở A;\n- Lưu: VT.\nQ. CHỦ TỊCH\nHọ Và Tên", ("", "", "Q. CHỦ TỊCH", "Họ Và Tên")),
    (
        "TM.ỦY BAN NHÂN DÂN\nKT.CHỦ TỊCH\nPHÓ CHỦ TỊCH THƯỜNG TRỰC\n\nHọ Và Tên\n\nNơi nhận:\n- Sở A;\n- Lưu: VT.",
        ("TM.ỦY BAN NHÂN DÂN", "KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "Họ Và Tên"),
    ),
    (
        "Nơi nhận:\n- Sở A;\n- Lưu: VT.\nTUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG\n(Đã ký)\nĐại tá Họ Và Tên",
        ("", "TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG", "Đại tá Họ Và Tên"),
    ),
    (
        "Nơi nhận: Sở A; Lưu: VT.\nT/M BAN CHỈ ĐẠO\nTRƯỞNG BAN\nCHỦ TỊCH UBND TỈNH\nHọ Và Tên",
        ("T/M BAN CHỈ ĐẠO", "", "TRƯỞNG BAN", "Họ Và Tên"),
    ),
    (
        "Nơi nhận: | TM. ỦY BAN NHÂN DÂN |\n- Sở A; | CHỦ TỊCH |\n- Lưu: VT. | Họ Và Tên |",
        ("TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH", "Họ Và Tên"),
    ),
    (
        "Nơi nhận:\nSở A;\nLưu: VT.\nCHỦ TỊCH\nNgười ký: Ủy ban nhân dân tỉnh\nThời gian ký: 05/03/2024 10:11\n",
        ("", "", "CHỦ TỊCH", ""),
    ),
]


@pytest.mark.parametrize(("tail", "signer"), TAILS)
def test_recipients_and_signer(tail: str, signer: tuple[str, str, str, str]) -> None:
    facts = plan(f"1. Sở A\n\n- Làm./.\n\n{tail}")

    assert [(r.name, r.purpose) for r in facts.recipients] == [("Sở A", ""), ("VT", "lưu")]
    assert facts.signer is not None
    assert (facts.signer.on_behalf, facts.signer.authority, facts.signer.title, facts.signer.name) == signer
    assert facts.signer.confidence == (1.0 if signer[3] else 0.7)


def test_no_signature_is_no_signer() -> None:
    assert plan("1. Sở A\n\n- Làm./.\n\nNơi nhận:\n- Sở A;\n- Lưu: VT.").signer is None


@pytest.mark.parametrize(
    ("written", "purpose"),
    [
        ("(để b/c)", "b/c"),
        ("(báo cáo)", "b/c"),
        ("(t/h)", "để thực hiện"),
        ("(để ph/h chỉ đạo)", "để ph/h chỉ đạo"),
        ("(phối hợp, theo dõi)", "phối hợp, theo dõi"),
        ("(Ban Chỉ đạo 35)", ""),
    ],
)
def test_a_purpose_stands_in_brackets(written: str, purpose: str) -> None:
    [recipient] = plan(f"1. Sở A\n\n- Làm./.\n\nNơi nhận:\n- Bộ Y tế {written};\n\nCHỦ TỊCH").recipients

    assert recipient.purpose == purpose
    assert recipient.name == ("Bộ Y tế" if purpose else f"Bộ Y tế {written}")


HEADS = [
    (
        "UBND TỈNH X\nSỞ Y TẾ\nSố:      /KH-SYT\nX, ngày    tháng    năm 2023\n\nKẾ HOẠCH\nLàm việc A\n",
        "Theo Kế hoạch số 1/KH-UBND, đơn vị triển khai như sau:",
        ("KH-SYT", "Sở Y tế"),
    ),
    (
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG\nSố: 7/KH-UBND\n\nKẾ HOẠCH\nLàm việc A\n",
        "Thực hiện Công văn 89/UBND-VX ngày 15/01/2018 của UBND quận, UBND thành phố xây dựng Kế hoạch như sau:",
        ("KH-UBND", "UBND thành phố Hải Phòng"),
    ),
    (
        "Số\n12/KH-UBND\n\nKẾ HOẠCH\nLàm việc A trên địa bàn huyện Lạc Thủy\n",
        "Căn cứ Luật Thủy lợi năm 2017; Kế hoạch số 3-KH/HU của Huyện ủy thực hiện Chỉ thị số 4-CT/TU. UBND huyện ban "
        "hành Kế hoạch như sau:",
        ("KH-UBND", "UBND huyện Lạc Thủy"),
    ),
]


@pytest.mark.parametrize(("head", "preamble", "found"), HEADS)
def test_a_letterhead(head: str, preamble: str, found: tuple[str, str]) -> None:
    facts = read_text(f"{head}\n{preamble}\n\nI. MỤC ĐÍCH\n\n- Làm.\n")

    assert facts.title.value is not None and facts.title.value.startswith("Làm việc A")
    assert (facts.symbol.value, facts.issuer.value) == found


def test_a_blank_number_is_blank_and_a_missing_one_absent() -> None:
    blank = read_text("Số:        /KH-UBND\n\nKẾ HOẠCH\nLàm việc A\n\nI. MỤC ĐÍCH\n\n- Làm.\n")
    missing = read_text("KẾ HOẠCH\nLàm việc A\n\nI. MỤC ĐÍCH\n\n- Làm.\n")

    assert (blank.number.presence, blank.symbol.value) == (Presence.BLANK, "KH-UBND")
    assert (missing.number.presence, missing.symbol.presence) == (Presence.ABSENT, Presence.ABSENT)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Căn cứ Luật tổ chức HĐND và UBND ngày 26/11/2003;", ["Luật tổ chức HĐND và UBND ngày 26/11/2003"]),
        (
            "Thực hiện Chỉ thị số 05 - CT/TW ngày 15/5/2016 và Quyết định 06/QĐ-TTg (Đề án 06);",
            ["05-CT/TW", "06/QĐ-TTg"],
        ),
        (
            "Thực hiện Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XX, nhiệm kỳ 2020 - 2025;",
            ["Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XX"],
        ),
        ("Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 99/TTr-SYT;", ["99/TTr-SYT"]),
        ("Theo đề nghị của Chánh Văn phòng UBND tỉnh;", []),
    ],
)
def test_a_basis(text: str, numbers: list[str]) -> None:
    facts = read_text(
        f"KẾ HOẠCH\nLàm việc A\n\n{text}\n\nUBND tỉnh ban hành Kế hoạch như sau:\n\nI. MỤC ĐÍCH\n\n- Làm.\n"
    )

    assert [d.number or d.kind for basis in facts.bases for d in basis.documents] == numbers
