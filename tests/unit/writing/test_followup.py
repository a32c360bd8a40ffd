"""Replies to opinions, the reminder of what is late, the correction, an appendix as a file of its own."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta, timezone

import docx
import pytest

from processes.documents.facts import Block, BlockKind
from processes.documents.writing import (
    Annex,
    Answer,
    Correction,
    Overdue,
    annex_pdf,
    answers_docx,
    answers_pdf,
    correction_pdf,
    urging_pdf,
)
from processes.documents.writing.body import plan_text

from . import factory, printed
from .printed import MM

PLAN = "Kế hoạch số 215/KH-UBND ngày 28 tháng 01 năm 2019 của Ủy ban nhân dân tỉnh"
DUE = date(2019, 3, 1)
ANSWERS = (
    Answer("Sở Tài chính", "Thống nhất, có góp ý", "Làm rõ nguồn kinh phí.\nBỏ mục III.", date(2019, 2, 27), DUE,
           accepted="Đã bổ sung nguồn tại mục IV", explained="Mục III cần giữ để phân công"),
    Answer("Sở Nội vụ", "Thống nhất", "", date(2019, 3, 4), DUE),
    Answer("Công an tỉnh", due=DUE),
)  # fmt: skip
OVERDUE = (
    Overdue("Sở Nội vụ", "Báo cáo quý I", date(2019, 3, 25)),
    Overdue("Sở Tài chính", "Nhiệm vụ 1.2: bố trí kinh phí", date(2019, 3, 15)),
)


def urging(*overdue: Overdue) -> bytes:
    return urging_pdf(
        factory.frame(),
        addressees=["Sở Tài chính", "Sở Nội vụ"],
        plan=PLAN,
        overdue=overdue or OVERDUE,
        as_of=date(2019, 4, 1),
        answer_by=date(2019, 4, 8),
        reply_to="Sở Văn hóa, Thể thao và Du lịch",
    )


def correction(*corrections: Correction) -> bytes:
    return correction_pdf(
        factory.frame(), addressees=["Các sở, ban, ngành"], document=PLAN, corrections=corrections,
        cause="Do sơ suất trong khâu soạn thảo",
    )  # fmt: skip


# --- replies to opinions


def test_the_matrix_counts_and_shows_each_answer_with_its_reply() -> None:
    text = printed.words(answers_pdf(factory.frame(), plan_title=factory.TITLE, answers=ANSWERS))
    assert (
        "Số cơ quan, đơn vị được lấy ý kiến: 3; thống nhất, có góp ý: 1; thống nhất: 1; chưa trả lời: 1;"
        " trả lời sau thời hạn: 1." in text
    )
    assert "BẢN TỔNG HỢP Tổng hợp, tiếp thu, giải trình ý kiến góp ý đối với dự thảo Kế hoạch phát triển" in text
    for part in ("Tiếp thu: Đã", "Giải trình: Mục III", "sau thời hạn)", "Chưa có ý kiến trả lời.", "Bỏ mục III."):
        assert part in text, part


def test_the_matrix_as_a_word_file_lies_on_its_side_and_leaves_room_for_replies() -> None:
    content = answers_docx(ANSWERS, plan_title=factory.TITLE, author="Sở A")
    document = docx.Document(io.BytesIO(content))
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "TT", "Cơ quan, đơn vị", "Ý kiến góp ý", "Tiếp thu, giải trình",
    ]  # fmt: skip
    assert table.rows[1].cells[3].text.startswith("Tiếp thu: Đã bổ sung nguồn tại mục IV.")
    assert table.rows[2].cells[3].text == ""
    assert round(document.sections[0].page_width.mm) == 297
    assert sum(column.width.mm for column in table.columns) == pytest.approx(257, abs=1)
    assert content == answers_docx(ANSWERS, plan_title=factory.TITLE, author="Sở A")


# --- what is late


def test_the_reminder_says_who_is_late_with_what_since_when_latest_first() -> None:
    text = printed.words(urging())
    assert "V/v đôn đốc thực hiện" in text
    assert "tính đến ngày 01 tháng 4 năm 2019 còn 2 nội dung quá hạn" in text
    assert text.index("15/03/2019 17") < text.index("25/03/2019 7")
    assert "đề nghị Sở Nội vụ, Sở Tài chính khẩn trương" in text
    assert "chậm nhất ngày 08 tháng 4 năm 2019." in text
    assert "thời gian hoàn thành./. Nơi nhận:" in text


def test_many_late_agencies_are_not_named_twice() -> None:
    many = [Overdue(f"Sở thứ {n}", "Báo cáo quý I", date(2019, 3, 25)) for n in range(40)]
    text = printed.words(urging(*many))
    assert "đề nghị các cơ quan, đơn vị nêu trên khẩn trương" in text
    assert text.count("TT Cơ quan, đơn vị Nội dung quá hạn") >= 2


@pytest.mark.parametrize("due", [date(2019, 4, 1), date(2019, 5, 1)])
def test_what_is_not_late_is_not_urged(due: date) -> None:
    with pytest.raises(ValueError, match="late"):
        urging(Overdue("Sở A", "Báo cáo", due))


# --- a correction


def test_a_correction_shows_the_wrong_and_the_right() -> None:
    text = printed.words(correction(Correction("trang 3, dòng 5", "năm 2109", "năm 2019")))
    assert "V/v đính chính Kế hoạch số" in text
    assert "Do sơ suất trong khâu soạn thảo, Sở Văn hóa, Thể thao và Du lịch đính chính sai sót" in text
    assert "1. Trang 3, dòng 5: đã in là “năm 2109”, nay sửa thành “năm 2019”." in text
    assert "không thay đổi." in text


def test_a_correction_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="corrects"):
        correction()


# --- an appendix alone


def test_an_appendix_as_a_file_bears_number_and_time_of_its_signature() -> None:
    at = datetime(2019, 1, 28, 14, 5, 9, tzinfo=timezone(timedelta(hours=7)))
    facts = factory.plan_facts(body=(Block(BlockKind.SECTION, "PHỤ LỤC"), Block(BlockKind.PARAGRAPH, "Danh mục"),
                                     Block(BlockKind.TABLE, rows=factory.SCHEDULE)), tasks=())  # fmt: skip
    [annex] = plan_text(facts).annexes
    pdf = annex_pdf(annex, kind="Kế hoạch", symbol="KH-UBND", issuer="UBND tỉnh", number="215", signed_at=at)
    [page] = printed.pages(pdf)
    note, name, title = page.extract_text_lines()[:3]
    assert (note["text"], name["text"], title["text"]) == (
        "215/KH-UBND; 28/01/2019 14:05:09 +07:00", "Phụ lục", "DANH MỤC",
    )  # fmt: skip
    assert {round(char["size"]) for char in note["chars"]} == {10}
    assert note["x1"] / MM > 180
    assert "CỘNG HÒA" not in page.extract_text() and "DỰ THẢO" not in page.extract_text()


def test_an_appendix_not_issued_yet_is_a_draft() -> None:
    pdf = annex_pdf(Annex("Phụ lục I", "Danh mục"), kind="Kế hoạch", symbol="KH-UBND", issuer="UBND tỉnh")
    assert "DỰ THẢO" in printed.text(pdf)


def test_each_is_the_same_bytes_each_time() -> None:
    one = Correction("trang 1", "a", "b")
    for make in (urging, lambda: correction(one)):
        assert make() == make()
