"""Tables of the text, tables on their side, and appendices, each of which counts its own pages."""

from __future__ import annotations

import dataclasses
import io

import pdfplumber
import pikepdf
import pytest

from processes.documents.facts import Block, BlockKind, CostLine
from processes.documents.writing.body import plan_text
from processes.documents.writing.tables import LANDSCAPE, UPRIGHT, grid_of

from . import factory, printed
from .printed import MM


@pytest.fixture(scope="module")
def plan() -> bytes:
    return factory.plan(factory.tabled_facts())


def starts(pdf: bytes) -> list[tuple[str, str, tuple[int, int]]]:
    """Of each page: what stands in its top margin, its first line, its size in millimetres."""
    found = []
    for page in printed.pages(pdf):
        head = page.crop((0, 0, page.width, 19 * MM)).extract_text()
        body = page.crop((0, 19 * MM, page.width, page.height)).extract_text().splitlines()
        found.append((head, body[0], (round(page.width / MM), round(page.height / MM))))
    return found


def test_each_appendix_begins_a_page_and_counts_its_own(plan: bytes) -> None:
    upright, lying = (210, 297), (297, 210)
    assert starts(plan) == [
        ("", "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", upright),
        ("", "Phụ lục I", upright),
        ("2", "TT Nội dung công việc Sản phẩm Thời hạn", upright),
        ("", "Phụ lục II", lying),
        ("2", "STT Địa bàn 2019 2020 2021 2022 2023 Ghi chú", lying),
    ]


def test_the_signature_stands_before_the_appendices(plan: bytes) -> None:
    text = printed.words(plan)
    assert text.index("Phụ lục II./.") < text.index("Nơi nhận:") < text.index("Phụ lục I LỊCH CHI TIẾT")
    assert text.count("./.") == 1


def test_an_appendix_has_name_title_and_a_line_with_blank_places(plan: bytes) -> None:
    page = list(printed.pages(plan))[1]
    name, title, belongs = page.extract_text_lines()[:3]
    assert (name["text"], title["text"]) == ("Phụ lục I", "LỊCH CHI TIẾT")
    for line, font in ((name, "Bold"), (title, "Bold"), (belongs, "Italic")):
        assert {(c["fontname"].split("-")[-1], round(c["size"])) for c in line["chars"]} == {(font, 14)}
        assert abs((line["x0"] + line["x1"]) / 2 - 111.5 * MM) < 2 * MM
    text = printed.words(plan)
    blank = "(Kèm theo Kế hoạch số /KH-UBND ngày tháng năm của Ủy ban nhân dân tỉnh Kon Tum)"
    assert text.count(blank) == 2


def test_no_row_is_cut_and_every_row_is_there_once(plan: bytes) -> None:
    text = printed.words(plan)
    for number in range(1, 61):
        assert text.count(f"{number} Việc thứ {number} của lịch Báo cáo 15/3/2019") == 1
    for page in printed.pages(plan):
        for table in page.find_tables():
            assert table.bbox[3] <= page.height - 17 * MM


def test_a_row_of_many_lines_goes_whole_to_the_next_page() -> None:
    tall = "\n".join(f"Dòng {n}" for n in range(12))
    rows = (("TT", "Việc"), *((str(n), tall) for n in range(1, 9)))
    pdf = factory.plan(factory.plan_facts(body=(Block(BlockKind.TABLE, rows=rows),), tasks=()))
    for page in printed.pages(pdf):
        text = page.extract_text()
        assert text.count("Dòng 0") == text.count("Dòng 11")


def test_every_cell_names_its_head_for_who_hears_the_page(plan: bytes) -> None:
    with pikepdf.open(io.BytesIO(plan)) as document:
        cells = _elements(document.Root.StructTreeRoot)
        heads = {str(cell["/ID"]) for cell in cells if cell["/S"] == "/TH"}
        named = [[str(name) for name in cell["/A"]["/Headers"]] for cell in cells if cell["/S"] == "/TD"]
    assert len(named) == 1 + 2 * 4 + 60 * 4 + 30 * 8
    assert all(names and set(names) <= heads for names in named)


