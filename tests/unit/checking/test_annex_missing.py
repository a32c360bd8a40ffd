from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import annex_missing
from processes.documents.facts import Block, BlockKind, CostLine

from .clean import broken, found, silent, the_one


@pytest.mark.parametrize("words", ["(Đính kèm Phụ lục)", "Chi tiết tại phụ lục I", "Danh mục nêu tại Phụ lục kèm theo"])
def test_an_annex_that_is_named_and_not_there(words: str) -> None:
    facts = broken("người dân có thêm việc làm từ rừng", words)
    assert the_one(annex_missing, facts).path == "body[1]"
    with_annex = replace(facts, body=(*facts.body, Block(BlockKind.SECTION, "PHỤ LỤC I")))
    assert found(annex_missing, with_annex) == []
    assert found(annex_missing, replace(facts, costs=(CostLine("Giống cây", 1),))) == []


def test_an_annex_of_another_document_is_not_awaited() -> None:
    facts = broken("người dân có thêm việc làm từ rừng", "theo Phụ lục kèm theo Quyết định số 9/QĐ-TTg")
    assert found(annex_missing, facts) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(annex_missing)
