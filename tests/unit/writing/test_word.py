"""The Word file against Annex I: page, fonts, page numbers, tables; and that it is the same file each time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from processes.documents.facts import Fact, PlanFacts, Recipient, Signer
from processes.documents.writing import SecretDocument, plan_docx

from . import factory

SIGNER = Signer("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Người Ký Thử Nghiệm")


def facts(**changes: Any) -> PlanFacts:
    people = (*(Recipient(name) for name in factory.RECIPIENTS), Recipient("VT, KGVX", "lưu"))
    return factory.tabled_facts(recipients=people, signer=SIGNER, date=Fact.of("2019-08"), urgency="KHẨN", **changes)


@pytest.fixture(scope="module")
def document() -> Any:
    return docx.Document(io.BytesIO(plan_docx(facts())))


def texts(document: Any) -> list[str]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + [p.text for cell in cells for p in cell.paragraphs]


def test_page_and_margins_of_each_part(document: Any) -> None:
    plan, first, second = document.sections
    assert [(round(s.page_width.mm), round(s.page_height.mm)) for s in (plan, first, second)] == [
        (210, 297),
        (210, 297),
        (297, 210),
    ]
    assert [round(m.mm) for m in (plan.top_margin, plan.bottom_margin, plan.left_margin, plan.right_margin)] == [
        20, 20, 30, 17,
    ]  # fmt: skip
    assert [s._sectPr.find(qn("w:pgNumType")) is not None for s in (plan, first, second)] == [False, True, True]


def test_page_number_stands_above_in_the_middle_but_on_first_pages(document: Any) -> None:
    for section in document.sections:
        assert section.different_first_page_header_footer
    header = document.sections[0].header
    assert "PAGE" in header._element.xml
    assert header.paragraphs[0].alignment == 1
    assert "PAGE" not in document.sections[0].first_page_header._element.xml


def test_every_font_is_times_new_roman(document: Any) -> None:
    for style in ("Normal", "Heading 1", "Heading 2", "Body Text", "Title"):
        fonts = document.styles[style].element.rPr.rFonts
        assert {value for key, value in fonts.attrib.items()} == {"Times New Roman"}
        assert document.styles[style].font.size.pt == 14


def test_the_boxes_are_there(document: Any) -> None:
    found = texts(document)
    for text in (
        "ỦY BAN NHÂN DÂN", "TỈNH KON TUM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số:         /KH-UBND", "Kon Tum, ngày      tháng 8 năm 2019", "KHẨN", "KẾ HOẠCH", "Nơi nhận:",
        "- Lưu: VT, KGVX.", "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "Người Ký Thử Nghiệm", "Phụ lục I", "LỊCH CHI TIẾT",
    ):  # fmt: skip
        assert text in found, text


def test_heads_of_tables_repeat_and_rows_stay_whole(document: Any) -> None:
    tables = [table for table in document.tables if table.style.name == "Table Grid"]
    assert len(tables) == 3
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_draft_is_marked_and_what_is_none_is_not() -> None:
    draft, done = (docx.Document(io.BytesIO(plan_docx(facts(), draft=draft))) for draft in (True, False))
    for head in (draft.sections[0].header, draft.sections[0].first_page_header):
        assert head.paragraphs[-1].text == "DỰ THẢO"
        assert "textpath" in head._element.xml
    assert "DỰ THẢO" not in done.sections[0].header._element.xml


def test_a_secret_plan_is_not_written() -> None:
    with pytest.raises(SecretDocument):
        plan_docx(factory.plan_facts(urgency="TỐI MẬT"))


# --- the same bytes


def test_every_part_bears_one_date_and_no_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(plan_docx(facts()))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert "python-docx" not in core
    assert "1980-01-01T00:00:00Z" in core


def test_the_same_facts_give_the_same_bytes_elsewhere_and_later(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    code = (
        "import sys; from tests.unit.writing import test_word, factory; from processes.documents.writing import *;"
        "sys.stdout.buffer.write(plan_docx(test_word.facts()) + factory.plan(factory.tabled_facts()))"
    )
    here = plan_docx(facts()) + factory.plan(factory.tabled_facts())
    for seed, zone in (("1", "Asia/Ho_Chi_Minh"), ("2", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)}
        outside = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        assert outside.stdout == here


def test_another_word_gives_other_bytes() -> None:
    assert plan_docx(facts()) != plan_docx(facts(title=Fact.of("Một kế hoạch khác")))
