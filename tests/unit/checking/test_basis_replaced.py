from __future__ import annotations

from datetime import date

from processes.documents.checking.replaced import REPLACED, REPLACED_LAWS
from processes.documents.checking.rules import basis_replaced

from .clean import broken, dated, found, silent, the_one


def test_a_replaced_decree_is_named_with_what_replaced_it() -> None:
    facts = broken("Nghị định số 156/2018/NĐ-CP ngày 16/11/2018", "Nghị định số 110/2004/NĐ-CP ngày 08/4/2004")
    one = the_one(basis_replaced, facts)
    assert one.params["document"] == "Nghị định số 110/2004/NĐ-CP"
    assert one.params["by"].startswith("30/2020/NĐ-CP") and one.params["since"] == "2020-03-05"


def test_it_was_in_force_before() -> None:
    facts = broken("Nghị định số 156/2018/NĐ-CP ngày 16/11/2018", "Nghị định số 110/2004/NĐ-CP ngày 08/4/2004")
    assert found(basis_replaced, dated(facts, "2020-03-04")) == []
    assert len(found(basis_replaced, dated(facts, "2020-03-05"))) == 1


def test_a_law_is_known_by_its_name_and_day() -> None:
    facts = broken("Luật Lâm nghiệp ngày 15 tháng 11 năm 2017", "Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015")
    one = the_one(basis_replaced, facts)
    assert one.params["by"].startswith("89/2025/QH15") and one.path == "bases[0]"
    assert found(basis_replaced, dated(facts, "2025-12-31")) == []
    newer = broken("Luật Lâm nghiệp ngày 15 tháng 11 năm 2017", "Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2025")
    assert found(basis_replaced, newer) == []


def test_the_table_is_dated_and_leads_to_another_document() -> None:
    for number, known in [*REPLACED.items(), *REPLACED_LAWS.items()]:
        assert known.by.split()[0] != number and known.since >= date(2016, 1, 1)


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(basis_replaced)
