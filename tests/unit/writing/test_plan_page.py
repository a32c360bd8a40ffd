"""The page of an issued plan against Annex I of the decree, box by box."""

from __future__ import annotations

import io
from datetime import date

import pdfplumber
import pytest

from processes.documents.facts import Block, BlockKind

from . import factory, printed
from .printed import MM


@pytest.fixture(scope="module")
def plan() -> bytes:
    return factory.plan()


@pytest.fixture(scope="module")
def first_page(plan: bytes):
    with pdfplumber.open(io.BytesIO(plan)) as document:
        yield document.pages[0]


def line_with(page, start: str):
    return next(line for line in page.extract_text_lines() if start in line["text"])


def test_page_is_a4_portrait(plan):
    for page in printed.pages(plan):
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)


def test_text_keeps_the_margins(plan):
    for page in printed.pages(plan):
        body = [char for char in page.chars if char["top"] > 19 * MM]
        assert 30 <= min(char["x0"] for char in body) / MM + 0.01 <= 35
        assert 15 <= (page.width - max(char["x1"] for char in body if char["text"] != " ")) / MM <= 20
        assert 20 <= min(char["top"] for char in body) / MM <= 25
        assert (page.height - max(char["bottom"] for char in body)) / MM >= 20


def test_only_liberation_serif_2_is_in_the_file(plan):
    assert printed.fonts(plan) == {
        "Liberation-Serif",
        "Liberation-Serif-Bold",
        "Liberation-Serif-Italic",
        "Liberation-Serif-Bold-Italic",
    }


def test_nation_and_motto_each_stand_on_one_line_at_the_right(first_page):
    nation = line_with(first_page.crop((100 * MM, 0, first_page.width, 60 * MM)), "CỘNG HÒA")
    motto = line_with(first_page.crop((100 * MM, 0, first_page.width, 60 * MM)), "Độc lập")
    assert nation["text"] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto["text"] == "Độc lập - Tự do - Hạnh phúc"
    assert {(c["fontname"][7:], round(c["size"])) for c in nation["chars"]} == {("Liberation-Serif-Bold", 12)}
    assert {(c["fontname"][7:], round(c["size"])) for c in motto["chars"]} == {("Liberation-Serif-Bold", 13)}


def test_line_under_the_motto_is_as_long_as_the_motto(first_page):
    motto = line_with(first_page.crop((100 * MM, 0, first_page.width, 60 * MM)), "Độc lập")
    under = [e for e in first_page.edges + first_page.rects if 0 < e["top"] - motto["bottom"] < 6]
    assert any(abs(e["x0"] - motto["x0"]) < 1 and abs(e["x1"] - motto["x1"]) < 1 for e in under)


def test_number_and_date_stand_on_one_line(first_page):
    line = line_with(first_page, "Số: 215/KH-UBND")
    assert line["text"] == "Số: 215/KH-UBND Kon Tum, ngày 28 tháng 01 năm 2019"
    styles = {(char["fontname"][7:], round(char["size"])) for char in line["chars"] if char["text"].strip()}
    assert styles == {("Liberation-Serif", 13), ("Liberation-Serif-Italic", 13)}


def test_page_number_is_absent_on_page_1_and_centered_above_from_page_2(plan):
    for index, page in enumerate(printed.pages(plan), 1):
        head = page.crop((0, 0, page.width, 19 * MM))
        if index == 1:
            assert head.extract_text() == ""
            continue
        assert head.extract_text() == str(index)
        middle = (30 + (210 - 17)) / 2 * MM
        assert abs((head.chars[0]["x0"] + head.chars[-1]["x1"]) / 2 - middle) < 1
        assert round(head.chars[0]["size"]) in (13, 14)


