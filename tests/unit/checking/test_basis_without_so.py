from __future__ import annotations

from processes.documents.checking.rules import basis_without_so

from .clean import broken, clean, found, repaired, silent, the_one


def test_the_number_is_announced() -> None:
    facts = broken("Quyết định số 523/QĐ-TTg", "Quyết định 523/QĐ-TTg")
    assert the_one(basis_without_so, facts).params == {"written": "Quyết định 523/QĐ-TTg"}
    assert repaired(basis_without_so, facts).bases == clean().bases


def test_a_year_in_a_name_is_no_number() -> None:
    facts = broken("phê duyệt Chiến lược", "phê duyệt Kế hoạch 5 năm và Chiến lược")
    assert found(basis_without_so, facts) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(basis_without_so)
