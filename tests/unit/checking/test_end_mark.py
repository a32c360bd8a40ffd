from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import end_mark
from processes.documents.facts import Block, BlockKind

from .clean import broken, clean, found, repaired, silent, the_one


def test_the_text_ends_with_its_mark() -> None:
    facts = broken("giải quyết./.", "giải quyết.")
    assert the_one(end_mark, facts).params["end"].endswith("giải quyết.")
    assert repaired(end_mark, facts).body[-1].text.endswith("giải quyết./.")


def test_the_mark_stands_before_an_annex() -> None:
    annex = Block(BlockKind.SECTION, "PHỤ LỤC"), Block(BlockKind.PARAGRAPH, "Danh mục giống cây")
    assert found(end_mark, replace(clean(), body=(*clean().body, *annex))) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(end_mark)
