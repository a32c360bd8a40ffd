"""The boxes that only some documents have: where they stand, how large, in which letters."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pdfplumber
import pytest

from processes.documents.facts import Basis, Block, BlockKind
from processes.documents.writing import Circulation, CopyNote, Letterhead, SecretDocument, opinion_pdf, wording

from . import factory, printed
from .printed import MM

HANOI = timezone(timedelta(hours=7))
ADDRESS = "Số 1 đường Thử Nghiệm, thành phố Kon Tum; ĐT: 0260 000 000; Thư điện tử: vanthu@example.vn"


def letter(**changes: Any) -> bytes:
    text = "\n".join(f"Câu thứ {n}." for n in range(45))
    return opinion_pdf(
        factory.frame(**changes), addressees=["Sở A"], plan_title=factory.TITLE, stance="agrees", text=text
    )


def line_with(page: Any, start: str) -> dict[str, Any]:
    found: dict[str, Any] = next(line for line in page.extract_text_lines() if start in line["text"])
    return found


def letters_of(line: dict[str, Any]) -> set[tuple[str, int]]:
    return {(c["fontname"].partition("+")[2].removeprefix("Liberation-Serif").strip("-"), round(c["size"]))
            for c in line["chars"] if c["text"].strip()}  # fmt: skip


def rules(page: Any) -> list[dict[str, Any]]:
    """Every horizontal line on the page."""
    drawn = [*page.rects, *page.lines, *page.curves]
    return [one for one in drawn if one["height"] < 2 and one["width"] > 10]


def under(page: Any, line: dict[str, Any]) -> dict[str, Any]:
    middle = (line["x0"] + line["x1"]) / 2
    found = [r for r in rules(page) if 0 < r["top"] - line["bottom"] < 8 and r["x0"] < middle < r["x1"]]
    assert len({(round(r["x0"]), round(r["x1"])) for r in found}) == 1
    return found[0]


# --- boxes 2, 5a and 5b: their lines


@pytest.mark.parametrize("issuer", ["Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Ủy ban nhân dân xã Ia"])
def test_the_line_under_the_issuer_is_a_third_to_a_half_of_its_text(issuer: str) -> None:
    page = next(printed.pages(letter(letterhead=Letterhead("Ủy ban nhân dân tỉnh Kon Tum", issuer))))
    left = page.crop((0, 0, 100 * MM, 60 * MM))
    parent = [line_with(left, text) for text in ("ỦY BAN NHÂN DÂN", "TỈNH KON TUM")]
    assert letters_of(parent[0]) == {("", 12)}
    own = [line_with(left, text) for text in wording.capital_lines(issuer)]
    longest = max(line["x1"] - line["x0"] for line in own)
    assert 1 / 3 <= under(left, own[-1])["width"] / longest <= 1 / 2
    assert letters_of(own[-1]) == {("Bold", 12)}


def test_title_and_its_line() -> None:
    page = next(printed.pages(factory.plan()))
    kind, subject = line_with(page, "KẾ HOẠCH"), line_with(page, "Phát triển văn hóa đọc")
    for line in (kind, subject):
        assert letters_of(line) == {("Bold", 14)}
        assert abs((line["x0"] + line["x1"]) / 2 - 111.5 * MM) < MM
    assert 1 / 3 <= under(page, subject)["width"] / (subject["x1"] - subject["x0"]) <= 1 / 2


def test_subject_of_a_letter_stands_under_its_number_by_six_points() -> None:
    page = next(printed.pages(letter()))
    number, about = line_with(page, "Số: 07/"), line_with(page, "V/v")
    assert letters_of(about) == {("", 12)}
    assert 5 <= about["top"] - number["bottom"] <= 10
    assert number["x0"] >= 30 * MM and about["x1"] < 105 * MM


def test_the_two_heads_stand_side_by_side_and_level() -> None:
    page = next(printed.pages(letter()))
    left, right = page.crop((0, 0, 100 * MM, 60 * MM)), page.crop((100 * MM, 0, page.width, 60 * MM))
    assert abs(line_with(left, "ỦY BAN NHÂN DÂN")["top"] - line_with(right, "CỘNG HÒA")["top"]) < 1
    nation, motto = line_with(right, "CỘNG HÒA"), line_with(right, "Độc lập")
    assert abs((nation["x0"] + nation["x1"]) / 2 - (motto["x0"] + motto["x1"]) / 2) < 1
    assert nation["x1"] <= (210 - 15) * MM


# --- box 6


def test_paragraphs_are_indented_by_a_finger_and_parted_by_six_points() -> None:
    page = next(printed.pages(letter()))
    first, second = line_with(page, "Câu thứ 0."), line_with(page, "Câu thứ 1.")
    assert round((first["x0"] / MM - 30) / 10, 2) in (1.0, 1.27)
    assert second["top"] - first["bottom"] >= 6
    assert letters_of(first) == {("", 14)}


def test_who_decides_and_what_leads_over_are_no_bases() -> None:
    bases = ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Căn cứ Luật Thư viện", "Theo đề nghị của Sở A", "QUYẾT ĐỊNH:")
    body = (Block(BlockKind.PARAGRAPH, "Ban hành Kế hoạch.", "Điều 1."),)
    facts = factory.plan_facts(bases=tuple(map(Basis, bases)), body=body, tasks=())
    page = next(printed.pages(factory.plan(facts)))
    for text in ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "QUYẾT ĐỊNH:"):
        line = line_with(page, text)
        assert (line["text"], letters_of(line)) == (text, {("Bold", 14)})
    assert letters_of(line_with(page, "Căn cứ Luật Thư viện;")) == {("Italic", 14)}
    assert line_with(page, "Theo đề nghị")["text"].endswith("Sở A.")
    assert letters_of(line_with(page, "Điều 1.")) == {("Bold", 14), ("", 14)}


# --- boxes 10 to 14


@pytest.mark.parametrize("mark", ["MẬT", "Tối mật", "TUYỆT  MẬT"])
def test_a_secret_document_is_refused(mark: str) -> None:
    with pytest.raises(SecretDocument):
        factory.plan(factory.plan_facts(urgency=mark))
    with pytest.raises(SecretDocument):
        factory.plan(factory.plan_facts(security=mark))


@pytest.mark.parametrize("note", [Circulation.RETURN, Circulation.INTERNAL])
def test_circulation_note_is_boxed_bold_capitals(note: Circulation) -> None:
    page = next(printed.pages(letter(circulation=note)))
    line = line_with(page, note)
    assert letters_of(line) == {("Bold", 13)}
    box = [
        e for e in page.edges if e["x0"] <= line["x0"] and e["x1"] >= line["x1"] and abs(e["top"] - line["top"]) < 20
    ]
    assert len([e for e in box if e["orientation"] == "h"]) >= 2


def test_sign_of_the_typist_stands_under_the_recipients() -> None:
    *_, last = printed.pages(letter(typist="pl.(300)"))
    line = line_with(last, "PL.(300)")
    assert letters_of(line) == {("", 11)}
    assert line["top"] > line_with(last, "- Lưu: VT")["top"]
    assert line["x0"] / MM < 35


def test_address_stands_under_a_line_over_the_whole_page_and_on_page_1_only() -> None:
    first, second = printed.pages(letter(address=ADDRESS))
    line = line_with(first, "Số 1 đường Thử Nghiệm")
    assert letters_of(line) == {("", 11)}
    assert line["top"] > (297 - 20) * MM
    over = [e for e in first.edges if e["orientation"] == "h" and 0 <= line["top"] - e["top"] < 12]
    assert {round(e["width"] / MM) for e in over} == {163}
    assert "đường Thử Nghiệm" not in second.extract_text()


def test_copy_note_stands_at_the_right_above_on_page_1() -> None:
    note = CopyNote("sao y", "Văn phòng UBND tỉnh", datetime(2019, 3, 6, 8, 5, 9, tzinfo=HANOI))
    first, second = printed.pages(letter(copy_note=note))
    line = line_with(first, "SAO Y")
    assert line["text"] == "SAO Y; Văn phòng UBND tỉnh; 06/03/2019 08:05:09 +07:00"
    assert letters_of(line) == {("", 10)}
    assert line["bottom"] < 20 * MM and line["x0"] > 105 * MM and line["x1"] <= (210 - 15) * MM
    assert "SAO Y" not in second.extract_text()


def test_a_signing_time_names_its_zone() -> None:
    assert wording.signing_time(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "02/01/2026 03:04:05 +00:00"
    with pytest.raises(ValueError, match="zone"):
        wording.signing_time(datetime(2026, 1, 2))


@pytest.mark.parametrize(
    "written",
    [
        "(Kèm theo Kế hoạch số 39/KH-UBND ngày 05 tháng 01 năm 2019 của UBND tỉnh)",
        "(Kèm theo Kế hoạch số 39 /KH-UBND ngày 05/01/2019 của UBND tỉnh)",
        "(Kèm theo Kế hoạch số:    /KH-UBND, ngày … tháng … năm 2019 của UBND tỉnh)",
    ],
)
def test_the_place_of_a_number_to_come_is_blank(written: str) -> None:
    words = " ".join(wording.belongs(written).replace("UBND,", "UBND").split())
    assert words == "(Kèm theo Kế hoạch số /KH-UBND ngày tháng năm của UBND tỉnh)"


@pytest.mark.parametrize("name", list(factory.letters()))
def test_no_national_title_is_broken_and_no_paper_leaves_its_margins(name: str) -> None:
    for pdf in (factory.letters()[name],):
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            right = document.pages[0].crop((100 * MM, 0, document.pages[0].width, 60 * MM))
            assert line_with(right, "CỘNG HÒA")["text"] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
            assert line_with(right, "Độc lập")["text"] == "Độc lập - Tự do - Hạnh phúc"
            for page in document.pages:
                inked = [c for c in page.chars if c["text"].strip()]
                assert min(c["x0"] for c in inked) >= 29.9 * MM
                assert max(c["x1"] for c in inked) <= (210 - 15) * MM


def test_day_of_the_data_is_the_day_on_the_page() -> None:
    assert "ngày 05 tháng 3 năm 2019" in printed.words(letter())
    assert date(2019, 3, 5) == factory.frame().identity.date
