from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import basis_rank_order
from processes.documents.facts import Basis

from .clean import clean, found, repaired, silent, the_one


def test_a_law_stands_before_a_decree() -> None:
    law, decree, decision = clean().bases
    facts = replace(clean(), bases=(decree, law, decision))
    assert the_one(basis_rank_order, facts).path == "bases[1]"
    assert repaired(basis_rank_order, facts).bases == clean().bases


def test_what_is_carried_out_has_no_rank() -> None:
    told = Basis("Thực hiện Nghị quyết số 19-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương;")
    assert found(basis_rank_order, replace(clean(), bases=(told, *clean().bases))) == []


def test_the_marks_at_the_ends_stay_where_they_belong() -> None:
    law, decree, decision = clean().bases
    first = replace(decision, text=decision.text.rstrip(".") + ";")
    facts = replace(clean(), bases=(first, decree, replace(law, text=law.text.rstrip(";") + ".")))
    assert [basis.text for basis in repaired(basis_rank_order, facts).bases] == [b.text for b in clean().bases]


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(basis_rank_order)
