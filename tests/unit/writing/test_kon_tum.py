"""The plan of Kon Tum of 2019, read from its file and printed again: nothing on the way from page to page is lost."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from processes.documents.facts import PlanFacts
from processes.documents.reading import read_file
from processes.documents.writing import recipients_of

from . import factory, printed

SOURCE = Path(__file__).resolve().parents[4] / "shared" / "plans" / "003_fc7beda4cce84e5d.txt"


@pytest.fixture(scope="module")
def facts() -> PlanFacts:
    assert SOURCE.exists(), f"{SOURCE.name} is missing: it is looked for in shared/plans beside the checkout"
    return read_file(SOURCE, SOURCE.name)


@pytest.fixture(scope="module")
def pdf(facts: PlanFacts) -> bytes:
    recipients, archive_line = recipients_of(facts)
    return factory.plan(facts, issued_on=date(2019, 1, 28), recipients=recipients, archive_line=archive_line)


@pytest.fixture(scope="module")
def text(pdf: bytes) -> str:
    without_page_numbers = re.sub(r"\f\s*\d+\n", "\n", printed.text(pdf))
    return " ".join(without_page_numbers.split())


def test_number_date_and_title(text):
    assert "Số: 215/KH-UBND Kon Tum, ngày 28 tháng 01 năm 2019" in text
    assert "KẾ HOẠCH Hoạt động thông tin đối ngoại tỉnh Kon Tum năm 2019" in text


def test_every_task_stands_there_in_order_with_its_roles_and_time(facts, text):
    at = 0
    for task in facts.tasks:
        at = text.index(" ".join(task.text.split()), at)
        for role in (*task.lead, *task.coordinating):
            assert role.name.casefold() in text[at:].casefold()
        at = text.index(f"{task.time_label}: {task.time.value}", at)
    assert len(facts.tasks) == 20


def test_every_basis_and_block_stands_there(facts, text):
    for part in (*(basis.text for basis in facts.bases), *(block.text for block in facts.body)):
        assert " ".join(part.split()).rstrip("./") in text


def test_recipients_end_with_the_archive_line(facts, text):
    assert "- Bộ Thông tin và Truyền thông (b/c);" in text
    assert text.count("Lưu:") == 1
    assert "(lưu)" not in text
    assert text.index("- Lưu: VT, KGVX") > text.index("- Báo Kon Tum; Đài PT - TH tỉnh;")


def test_only_liberation_serif_2_is_in_the_file(pdf):
    assert all(name.startswith("Liberation-Serif") for name in printed.fonts(pdf))
