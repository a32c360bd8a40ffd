from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import archive_line
from processes.documents.facts import Recipient

from .clean import broken, clean, repaired, silent, the_one


def test_the_line_is_missing() -> None:
    facts = broken("- Lưu: VT, NN.\n", "")
    assert the_one(archive_line, facts).case == "missing"
    assert repaired(archive_line, facts).recipients[-1] == Recipient("VT", "lưu")


def test_the_clerk_keeps_a_copy() -> None:
    facts = broken("Lưu: VT, NN", "Lưu: NN")
    assert the_one(archive_line, facts).case == "without_clerk"
    assert repaired(archive_line, facts).recipients[-1].name == "VT, NN"


def test_the_line_is_the_last() -> None:
    facts = clean()
    facts = replace(facts, recipients=(facts.recipients[-1], *facts.recipients[:-1]))
    assert the_one(archive_line, facts).case == "not_last"
    assert repaired(archive_line, facts).recipients[-1].purpose == "lưu"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(archive_line)