def _elements(node: pikepdf.Object) -> list[pikepdf.Dictionary]:
    kids = node.get("/K")
    below = [] if kids is None else list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = [kid for kid in below if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return [one for kid in found for one in (kid, *_elements(kid))]


def test_a_heading_inside_a_table_runs_over_the_whole_row() -> None:
    grid = grid_of(factory.SCHEDULE)
    assert [(cell.text, cell.span) for cell in grid.rows[0]] == [("A. Chuẩn bị", 4)]
    assert len(grid.rows[1]) == 4


@pytest.mark.parametrize("rows", [factory.SCHEDULE, factory.TARGETS, (("TT",), ("1", "2")), (("a" * 90, "b" * 90),)])
def test_columns_fill_the_page_and_no_more(rows: tuple[tuple[str, ...], ...]) -> None:
    grid = grid_of(rows)
    assert sum(grid.widths) == pytest.approx(LANDSCAPE if grid.wide else UPRIGHT, abs=0.1)
    assert min(grid.widths) >= 8


def test_many_columns_lie_on_their_side_within_the_text() -> None:
    body = (Block(BlockKind.PARAGRAPH, "Trước bảng."), Block(BlockKind.TABLE, rows=factory.TARGETS[:4]),
            Block(BlockKind.PARAGRAPH, "Sau bảng."))  # fmt: skip
    pdf = factory.plan(factory.plan_facts(body=body, tasks=()))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert [round(page.width / MM) for page in document.pages] == [210, 297, 210]
    assert [head for head, _line, _size in starts(pdf)] == ["", "2", "3"]


# --- what becomes an appendix


def test_a_plan_attached_to_a_decision_is_a_document_of_its_own() -> None:
    body = (
        Block(BlockKind.PARAGRAPH, "Ban hành kèm theo Quyết định này Kế hoạch đọc sách.", "Điều 1."),
        Block(BlockKind.SECTION, "KẾ HOẠCH"),
        Block(BlockKind.PARAGRAPH, "Đọc sách năm 2019"),
        Block(BlockKind.PARAGRAPH, "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2019)"),
        Block(BlockKind.SECTION, "MỤC ĐÍCH", "I."),
    )
    text = plan_text(factory.plan_facts(body=body, tasks=()))
    [attached] = text.annexes
    assert (attached.name, attached.title, attached.is_document) == ("KẾ HOẠCH", "Đọc sách năm 2019", True)
    assert [line.text for line in attached.lines] == ["MỤC ĐÍCH"]
    assert text.lines[-1].text.endswith("Kế hoạch đọc sách./.")


def test_appendices_without_numbers_get_roman_ones_where_there_are_two() -> None:
    one = (Block(BlockKind.SECTION, "PHỤ LỤC"), Block(BlockKind.PARAGRAPH, "Danh mục"))
    names = [[annex.name for annex in plan_text(factory.plan_facts(body=one * n, tasks=())).annexes] for n in (1, 2)]
    assert names == [["Phụ lục"], ["Phụ lục I", "Phụ lục II"]]


def test_costs_go_into_the_appendix_that_is_there_for_them() -> None:
    body = (
        Block(BlockKind.PARAGRAPH, "Chi tiết tại Phụ lục."),
        Block(BlockKind.SECTION, "PHỤ LỤC"),
        Block(BlockKind.PARAGRAPH, "DỰ TOÁN KINH PHÍ"),
    )
    [annex] = plan_text(factory.plan_facts(body=body, tasks=(), costs=factory.costs())).annexes
    assert len(annex.costs) == 3


def test_costs_that_the_text_tells_are_not_told_twice() -> None:
    body = (Block(BlockKind.BULLET, "In tài liệu: 120.000.000 đồng.", "-"),)
    facts = factory.plan_facts(body=body, tasks=(), costs=(CostLine("In tài liệu", 120_000_000),))
    assert plan_text(facts).annexes == ()
    more = dataclasses.replace(facts, costs=(*facts.costs, CostLine("Thuê xe", 5_000_000)))
    assert len(plan_text(more).annexes) == 1
