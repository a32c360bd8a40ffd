"""Tables as text, templates, phrases, citations, the next plan of a series: pure functions on facts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.documents.drafting.carrying import Fate, carried, plan_year, year_moves
from processes.documents.drafting.citations import citations, short_forms
from processes.documents.drafting.grid import grid_rows, grid_text
from processes.documents.drafting.phrases import phrases
from processes.documents.drafting.plan_templates import empty_plan, plan_template, plan_templates
from processes.documents.facts import (
    Basis,
    BasisDocument,
    Block,
    BlockKind,
    CostLine,
    Cycle,
    Duty,
    Fact,
    Mention,
    Place,
    PlanFacts,
    Presence,
    ReportRule,
    Signer,
    Task,
)

CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n\t"), max_size=12).map(
    str.strip
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), min_size=1, max_size=5))
def test_a_table_comes_back_from_its_text(rows: list[list[str]]) -> None:
    assert grid_rows(grid_text(rows)) == tuple(tuple(row) for row in rows)


def test_what_a_spreadsheet_copies_is_read_and_short_rows_are_filled() -> None:
    assert grid_rows('TT\tTên\r\n1\t"Hai ""dòng""\nmột ô"\r\n\t\r\n2\r\n') == (
        ("TT", "Tên"),
        ("1", 'Hai "dòng"\nmột ô'),
        ("2", ""),
    )
    assert grid_rows("\tA") == (("", "A"),)
    assert grid_rows(" \n\t") == ()


# --- templates


def test_every_template_can_be_saved_and_leaves_open_what_only_the_drafter_knows() -> None:
    assert len(plan_templates()) >= 4
    for one in plan_templates():
        facts = one.facts
        assert PlanFacts.from_dict(facts.to_dict()) == facts
        refs = [task.ref for task in facts.tasks]
        assert len(set(refs)) == len(refs) >= 4
        assert [block.task_ref for block in facts.body if block.task_ref] == refs
        assert (facts.number.presence, facts.date.presence) == (Presence.BLANK, Presence.BLANK)
        assert {rule.tier for rule in facts.reports} == {1, 2}
        assert all("…" not in mention.name for task in facts.tasks for mention in task.lead)
        assert facts.signer is not None and not facts.signer.name
        assert facts.recipients[-1].purpose == "lưu"
    assert any(block.rows for one in plan_templates() for block in one.facts.body)
    assert any(task.time.presence is Presence.BLANK for one in plan_templates() for task in one.facts.tasks)
    assert plan_template("no such") is None


def test_an_empty_plan_and_the_phrases() -> None:
    assert empty_plan().tasks == () and not empty_plan().title.known
    texts = [text for group in phrases() for text in group.phrases]
    assert len(texts) == len(set(texts)) >= 12


# --- citations

DECISION = Basis(
    "Căn cứ Quyết định số 15/QĐ-TTg ngày 03/02/2025 của Thủ tướng Chính phủ về trồng rừng;",
    (BasisDocument("Quyết định", "15/QĐ-TTg", "2025-02-03", "Thủ tướng Chính phủ"),),
)
LAW = Basis("Căn cứ Luật Lâm nghiệp ngày 15/11/2017;", (BasisDocument("Luật Lâm nghiệp", "", "2017-11-15"),))


def test_a_document_is_found_by_some_letters_once_with_its_full_citation() -> None:
    shorter = replace(DECISION, text="Căn cứ Quyết định số 15/QĐ-TTg của Thủ tướng Chính phủ.")
    plans = [[LAW, DECISION], [shorter], [DECISION, DECISION]]
    [found] = citations(plans, "Căn cứ quyet dinh thu tuong")
    assert (found.text, found.uses) == (DECISION.text, 3)
    assert [one.text for one in citations(plans, "lâm nghiệp")] == [LAW.text]
    assert citations(plans, "căn cứ ") == [] == citations(plans, "nghị quyết")
    assert [one.uses for one in citations(plans, "15")] == [3, 1]


def test_the_short_form_names_kind_and_number() -> None:
    assert short_forms([DECISION, LAW, DECISION]) == ["Quyết định số 15/QĐ-TTg", "Luật Lâm nghiệp"]


# --- the next plan of a series


def previous() -> PlanFacts:
    first = Task(
        "1", "Rà soát theo Kế hoạch số 07/KH-UBND năm 2024.", (Mention("Sở Y tế"),), time=Fact.of("Quý I/2026")
    )
    second = Task("2", "Tổng kết giai đoạn 2021 - 2026.", time=Fact.of("Trước ngày 30/11/2026", Place(9, 9)))
    return PlanFacts(
        number=Fact.of("12"),
        date=Fact.of("2026-01-05"),
        place=Fact.of("Sơn Hải", Place(5, 5)),
        title=Fact.of("Trồng cây năm 2026"),
        bases=(Basis("Căn cứ Quyết định số 1/QĐ-TTg ngày 01/02/2026;", place=Place(1, 1)),),
        body=(
            Block(BlockKind.PARAGRAPH, "Năm 2025 đạt 5 ha, năm 2026 đạt 9 ha."),
            Block(BlockKind.TASK, task_ref="1"),
            Block(BlockKind.TASK, task_ref="2"),
            Block(BlockKind.PARAGRAPH, "Sở Y tế báo cáo năm 2026 trước ngày 15/12/2026."),
            Block(BlockKind.TABLE, rows=(("TT", "Chỉ tiêu năm 2026"), ("1", "2026"))),
        ),
        duties=(
            Duty(("Sở Y tế",), "báo cáo năm 2026 trước ngày 15/12/2026", time=Fact.of("trước ngày 15/12/2026")),
            Duty(("Sở A",), "Việc năm 2026"),
        ),
        tasks=(first, second),
        reports=(
            ReportRule("Sở", (), Cycle.ONCE, "2026-12-15", task_ref="2"),
            ReportRule("Sở", (), Cycle.ONCE, "06-15"),
        ),
        costs=(CostLine("Giống", 5, 2026, task_ref="1"), CostLine("Cũ", 5, 2025)),
        signer=Signer("TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH", "Người Ký"),
        urgency="KHẨN",
    )


def test_only_the_years_of_the_plan_itself_are_proposed() -> None:
    moves = {move.path: move.after for move in year_moves(previous())}
    assert moves == {
        "title": "Trồng cây năm 2027",
        "tasks[0].time": "Quý I/2027",
        "tasks[1].time": "Trước ngày 30/11/2027",
        "reports[0].due": "2027-12-15",
        "costs[0].year": "2027",
        "body[3].text": "Sở Y tế báo cáo năm 2027 trước ngày 15/12/2027.",
        "body[4].rows[0][1]": "Chỉ tiêu năm 2027",
        "body[4].rows[1][1]": "2027",
    }
    assert {move.path: move.after for move in year_moves(previous(), 2)}["title"] == "Trồng cây năm 2028"


@pytest.mark.parametrize(
    ("title", "time", "year"),
    [
        ("Kế hoạch năm 2026", "", 2026),
        ("Kế hoạch", "Quý I/2030", 2030),
        ("Giai đoạn 2026-2030", "2030", None),
        ("", "", 2026),
    ],
)
def test_the_year_of_a_plan(title: str, time: str, year: int | None) -> None:
    tasks = (Task("1", "Việc", time=Fact.of(time)),)
    assert plan_year(PlanFacts(title=Fact.of(title), date=Fact.of("2026-01"), tasks=tasks)) == year


def test_nothing_moves_unasked_and_nothing_points_to_the_other_plans_source() -> None:
    new = carried(previous(), {}, [])
    assert (new.title.value, new.costs[0].year, new.reports[0].due) == ("Trồng cây năm 2026", 2026, "2026-12-15")
    assert "line" not in str(new.to_dict())
    assert new.place.value == "Sơn Hải"
    assert (new.number.presence, new.date.presence, new.urgency) == (Presence.BLANK, Presence.BLANK, "")
    assert new.signer == Signer("TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH")


def test_a_duty_moves_with_the_paragraph_that_says_it_and_cells_each_by_itself() -> None:
    new = carried(previous(), {}, ["body[3].text", "body[4].rows[0][1]"])
    assert [duty.text for duty in new.duties] == ["báo cáo năm 2027 trước ngày 15/12/2027", "Việc năm 2026"]
    assert new.duties[0].time.value == "trước ngày 15/12/2027"
    assert new.body[4].rows == (("TT", "Chỉ tiêu năm 2027"), ("1", "2026"))


def test_a_dropped_task_goes_with_all_that_hangs_on_it_and_a_changed_one_is_asked_about() -> None:
    new = carried(previous(), {"2": Fate.DROP, "1": Fate.CHANGE}, ["tasks[0].time", "title"])
    assert [(task.ref, task.time.value, task.confidence < 1) for task in new.tasks] == [("1", "Quý I/2027", True)]
    assert [block.task_ref for block in new.body] == ["", "1", "", ""]
    assert [rule.due for rule in new.reports] == ["06-15"]
    assert len(new.costs) == 2
