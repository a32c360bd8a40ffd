from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import basis_date_order
from processes.documents.facts import Basis, BasisDocument

from .clean import clean, found, silent, the_one


def test_the_older_comes_first() -> None:
    text = "Căn cứ Quyết định số 1/2020/QĐ-TTg ngày 02/01/2020 của Thủ tướng Chính phủ;"
    older = Basis(text, (BasisDocument("Quyết định", "1/2020/QĐ-TTg", "2020-01-02"),))
    assert the_one(basis_date_order, replace(clean(), bases=(*clean().bases, older))).path == "bases[3]"
    law, decree, decision = clean().bases
    assert found(basis_date_order, replace(clean(), bases=(law, decree, older, decision))) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(basis_date_order)
