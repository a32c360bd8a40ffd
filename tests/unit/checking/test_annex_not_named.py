from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import annex_not_named
from processes.documents.facts import Block, BlockKind

from .clean import broken, clean, found, silent, the_one


def test_an_annex_that_the_text_does_not_name() -> None:
    facts = replace(clean(), body=(*clean().body, Block(BlockKind.SECTION, "PHỤ LỤC")))
    assert the_one(annex_not_named, facts).params == {"annex": "PHỤ LỤC"}
    named = broken("người dân có thêm việc làm từ rừng", "giống cây nêu tại Phụ lục")
    assert found(annex_not_named, replace(named, body=(*named.body, Block(BlockKind.SECTION, "PHỤ LỤC")))) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(annex_not_named)
