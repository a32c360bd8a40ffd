"""What a plan says beside tasks and routes, in a plan of our own; and that nothing is said where nothing stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from processes.documents.facts import Place, PlanFacts
from processes.documents.particulars import DetailKind, IssuedBy, MoneyKind, Relation
from processes.documents.reading import read_text

SAMPLE = (Path(__file__).parent / "samples" / "particulars.txt").read_text(encoding="utf-8")
BARE = """KẾ HOẠCH
Dọn kho lưu trữ

Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;

I. NHIỆM VỤ

1. Dọn kho.
- Cơ quan chủ trì: Sở Nội vụ.
- Thời gian thực hiện: Quý I/2027.
"""
WITH_ANNEX = """KẾ HOẠCH
Dọn kho lưu trữ năm 2027

I. NHIỆM VỤ
Nhiệm vụ cụ thể theo Phụ lục đính kèm.

PHỤ LỤC
DANH MỤC CÔNG VIỆC
(Kèm theo Kế hoạch số 7/KH-UBND ngày 12/01/2027 của Ủy ban nhân dân tỉnh Sơn Hải)

| STT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |
|---|---|---|---|---|
| I | Kho giấy | Kho giấy | Kho giấy | Kho giấy |
| 1 | Phân loại | Sở Nội vụ | Sở Tài chính | Quý I |
"""
FRAMED = f"Tìm kiếm tin tức\nNgày cập nhật 08/09/2027\n\n{BARE}\nTệp đính kèm:\nTổng truy cập 1.234\n"

Kinds = tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def facts() -> PlanFacts:
    return read_text(SAMPLE)


def test_scope_is_read_from_title_and_issuer(facts: PlanFacts) -> None:
    assert facts.period is not None
    assert (facts.period.first, facts.period.last, facts.period.vision) == (2027, 2030, 2035)
    assert facts.territory.value == "tỉnh Sơn Hải"
    assert facts.authority.value == IssuedBy.INDIVIDUAL
    assert facts.security == "MẬT"
    assert [rule.text for rule in facts.security_rules] == ["Bảo đảm bảo mật thông tin của du khách"]


def test_other_documents_and_what_the_plan_has_to_do_with_them(facts: PlanFacts) -> None:
    assert [(link.relation, link.text.split(" (")[0][:45], link.number) for link in facts.links] == [
        (Relation.IMPLEMENTS, "Đề án phát triển du lịch biển", ""),
        (Relation.PRODUCES, "Quy chế quản lý bến tàu tại thành phố Sơn Hải", ""),
        (Relation.CONTINUES, "Kế hoạch số 45/KH-UBND ngày 10/3/2026 của UBN", "45/KH-UBND"),
        (Relation.CONTINUES, "Kế hoạch số 46/KH-UBND ngày 11/3/2026 của UBN", "46/KH-UBND"),
    ]


def test_short_forms_with_what_they_stand_for(facts: PlanFacts) -> None:
    assert [(one.short, one.full) for one in facts.abbreviations] == [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("PTDL", "phát triển du lịch biển"),
    ]


def test_audiences_by_scope_end_with_their_heading(facts: PlanFacts) -> None:
    assert [(one.scope, one.text, one.priority) for one in facts.audiences] == [
        ("Trong tỉnh", "Hộ nuôi trồng thủy sản, ngư dân", True),
        ("Ngoài tỉnh", "Du khách đi theo đoàn", True),
    ]


def test_times_in_the_text(facts: PlanFacts) -> None:
    assert [(one.words, one.kind, one.start, one.end) for one in facts.moments] == [
        ("duy trì thường xuyên trong năm 2027-2028", "continuous", "2027-01-01", "2028-12-31"),
        ("hằng năm", "yearly", "", ""),
        ("sau năm 2030", "after", "2031-01-01", ""),
    ]


def test_rules_about_money(facts: PlanFacts) -> None:
    assert [(rule.kind, " ".join(rule.text.split()[:4])) for rule in facts.money_rules] == [
        (MoneyKind.SOURCE, "ngân sách tỉnh"),
        (MoneyKind.SOURCE, "các nguồn xã hội"),
        (MoneyKind.OWN_MONEY, "chủ động sử dụng"),
        (MoneyKind.EXCEPTION, "Trường hợp phát sinh"),
    ]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (
            lambda facts: facts.tasks[0],
            (
                (DetailKind.SITE, "thành phố Sơn Hải"),
                (DetailKind.CONDITION, "nếu đủ vốn"),
                (DetailKind.AFTER, "sau khi cầu cảng được sửa chữa"),
            ),
        ),
        (lambda facts: facts.tasks[1], ()),
        (
            lambda facts: facts.duties[0],
            (
                (DetailKind.QUANTITY, "05 lớp tập huấn cho hướng dẫn viên"),
                (DetailKind.FOR_WHOM, "cán bộ các xã ven biển trên nền tảng học trực tuyến"),
                (DetailKind.PLATFORM, "nền tảng học trực tuyến"),
                (DetailKind.ALTERNATIVE, "hoặc phối hợp với trường nghề"),
            ),
        ),
        (
            lambda facts: facts.duties[1],
            (
                (DetailKind.OVERSEES, "Thường xuyên kiểm tra vệ sinh bến tàu theo hướng dẫn của Bộ Y tế"),
                (DetailKind.GUIDANCE, "Bộ Y tế"),
            ),
        ),
        (lambda facts: facts.duties[2], ((DetailKind.OWN_PLAN, "kế hoạch đón khách"),)),
    ],
)
def test_particulars_of_tasks_and_duties(facts: PlanFacts, of: Callable[[PlanFacts], object], expected: Kinds) -> None:
    assert tuple((detail.kind, detail.text) for detail in of(facts).details) == expected


def test_work_that_nobody_is_told_to_do_is_kept_apart_from_duties(facts: PlanFacts) -> None:
    assert [(work.agencies, work.place) for work in facts.loose_work] == [
        (("các sở, ban, ngành", "các địa phương ven biển"), Place(19, 19)),
        ((), Place(28, 28)),
        (("Ban Quản lý bến cảng",), Place(29, 29)),
    ]


def test_the_end_of_the_plan(facts: PlanFacts) -> None:
    assert [(order.by, order.to, order.text) for order in facts.orders] == [
        ("UBND tỉnh", "các cơ quan, đơn vị", "khẩn trương thực hiện")
    ]
    assert [clause.text for clause in facts.renewals] == ["sau năm 2030 tổng kết để cập nhật, bổ sung kế hoạch"]
    assert facts.end_mark.value == "./."


def test_an_annex_that_is_only_spoken_of_is_not_there(facts: PlanFacts) -> None:
    assert facts.annexes == ()
    assert [(one.words, one.found) for one in facts.announced] == [("(chi tiết tại Phụ lục kèm theo)", False)]


def test_an_annex_with_its_table() -> None:
    facts = read_text(WITH_ANNEX)
    annex = facts.annexes[0]

    assert (annex.label, annex.title) == ("PHỤ LỤC", "DANH MỤC CÔNG VIỆC")
    assert annex.columns == ("STT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
    assert annex.sections == ("I. Kho giấy",)
    assert [(one.words, one.found) for one in facts.announced] == [("cụ thể theo Phụ lục đính kèm", True)]


def test_the_frame_of_a_web_page_is_kept_out_of_the_text_and_remembered() -> None:
    facts = read_text(FRAMED)

    assert [(line.text, line.place) for line in facts.frame] == [
        ("Tìm kiếm tin tức", Place(1, 1)),
        ("Ngày cập nhật 08/09/2027", Place(2, 2)),
        ("Tệp đính kèm:", Place(15, 15)),
        ("Tổng truy cập 1.234", Place(16, 16)),
    ]
    assert [(one.words, one.found) for one in facts.announced] == [("Tệp đính kèm:", False)]
    assert facts.body == read_text(FRAMED.replace("Tổng truy cập 1.234\n", "")).body


@pytest.mark.parametrize(
    ("line", "bodies", "persons"),
    [
        ("Sở Tài chính; Sở Nội vụ", ("Sở Tài chính", "Sở Nội vụ"), False),
        ("Văn phòng: Tỉnh ủy, HĐND tỉnh", ("Văn phòng Tỉnh ủy", "Văn phòng HĐND tỉnh"), False),
        ("Văn phòng UBND tỉnh: LĐVP, TH", ("Văn phòng UBND tỉnh: LĐVP", "Văn phòng UBND tỉnh: TH"), False),
        ("Các Sở: Tài chính, Nội vụ", ("Sở Tài chính", "Sở Nội vụ"), False),
        ("Các sở, ban, ngành tỉnh", (), False),
        ("UBND các xã, phường", (), False),
        ("Chủ tịch, các Phó Chủ tịch UBND tỉnh", (), True),
        ("Đ/c Bí thư Tỉnh ủy", (), True),
        ("Chủ tịch Hội Nông dân tỉnh", (), True),
    ],
)
def test_who_stands_on_a_line_of_recipients(line: str, bodies: tuple[str, ...], persons: bool) -> None:
    facts = read_text(f"{BARE}\nNơi nhận:\n- {line};\n- Lưu: VT.\n")

    assert (facts.recipients[0].bodies, facts.recipients[0].persons) == (bodies, persons)


def test_nothing_is_invented() -> None:
    facts = read_text(BARE)

    assert facts.period is None
    assert not facts.territory.known and not facts.authority.known and not facts.end_mark.known
    assert facts.security == ""
    for name in [
        "links",
        "abbreviations",
        "audiences",
        "moments",
        "money_rules",
        "loose_work",
        "orders",
        "renewals",
        "annexes",
        "announced",
        "frame",
        "security_rules",
    ]:
        assert getattr(facts, name) == (), name
    assert facts.tasks[0].details == ()


def test_every_particular_has_its_place_and_survives_json(facts: PlanFacts) -> None:
    told = [
        *facts.links, *facts.abbreviations, *facts.audiences, *facts.moments, *facts.money_rules, *facts.loose_work,
        *facts.orders, *facts.renewals, *facts.announced, *facts.security_rules,
    ]  # fmt: skip

    assert all(one.place is not None and 0 < one.confidence <= 1 for one in told)
    assert PlanFacts.from_dict(json.loads(json.dumps(facts.to_dict()))) == facts


def test_content_saved_before_there_were_particulars_keeps_its_shape() -> None:
    earlier = {"number", "symbol", "place", "date", "kind", "title", "issuer", "bases", "body", "tasks", "duties"}
    earlier |= {"reports", "feedback", "funding", "costs", "recipients", "signer", "urgency"}

    assert set(PlanFacts().to_dict()) == earlier
