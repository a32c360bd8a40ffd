"""The shape of a plan grows; what was signed in an earlier shape stays what it was."""

from __future__ import annotations

import json

from processes.documents.facts import Block, BlockKind, PlanFacts


def test_a_field_that_came_later_leaves_earlier_content_and_hash_alone() -> None:
    facts = PlanFacts(body=(Block(BlockKind.PARAGRAPH, "Nội dung"),))

    assert "rows" not in facts.to_dict()["body"][0]


def test_a_table_survives_json() -> None:
    facts = PlanFacts(body=(Block(BlockKind.TABLE, "Bảng 1", rows=(("STT", "Nội dung"), ("1", "Tập huấn"))),))

    assert PlanFacts.from_dict(json.loads(json.dumps(facts.to_dict()))) == facts
    assert facts.hash != PlanFacts(body=(Block(BlockKind.TABLE, "Bảng 1"),)).hash
