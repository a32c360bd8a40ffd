"""Plans written for these tests: a minister's decision, a city's Markdown, a wrapped copy with a table of cells."""

from __future__ import annotations

from pathlib import Path

from processes.documents.facts import Cycle, PlanFacts, Presence
from processes.documents.reading import read_text

SAMPLES = Path(__file__).parent / "samples"
MINISTRY = (SAMPLES / "minister.txt").read_text(encoding="utf-8")
CITY = (SAMPLES / "city.md").read_text(encoding="utf-8")
WRAPPED = (SAMPLES / "wrapped.txt").read_text(encoding="utf-8")


def leads(facts: PlanFacts) -> dict[str, list[str]]:
    return {task.ref: [mention.name for mention in task.lead] for task in facts.tasks}


def due_rows(facts: PlanFacts) -> list[tuple[str, Cycle, str, bool]]:
    return [(rule.to[0], rule.cycle, rule.due, rule.before) for rule in facts.reports]


def test_a_decision_of_a_minister_with_its_plan() -> None:
    facts = read_text(MINISTRY)

    assert (facts.number.value, facts.symbol.value, facts.issuer.value) == ("1234", "QĐ-BXD", "Bộ trưởng Bộ Xây dựng")
    assert leads(facts) == {
        "1-a": ["Vụ Khoa học công nghệ và môi trường"],
        "1-b": ["Cục Phát triển đô thị", "các đơn vị liên quan"],
        "2": ["Văn phòng Bộ"],
        "3": ["Thanh tra Bộ"],
    }
    assert [m.name for m in facts.task("1-a").coordinating] == [
        "Viện Khoa học công nghệ xây dựng",
        "Cục Giám định nhà nước về chất lượng công trình xây dựng",
    ]
    assert facts.task("1-b").time.value == "Trước ngày 30/11/2024"
    assert facts.task("3").text.endswith("Kết quả: Báo cáo kiểm tra")


def test_labels_in_one_sentence_are_three_facts() -> None:
    task = read_text(MINISTRY).task("2")

    assert task.text == "Tuyên truyền, phổ biến kiến thức."
    assert [m.name for m in task.coordinating] == ["Báo Xây dựng", "Tạp chí Xây dựng"]
    assert task.time.value == "Thường xuyên"


def test_two_days_a_year_and_a_day_of_each_quarter() -> None:
    assert due_rows(read_text(MINISTRY)) == [
        ("Vụ Khoa học công nghệ và môi trường", Cycle.SEMIANNUAL, "06-15", True),
        ("Vụ Khoa học công nghệ và môi trường", Cycle.SEMIANNUAL, "12-15", True),
        ("Bộ trưởng", Cycle.QUARTERLY, "ngày 25 của tháng cuối quý", True),
    ]


def test_a_markdown_table_of_tasks() -> None:
    facts = read_text(CITY)

    assert facts.number.presence is Presence.BLANK
    assert facts.date.value == "2026-02"
    assert facts.issuer.value == "Ủy ban nhân dân thành phố Hải Phòng"
    assert leads(facts) == {
        "1": ["Sở Tư pháp"],
        "2": ["Sở Tài chính", "Sở Công Thương"],
        "3": ["Văn phòng UBND thành phố"],
    }
    assert [m.name for m in facts.task("3").coordinating] == [
        "Sở Xây dựng",
        "Sở Nông nghiệp và Môi trường",
        "Sở Giáo dục và Đào tạo",
    ]
    assert "Sản phẩm: Báo cáo rà soát" in facts.task("1").text


def test_cost_lines_are_items_and_the_total_is_none() -> None:
    lines = read_text(CITY).costs

    assert [(line.content, line.amount) for line in lines] == [
        ("In ấn tài liệu", 120_000_000),
        ("Tổ chức hội nghị đối thoại", 1_250_000_000),
    ]
    assert (lines[0].year, lines[0].source) == (2026, "ngân sách thành phố năm 2026")


def test_funding_goes_from_estimate_to_decision() -> None:
    funding = read_text(CITY).funding

    assert funding is not None
    assert funding.who_prepares == "Các sở, ban, ngành, UBND các xã, phường, đặc khu"
    assert (funding.who_reviews, funding.who_decides) == ("Sở Tài chính", "Ủy ban nhân dân thành phố")


def test_every_cycle_of_a_list_is_a_rule() -> None:
    facts = read_text(CITY)

    assert [(r.cycle, r.due, r.via) for r in facts.reports if r.via] == [
        (Cycle.MONTHLY, "20 hằng tháng", "Sở Nội vụ"),
        (Cycle.QUARTERLY, "", "Sở Nội vụ"),
        (Cycle.SEMIANNUAL, "", "Sở Nội vụ"),
        (Cycle.ANNUAL, "", "Sở Nội vụ"),
    ]
    assert [(r.who, r.due) for r in facts.reports if r.cycle is Cycle.ONCE] == [("Sở Nội vụ", "2026-12-25")]


def test_purposes_leave_the_names_of_recipients() -> None:
    assert [(r.name, r.purpose) for r in read_text(CITY).recipients][:4] == [
        ("Bộ Nội vụ", "b/c"),
        ("TTTU, TT HĐND TP", "b/c"),
        ("CT, các PCT UBND TP", ""),
        ("Các sở, ban, ngành TP", "để thực hiện"),
    ]


def test_blank_cells_of_a_copied_table_stay_in_their_columns() -> None:
    facts = read_text(WRAPPED)

    assert list(leads(facts)) == ["I.1", "I.2", "II.1", "II.2"]
    first, second = facts.task("I.1"), facts.task("I.2")
    assert (first.coordinating, first.time.value) == ((), "Quý III/2025")
    assert ([m.name for m in second.coordinating], second.time.presence) == (["UBND các xã, phường"], Presence.BLANK)


def test_a_day_written_before_its_cycle() -> None:
    facts = read_text(WRAPPED)

    assert due_rows(facts)[-2:] == [
        ("Sở Nông nghiệp và Môi trường", Cycle.SEMIANNUAL, "06-10", True),
        ("Sở Nông nghiệp và Môi trường", Cycle.ANNUAL, "12-05", True),
    ]


def test_a_family_of_departments_shares_a_duty() -> None:
    duties = read_text(WRAPPED).duties

    assert duties[3].agencies == (
        "Sở Công Thương",
        "Sở Y tế",
        "Sở Khoa học và Công nghệ",
        "Sở Văn hóa, Thể thao và Du lịch",
    )
    assert duties[-1].agencies == ("Ủy ban MTTQ Việt Nam tỉnh", "Hội Nông dân tỉnh", "Tỉnh đoàn")


def test_an_estimate_is_cost_lines_and_no_tasks() -> None:
    facts = read_text(
        "KẾ HOẠCH\nĐào tạo năm 2026\n\nIII. KINH PHÍ\n\n"
        "| STT | Nội dung | Cơ quan thực hiện | Năm | Kinh phí (đồng) | Nguồn kinh phí |\n"
        "| 1 | Mở ba lớp | Sở Nội vụ | 2026 | 150.000.000 | Ngân sách tỉnh |\n"
    )

    assert facts.tasks == ()
    [line] = facts.costs
    assert (line.content, line.amount, line.year, line.agency, line.source, line.task_ref) == (
        "Mở ba lớp",
        150_000_000,
        2026,
        "Sở Nội vụ",
        "Ngân sách tỉnh",
        "",
    )
