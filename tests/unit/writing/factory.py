"""A plan of several pages in words of our own, and the frame of a department's letter."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from processes.documents.facts import (
    Basis,
    Block,
    BlockKind,
    CostLine,
    Fact,
    Mention,
    PlanFacts,
    Role,
    Task,
)
from processes.documents.writing import (
    ConsolidatedSection,
    CostJudgement,
    Frame,
    Identity,
    Letterhead,
    ReportSection,
    Sender,
    SentSentence,
    Signature,
    SlipEntry,
    SlipSignature,
    consolidated_report_pdf,
    funding_opinion_pdf,
    opinion_pdf,
    opinion_request_pdf,
    plan_pdf,
    report_pdf,
    slip_pdf,
    submission_pdf,
)

RECIPIENTS = [
    "Bộ Thông tin và Truyền thông (b/c)",
    "Thường trực Tỉnh ủy (b/c)",
    "Thường trực HĐND tỉnh (b/c)",
    "Chủ tịch, các PCT UBND tỉnh",
    "Các sở, ban ngành tỉnh",
    "UBND các huyện, thành phố",
    "Văn phòng: Tỉnh ủy, HĐND tỉnh, UBND tỉnh",
    "Báo và Đài PT-TH tỉnh",
]
SIGNATURE = Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Người Ký Thử Nghiệm")
_WORKS = (
    "Rà soát các điểm đọc sách cộng đồng, bổ sung đầu sách về lịch sử địa phương và kỹ năng số cho từng điểm",
    "Mở lớp hướng dẫn sử dụng dịch vụ công trực tuyến cho người cao tuổi ở những nơi đường sá còn khó khăn",
    "Tổ chức ngày hội đọc sách, giới thiệu tác giả của tỉnh, trưng bày tư liệu của các dân tộc cùng chung sống",
    "Số hóa tư liệu Hán Nôm, thư tịch cổ và ảnh quý; đưa lên kho dữ liệu mở để trường học khai thác",
)


def task(ref: str, text: str, label: str) -> Task:
    return Task(
        ref=ref,
        text=f"{text}.",
        label=label,
        lead=(Mention("Sở Văn hóa, Thể thao và Du lịch"), Mention("Sở Giáo dục và Đào tạo", note="(khối trường học)")),
        coordinating=(Mention("các cơ quan, đơn vị, địa phương"), Mention("Tỉnh đoàn", Role.REQUESTED)),
        time=Fact.of("Quý III năm 2019"),
    )


def plan_facts(**changes: Any) -> PlanFacts:
    """About four pages: bases, two sections of tasks, money, organization."""
    tasks, body = (
        [],
        [
            Block(BlockKind.PARAGRAPH, "Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:"),
            Block(BlockKind.SECTION, "Mục đích, yêu cầu", "I."),
            Block(
                BlockKind.BULLET, "Nâng cao nhận thức của các cấp, các ngành về văn hóa đọc; tạo thói quen tự học.", "-"
            ),
            Block(BlockKind.BULLET, "Việc làm phải thiết thực, tiết kiệm, phù hợp với từng địa bàn.", "-"),
            Block(BlockKind.SECTION, "NỘI DUNG", "II."),
        ],
    )
    for group in (1, 2, 3):
        body.append(Block(BlockKind.HEADING, f"Nhóm việc thứ {group} về phát triển văn hóa đọc", f"{group}."))
        for index, text in enumerate(_WORKS, 1):
            tasks.append(task(f"{group}.{index}", text, f"{group}.{index}."))
            body.append(Block(BlockKind.TASK, task_ref=f"{group}.{index}"))
    body += [
        Block(BlockKind.SECTION, "KINH PHÍ", "III."),
        Block(BlockKind.PARAGRAPH, "Kinh phí bảo đảm từ dự toán được giao và nguồn xã hội hóa."),
        Block(BlockKind.SECTION, "TỔ CHỨC THỰC HIỆN", "IV."),
        Block(BlockKind.PARAGRAPH, "Các cơ quan báo cáo kết quả trước ngày 15/6 và trước ngày 05/12 hằng năm.", "1."),
        Block(
            BlockKind.PARAGRAPH,
            "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan kịp thời báo cáo Ủy ban "
            "nhân dân tỉnh để xem xét, sửa đổi, bổ sung cho phù hợp với tình hình thực tế của từng địa phương./.",
            "2.",
        ),
    ]
    facts = PlanFacts(
        symbol=Fact.of("KH-UBND"),
        place=Fact.of("Kon Tum"),
        kind=Fact.of("Kế hoạch"),
        title=Fact.of("Phát triển văn hóa đọc trong cộng đồng trên địa bàn tỉnh năm 2019"),
        issuer=Fact.of("Ủy ban nhân dân tỉnh Kon Tum"),
        bases=(
            Basis("Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019;"),
            Basis("Căn cứ chương trình công tác năm của Ủy ban nhân dân tỉnh;"),
            Basis("Theo đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch"),
        ),
        body=tuple(body),
        tasks=tuple(tasks),
    )
    return dataclasses.replace(facts, **changes)


ISSUER = "Ủy ban nhân dân tỉnh Kon Tum"
SCHEDULE = (
    ("TT", "Nội dung công việc", "Sản phẩm", "Thời hạn"),
    ("A. Chuẩn bị",) * 4,
    ("1", "Khảo sát các điểm đọc sách cộng đồng", "Báo cáo khảo sát", "15/3/2019"),
    ("2", "Chọn sách và người hướng dẫn", "Danh mục sách\nDanh sách người hướng dẫn", "30/4/2019"),
)
TARGETS = (
    ("STT", "Địa bàn", "2019", "2020", "2021", "2022", "2023", "Ghi chú"),
    *((str(n), f"Huyện thứ {n}", "10", "20", "30", "40", "1.250", "Kiểm tra hằng năm") for n in range(1, 31)),
)


def tabled_facts(rows: int = 60, **changes: Any) -> PlanFacts:
    """A plan with a table in its text, a table on its side, and two appendices, the first of which is long."""
    long = (SCHEDULE[0], *((str(n), f"Việc thứ {n} của lịch", "Báo cáo", "15/3/2019") for n in range(1, rows + 1)))
    body = (
        Block(BlockKind.SECTION, "NỘI DUNG", "I."),
        Block(BlockKind.PARAGRAPH, "Lịch thực hiện như sau:", "1."),
        Block(BlockKind.TABLE, "Bảng 1. Lịch thực hiện", rows=SCHEDULE),
        Block(BlockKind.PARAGRAPH, "Chỉ tiêu và lịch chi tiết tại Phụ lục I và Phụ lục II.", "2."),
        Block(BlockKind.SECTION, "PHỤ LỤC I"),
        Block(BlockKind.PARAGRAPH, "Lịch chi tiết"),
        Block(BlockKind.PARAGRAPH, f"(Kèm theo Kế hoạch số 215/KH-UBND ngày 28/01/2019 của {ISSUER})"),
        Block(BlockKind.TABLE, rows=long),
        Block(BlockKind.SECTION, "PHỤ LỤC II"),
        Block(BlockKind.PARAGRAPH, "Chỉ tiêu theo địa bàn"),
        Block(BlockKind.TABLE, rows=TARGETS),
    )  # fmt: skip
    return plan_facts(body=body, tasks=(), **changes)


def costs(count: int = 3) -> tuple[CostLine, ...]:
    return tuple(
        CostLine(f"Mua sách cho điểm đọc thứ {i}", 250_000_000 + i * 1_500_000, 2019, "Sở Văn hóa", "Ngân sách tỉnh")
        for i in range(1, count + 1)
    )


def plan(facts: PlanFacts | None = None, **changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "parent": "",
        "issuer": "Ủy ban nhân dân tỉnh Kon Tum",
        "number": "215",
        "issued_on": date(2019, 1, 28),
        "signature": SIGNATURE,
        "recipients": RECIPIENTS,
        "archive_line": "Lưu: VT, KGVX",
        "draft": False,
    }
    return plan_pdf(facts or plan_facts(), **(arguments | changes))


def frame(**changes: Any) -> Frame:
    """The frame of a letter from a department to the People's Committee."""
    usual = Frame(
        letterhead=Letterhead("Ủy ban nhân dân tỉnh Kon Tum", "Sở Văn hóa, Thể thao và Du lịch"),
        identity=Identity("7", "TTr-SVHTTDL", "Kon Tum", date(2019, 3, 5)),
        signature=Signature(("GIÁM ĐỐC",), "Người Ký Thử Nghiệm"),
        recipients=("Như trên", "Văn phòng UBND tỉnh"),
        archive_line="Lưu: VT, QLVH",
    )
    return dataclasses.replace(usual, **changes)


