from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import basis_end_marks

from .clean import broken, clean, found, repaired, silent, the_one


def test_every_basis_but_the_last_ends_with_a_semicolon() -> None:
    law, *others = clean().bases
    facts = replace(clean(), bases=(replace(law, text=law.text.rstrip(";") + ","), *others))
    assert the_one(basis_end_marks, facts).params["mark"] == ";"
    assert repaired(basis_end_marks, facts).bases == clean().bases


def test_the_last_ends_with_a_stop_or_runs_on() -> None:
    facts = replace(
        clean(), bases=(*clean().bases[:2], replace(clean().bases[2], text="Căn cứ Quyết định số 1/QĐ-TTg"))
    )
    assert repaired(basis_end_marks, facts).bases[2].text == "Căn cứ Quyết định số 1/QĐ-TTg."
    assert found(basis_end_marks, broken("phát triển lâm nghiệp.", "phát triển lâm nghiệp, như sau:")) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(basis_end_marks)
