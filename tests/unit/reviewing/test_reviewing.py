"""What a person does with the facts that were read: pure, and nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from processes.documents.facts import (
    Block,
    BlockKind,
    CostLine,
    Cycle,
    Fact,
    Feedback,
    Mention,
    Place,
    PlanFacts,
    Presence,
    Recipient,
    ReportRule,
    Role,
    Task,
)
from processes.documents.reading.questions import questions
from processes.documents.reviewing import (
    Doubt,
    Item,
    accept,
    confirm_absent,
    cut_points,
    items,
    merge_tasks,
    remove,
    renamed,
    split_task,
    task_from_lines,
    to_paragraph,
)


def _task(ref: str, text: str, line: int, **more: Any) -> Task:
    place = Place(line, line + 1)
    task = Task(ref, text, (Mention("Sở Y tế"),), time=Fact.of("Quý I/2027"), label=f"{ref}.", place=place)
    return replace(task, **more)


def _facts() -> PlanFacts:
    first = _task("1", "Rà soát hồ sơ. Lập danh sách; gửi Sở Tài chính.", 3, confidence=0.6)
    second = _task("2", "Tổ chức tập huấn.", 6, lead=(), time=Fact(Presence.BLANK))
    third = _task("3", "Kiểm tra.", 9, time=Fact.of("Quý II/2027", confidence=0.5))
    body = (
        Block(BlockKind.SECTION, "NHIỆM VỤ", "I.", place=Place(2, 2)),
        Block(BlockKind.TASK, task_ref="1", place=Place(3, 4)),
        Block(BlockKind.PARAGRAPH, "Mua sắm thiết bị phục vụ.", place=Place(5, 5)),
        Block(BlockKind.TASK, task_ref="2", place=Place(6, 7)),
        Block(BlockKind.TASK, task_ref="3", place=Place(9, 10)),
    )
    return PlanFacts(
        title=Fact.of("Khám sức khỏe", Place(1, 1), 0.4),
        tasks=(first, second, third),
        body=body,
        reports=(ReportRule("các xã", (), Cycle.ANNUAL, task_ref="2", place=Place(7, 7)),),
        costs=(CostLine("Giấy", 1000, task_ref="2"),),
        recipients=(Recipient("Sở Y tế", place=Place(12, 12)),),
    )


def _item(facts: PlanFacts, key: str) -> Item:
    return next(item for item in items(facts) if item.key == key)


def _refs(facts: PlanFacts) -> tuple[list[str], list[str]]:
    return [task.ref for task in facts.tasks], [block.task_ref for block in facts.body if block.task_ref]


# --- what has to be looked at


def test_each_doubt_stands_at_its_fact() -> None:
    facts = _facts()
    assert _item(facts, "title").doubts == (Doubt.UNSURE,)
    assert _item(facts, "symbol").doubts == (Doubt.ABSENT,)
    assert _item(facts, "tasks:0").doubts == (Doubt.UNSURE,)
    assert _item(facts, "tasks:1").doubts == (Doubt.NO_LEAD, Doubt.NO_TIME)
    assert _item(facts, "tasks:2").doubts == (Doubt.TIME_UNSURE,)
    assert _item(facts, "reports:0").doubts == (Doubt.NO_RECEIVER, Doubt.NO_DUE)
    assert _item(facts, "recipients:0").doubts == ()
    assert _item(facts, "feedback").doubts == (Doubt.ABSENT,)
    assert _item(facts, "signer").doubts == (Doubt.ABSENT,)


def test_what_has_a_confidence_of_its_own_is_doubted_and_accepted() -> None:
    unsure = replace(_facts(), recipients=(Recipient("Sở Y tế", place=Place(12, 12), confidence=0.5),))
    assert _item(unsure, "recipients:0").doubts == (Doubt.UNSURE,)
    assert accept(unsure, "recipients:0").recipients[0].confidence == 1.0


def test_an_empty_plan_asks_for_what_a_plan_has_and_for_no_costs() -> None:
    keys = {item.key for item in items(PlanFacts()) if item.doubts}
    assert {"title", "bases", "tasks", "reports", "feedback", "funding", "recipients", "signer"} <= keys
    assert "costs" not in {item.key for item in items(PlanFacts())}


# --- one fact


def test_accepted_is_sure_and_otherwise_unchanged() -> None:
    facts = accept(accept(_facts(), "tasks:2"), "title")
    assert facts.tasks[2] == replace(_facts().tasks[2], time=Fact.of("Quý II/2027"), confidence=1.0)
    assert facts.title == Fact.of("Khám sức khỏe", Place(1, 1))
    assert _item(facts, "title").doubts == ()


def test_accepting_what_is_missing_invents_nothing() -> None:
    facts = accept(_facts(), "tasks:1")
    assert facts.tasks[1].time == Fact(Presence.BLANK)
    assert _item(facts, "tasks:1").doubts == (Doubt.NO_LEAD, Doubt.NO_TIME)
    assert accept(facts, "symbol") == facts
    assert accept(facts, "feedback") == facts


def test_what_the_plan_does_not_have_is_asked_no_more() -> None:
    facts = confirm_absent(confirm_absent(_facts(), "feedback"), "symbol")
    assert {"feedback", "symbol"} & {question.path for question in questions(facts)} == set()
    assert PlanFacts.from_dict(facts.to_dict()) == facts
    assert "absent" not in _facts().to_dict(), "the hashes of earlier plans stay"
    full = replace(_facts(), feedback=(Feedback("các xã", "Sở Y tế"),))
    for key, held in (("feedback", full), ("title", full), ("tasks", PlanFacts()), ("tasks:1", full)):
        with pytest.raises(KeyError):
            confirm_absent(held, key)


def test_what_is_no_fact_goes() -> None:
    facts = remove(_facts(), "tasks:1")
    assert _refs(facts) == (["1", "3"], ["1", "3"])
    assert remove(facts, "recipients:0").recipients == ()
    assert not remove(facts, "title").title.known
    for key in ("tasks:7", "tasks:x", "number", "tasks", "body:0", "tasks:-1"):
        with pytest.raises(KeyError):
            remove(facts, key)


def test_a_task_that_is_none_leaves_its_words() -> None:
    facts = to_paragraph(_facts(), "tasks:0")
    assert _refs(facts) == (["2", "3"], ["2", "3"])
    assert [(block.kind, block.label, block.text) for block in facts.body[1:4]] == [
        (BlockKind.PARAGRAPH, "1.", "Rà soát hồ sơ. Lập danh sách; gửi Sở Tài chính."),
        (BlockKind.BULLET, "-", "Cơ quan chủ trì: Sở Y tế"),
        (BlockKind.BULLET, "-", "Thời gian thực hiện: Quý I/2027"),
    ]


# --- two for one, one for two


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Rà soát hồ sơ. Lập danh sách; gửi sở.", ["Rà soát hồ sơ. ", "Lập danh sách; ", "gửi sở."]),
        ("Họp tại TP. Sơn Hải. Báo cáo.", ["Họp tại TP. Sơn Hải. ", "Báo cáo."]),
        ("Khảo sát, lập bản đồ và in", ["Khảo sát, ", "lập bản đồ ", "và in"]),
        ("Tổng hợp", ["Tổng hợp"]),
    ],
)
def test_a_text_is_cut_after_its_parts(text: str, pieces: list[str]) -> None:
    cuts = [0, *cut_points(text), len(text)]
    assert [text[start:end] for start, end in pairwise(cuts)] == pieces


def test_a_task_is_split_and_all_parts_have_its_roles() -> None:
    facts = split_task(_facts(), 0, ["Rà soát hồ sơ.", " ", "b) Lập danh sách; gửi Sở Tài chính."])
    assert _refs(facts) == (["1", "1-2", "2", "3"], ["1", "1-2", "2", "3"])
    first, second = facts.tasks[:2]
    assert (first.text, first.label) == ("Rà soát hồ sơ.", "1.")
    assert (second.text, second.label) == ("Lập danh sách; gửi Sở Tài chính.", "b)")
    assert second.lead == first.lead and second.time == first.time and second.place == first.place
    assert [block.kind for block in facts.body[:3]] == [BlockKind.SECTION, BlockKind.TASK, BlockKind.TASK]
    for pieces in (["Một đoạn."], ["", " "]):
        with pytest.raises(ValueError):
            split_task(_facts(), 0, pieces)


def test_splitting_and_merging_again_is_the_same_task() -> None:
    facts = merge_tasks(split_task(_facts(), 0, ["Rà soát hồ sơ.", "Lập danh sách; gửi Sở Tài chính."]), 0)
    assert facts == _facts()


def test_merged_tasks_have_what_either_had() -> None:
    facts = _facts()
    helper = Mention("Sở Tài chính", Role.COORDINATING)
    facts = replace(facts, tasks=(facts.tasks[0], replace(facts.tasks[1], coordinating=(helper,)), facts.tasks[2]))
    merged = merge_tasks(facts, 0)
    assert merged.tasks[0].text.endswith("gửi Sở Tài chính. 2. Tổ chức tập huấn.")
    assert merged.tasks[0].coordinating == (helper,)
    assert merged.tasks[0].time == facts.tasks[0].time
    assert merged.tasks[0].place == Place(3, 7)
    assert (merged.reports[0].task_ref, merged.costs[0].task_ref) == ("1", "1")
    assert _refs(merged) == (["1", "3"], ["1", "3"])
    with pytest.raises(ValueError):
        merge_tasks(facts, 2)


def test_two_terms_are_both_kept_for_a_person_to_choose() -> None:
    facts = remove(_facts(), "tasks:1")
    merged = accept(merge_tasks(facts, 0), "title")
    assert merged.tasks[0].time.value == "Quý I/2027; Quý II/2027"
    assert Doubt.TIME_UNSURE in _item(merged, "tasks:0").doubts


# --- what was missed


def test_lines_that_were_missed_become_a_task_in_their_place() -> None:
    facts, index = task_from_lines(_facts(), "Mua sắm thiết bị phục vụ.", Place(5, 5))
    assert index == 1
    assert facts.tasks[1].text == "Mua sắm thiết bị phục vụ."
    assert _refs(facts) == (["1", "BS", "2", "3"], ["1", "BS", "2", "3"])
    assert BlockKind.PARAGRAPH not in {block.kind for block in facts.body}
    assert Doubt.NO_LEAD in _item(facts, "tasks:1").doubts


def test_a_line_that_no_block_holds_stands_behind_what_comes_before_it() -> None:
    facts, _index = task_from_lines(_facts(), "2. Thống kê số liệu.", Place(8, 8))
    assert _refs(facts) == (["1", "2", "2-2", "3"], ["1", "2", "2-2", "3"])
    assert facts.tasks[2].label == "2."


def test_what_points_to_a_task_follows_its_new_number() -> None:
    facts = renamed(_facts(), "2", "2a")
    assert [block.task_ref for block in facts.body if block.task_ref] == ["1", "2a", "3"]
    assert (facts.reports[0].task_ref, facts.costs[0].task_ref) == ("2a", "2a")
    assert renamed(facts, "3", "3") is facts
