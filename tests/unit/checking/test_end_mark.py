from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import end_mark
from processes.documents.facts import Block, BlockKind

from .clean import broken, clean, found, repaired, silent, source, the_one


def test_the_text_ends_with_its_mark() -> None:
    facts = broken("giải quyết./.", "giải quyết.")
    assert the_one(end_mark, facts, lines=source()).params["end"].endswith("giải quyết.")
    assert repaired(end_mark, facts, lines=source()).body[-1].text.endswith("giải quyết./.")


def test_the_mark_stands_before_an_annex() -> None:
    annex = Block(BlockKind.SECTION, "PHỤ LỤC"), Block(BlockKind.PARAGRAPH, "Danh mục giống cây")
    assert found(end_mark, replace(clean(), body=(*clean().body, *annex)), lines=source()) == []


def test_a_plan_that_is_written_here_gets_it_by_itself() -> None:
    assert found(end_mark, broken("giải quyết./.", "giải quyết.")) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(end_mark)