TITLE = "Kế hoạch phát triển văn hóa đọc năm 2019"
COMMITTEE = ["Ủy ban nhân dân tỉnh Kon Tum"]


def letters() -> dict[str, bytes]:
    """One document of every kind but the plan, by the name of its function."""
    to_agencies = ["Sở Ngoại vụ", "Sở Tài chính", "Công an tỉnh"]
    day = date(2019, 6, 17)
    return {
        "submission_pdf": submission_pdf(
            frame(),
            addressees=COMMITTEE,
            subject="Về việc ban hành Kế hoạch phát triển văn hóa đọc năm 2019",
            bases=["Căn cứ chương trình công tác năm"],
            text="Sở đã lấy ý kiến của ba cơ quan.\nKính đề nghị xem xét",
            attachments=["Dự thảo Kế hoạch", "Bảng tổng hợp ý kiến"],
        ),
        "slip_pdf": slip_pdf(
            frame(
                letterhead=Letterhead("Ủy ban nhân dân tỉnh Kon Tum", "Văn phòng"),
                signature=Signature(),
                recipients=(),
                archive_line="",
            ),
            addressees=["Phó Chủ tịch UBND tỉnh"],
            subject=TITLE,
            entries=[
                SlipEntry("Cơ quan trình", "Sở Văn hóa, Thể thao và Du lịch, Tờ trình số 07/TTr-SVHTTDL"),
                SlipEntry("Ý kiến thẩm tra", "Thể thức đúng quy định.\nHồ sơ đủ."),
                SlipEntry("Đề xuất", "Trình ký ban hành."),
            ],
            signatures=[
                SlipSignature("Chuyên viên", "Người Trình Một", "Đủ điều kiện trình ký.", date(2019, 1, 22)),
                SlipSignature("Phó Chánh Văn phòng", "Người Duyệt Hai", "", date(2019, 1, 23)),
                SlipSignature("Ý kiến của Phó Chủ tịch"),
            ],
        ),
        "opinion_request_pdf": opinion_request_pdf(
            frame(identity=Identity("12", "SVHTTDL-QLVH", "Kon Tum", day)),
            addressees=to_agencies,
            plan_title=TITLE,
            due_on=date(2019, 7, 1),
            reply_to="Sở Văn hóa, Thể thao và Du lịch",
        ),
        "opinion_pdf": opinion_pdf(
            frame(),
            addressees=["Sở Văn hóa, Thể thao và Du lịch"],
            plan_title=TITLE,
            stance="remarks",
            text="Mục II: đề nghị bổ sung trường học vùng biên.\nMục III: làm rõ nguồn kinh phí.",
            answers_to="Công văn số 12/SVHTTDL-QLVH ngày 17/6/2019",
        ),
        "funding_opinion_pdf": funding_opinion_pdf(
            frame(),
            addressees=["Sở Văn hóa, Thể thao và Du lịch"],
            plan_title=TITLE,
            agreed=True,
            lines=judgements(),
            conclusion="Đề nghị quyết toán theo quy định.",
        ),
        "report_pdf": report_pdf(
            frame(),
            addressees=COMMITTEE,
            subject="Kết quả thực hiện Kế hoạch số 215/KH-UBND 6 tháng đầu năm 2019",
            sections=[ReportSection("I. KẾT QUẢ", "Đã mở 12 lớp."), ReportSection("II. ĐỀ XUẤT", "Bổ sung sách.")],
        ),
        "consolidated_report_pdf": consolidated_report_pdf(
            frame(),
            addressees=COMMITTEE,
            subject="Tổng hợp kết quả thực hiện Kế hoạch số 215/KH-UBND",
            senders=[
                Sender("Sở Ngoại vụ", date(2019, 6, 14), date(2019, 6, 12)),
                Sender("Công an tỉnh", date(2019, 6, 14), day),
                Sender("UBND huyện Sa Thầy", date(2019, 6, 14), None, "đã đôn đốc"),
            ],
            sections=[
                ConsolidatedSection(
                    "I. KẾT QUẢ",
                    (
                        SentSentence("Đã mở 12 lớp.", "Sở Ngoại vụ"),
                        SentSentence("Đã bảo đảm an ninh", "Công an tỉnh"),
                    ),
                ),
            ],
            missing_reason="Huyện đang khắc phục hậu quả mưa lũ",
        ),
    }


def judgements() -> list[CostJudgement]:
    return [
        CostJudgement("Mua sách", 600_000_000, 600_000_000, "Sở Văn hóa", 2019, "Ngân sách tỉnh"),
        CostJudgement("Thuê hội trường", 1_250_000_000, 900_000_000, remark="Dùng nhà văn hóa sẵn có."),
        CostJudgement("Quà lưu niệm", 50_000_000, 0),
        CostJudgement("Tập huấn", 40_000_000, None),
    ]
