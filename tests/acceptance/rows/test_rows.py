"""Every fact of the five plans is held and shown, and a copy of the plan that says otherwise is read otherwise."""

from __future__ import annotations

import functools

import pytest

from processes.documents.facts import PlanFacts
from processes.documents.reading import read_text
from processes.documents.reading.page import OUTLINE, parts_of

from .listed import LATER_WORK, listed, source
from .row import Row, change
from .rows import ROWS

IN_THE_OUTLINE = {"structure", "import"}


@functools.cache
def read(text: str) -> PlanFacts:
    return read_text(text)


def summary(facts: PlanFacts, kind: str) -> str:
    """What read_plan prints. The first words of each paragraph count only for rows about the text's own structure."""
    parts = parts_of(facts)
    return "\n".join("\n".join(lines) for name, lines in parts if name != OUTLINE or kind in IN_THE_OUTLINE)


def test_every_row_of_these_kinds_has_its_test() -> None:
    wanted = {row.id for row in listed().values() if row.kind not in LATER_WORK}

    assert len(listed()) == 257
    assert sorted(row.id for row in ROWS) == sorted(wanted)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row(row: Row) -> None:
    entry, text = listed()[row.id], source(row.id)
    copy = change(text, row.line or entry.line, entry.quote, row.old, row.new)
    facts, other = read(text), read(copy)

    assert row.line or row.old in entry.quote or entry.quote in row.old, "the change is made elsewhere"
    assert row.get(facts) == row.before
    assert row.get(other) == row.changed != row.before
    for said, read_so, which in ((row.before, facts, 0), (row.changed, other, 1)):
        printed = summary(read_so, entry.kind)
        assert [words for words in row.words(said, which) if words not in printed] == []