def test_recipients_are_level_with_the_signature(plan):
    *_, last = printed.pages(plan)
    left = line_with(last.crop((0, 0, 110 * MM, last.height)), "Nơi nhận:")
    right = line_with(last.crop((110 * MM, 0, last.width, last.height)), "TM. ỦY BAN NHÂN DÂN")
    assert abs(left["top"] - right["top"]) < 4
    assert {(c["fontname"][7:], round(c["size"])) for c in left["chars"]} == {("Liberation-Serif-Bold-Italic", 12)}
    entry = line_with(last.crop((0, 0, 110 * MM, last.height)), "- Bộ Thông tin")
    assert {(c["fontname"][7:], round(c["size"])) for c in entry["chars"]} == {("Liberation-Serif", 11)}


@pytest.mark.parametrize("lines", [16, 17, 25, 26])
def test_signature_never_stands_alone_on_a_page(lines):
    """The text ends so that the signature just fits, just not, and that the text fills the page to its last line."""
    body = tuple(Block(BlockKind.PARAGRAPH, f"Câu thứ {index} của phần thân.") for index in range(lines))
    *_, last = printed.pages(factory.plan(factory.plan_facts(body=body, tasks=())))
    assert f"Câu thứ {lines - 1} của phần thân./." in last.extract_text()
    assert "Người Ký Thử Nghiệm" in last.extract_text()


def test_appendix_counts_its_own_pages_and_hides_the_first_number():
    pdf = factory.plan(factory.plan_facts(costs=factory.costs(40)))
    heads = [page.crop((0, 0, page.width, 19 * MM)).extract_text() for page in printed.pages(pdf)]
    start = next(i for i, page in enumerate(printed.pages(pdf)) if "Phụ lục\n" in page.extract_text()[:20])
    assert heads[start:] == ["", "2", "3"]


def test_title_in_the_metadata_and_date_from_the_data(plan):
    with pdfplumber.open(io.BytesIO(plan)) as document:
        assert document.metadata["Title"].startswith("Kế hoạch Phát triển văn hóa đọc")
        assert document.metadata["CreationDate"].startswith("D:20190128")
        assert document.doc.catalog["MarkInfo"]["Marked"] is True


@pytest.mark.parametrize(("mark", "width"), [("KHẨN", 20), ("THƯỢNG KHẨN", 40), ("HỎA TỐC", 30)])
def test_urgency_mark_is_a_red_box_of_its_size(mark, width):
    page = next(printed.pages(factory.plan(factory.plan_facts(urgency=mark))))
    letters = list(line_with(page, mark)["chars"])
    assert {tuple(char["non_stroking_color"]) for char in letters} == {(1, 0, 0)}
    red = [
        s
        for s in page.rects + page.curves + page.lines
        if tuple(s.get("non_stroking_color") or ()) == (1, 0, 0) or tuple(s.get("stroking_color") or ()) == (1, 0, 0)
    ]
    assert round((max(s["x1"] for s in red) - min(s["x0"] for s in red)) / MM) == width
    assert round((max(s["bottom"] for s in red) - min(s["top"] for s in red)) / MM) == 8


def test_unknown_urgency_is_refused():
    with pytest.raises(ValueError, match="GẤP"):
        factory.plan(factory.plan_facts(urgency="GẤP"))


def test_draft_shows_that_it_is_one_and_blank_places_stay_blank():
    text = printed.text(
        factory.plan(factory.plan_facts(costs=factory.costs()), number=None, issued_on=None, draft=True)
    )
    assert text.count("DỰ THẢO") == text.count("\f")
    assert "Số:" in text and "215" not in text
    assert " /KH-UBND" in text
    first = text.splitlines()
    assert any(line.split()[-4:] == ["Tum,", "ngày", "tháng", "năm"] for line in first if "ngày" in line)


def test_issued_plan_shows_no_draft_mark(plan):
    assert "DỰ THẢO" not in printed.text(plan)


def test_day_and_month_are_padded_as_the_decree_says():
    text = printed.words(factory.plan(number="5", issued_on=date(2019, 6, 3)))
    assert "Số: 05/KH-UBND" in text
    assert "Kon Tum, ngày 03 tháng 6 năm 2019" in text
