"""Differences between two versions: by thing, down to the word; what only moved is none."""

from __future__ import annotations

from dataclasses import replace

from processes.documents.differences import Change, Run, differences, followed_all, word_pieces
from processes.documents.facts import (
    Block,
    BlockKind,
    CostLine,
    Cycle,
    Fact,
    Mention,
    PlanFacts,
    Recipient,
    ReportRule,
    Task,
)
from processes.documents.items import Part, items
from processes.documents.reading import read_text
from tests.unit.reading.plans import plan_text

TASKS = (
    Task("1", "Rà soát phương án phòng, chống thiên tai", (Mention("Sở Nông nghiệp và Môi trường"),), label="1."),
    Task("2", "Tập huấn kỹ năng sơ cứu cho đội xung kích", (Mention("Sở Y tế"),), label="2."),
)
PLAN = PlanFacts(
    title=Fact.of("Phòng, chống thiên tai năm 2026"),
    body=(
        Block(BlockKind.PARAGRAPH, "Chủ động ứng phó với bão, lũ."),
        Block(BlockKind.TASK, task_ref="1"),
        Block(BlockKind.TASK, task_ref="2"),
        Block(BlockKind.PARAGRAPH, "Huy động lực lượng tại chỗ khi có tình huống khẩn cấp."),
    ),
    tasks=TASKS,
    recipients=(Recipient("Sở Y tế"), Recipient("Công an tỉnh")),
)


def test_two_equal_plans_do_not_differ() -> None:
    assert differences(PLAN, PLAN) == []


def test_a_changed_task_shows_its_changed_words() -> None:
    later = replace(PLAN, tasks=(TASKS[0], replace(TASKS[1], time=Fact.of("Quý II/2026"))))

    [found] = differences(PLAN, later)

    assert (found.change, found.item.part, found.item.label) == (Change.CHANGED, Part.TASKS, "2.")
    assert [(one.name, [(p.run, p.text) for p in one.pieces]) for one in found.fields] == [
        ("time", [(Run.NEW, "Quý II/2026")])
    ]


def test_a_paragraph_added_in_front_changes_no_other() -> None:
    new = Block(BlockKind.PARAGRAPH, "Kế hoạch áp dụng trên địa bàn toàn tỉnh.")

    [found] = differences(PLAN, replace(PLAN, body=(new, *PLAN.body)))

    assert (found.change, found.item.text) == (Change.ADDED, new.text)


def test_what_was_removed_stands_where_it_stood() -> None:
    later = replace(PLAN, body=(*PLAN.body[:2], PLAN.body[3]), tasks=TASKS[:1], recipients=())
    found = differences(PLAN, replace(later, body=(*later.body, Block(BlockKind.BULLET, "Báo cáo nhanh hằng ngày."))))

    assert [(one.change, one.item.text[:8]) for one in found] == [
        (Change.REMOVED, "Tập huấn"),
        (Change.ADDED, "Báo cáo "),
        (Change.REMOVED, "Sở Y tế"),
        (Change.REMOVED, "Công an "),
    ]


def test_renumbered_and_moved_things_are_no_difference() -> None:
    swapped = (replace(TASKS[1], ref="1", label="1."), replace(TASKS[0], ref="2", label="2."))

    assert differences(PLAN, replace(PLAN, tasks=swapped)) == []


def test_a_table_and_an_amount_differ_by_their_words() -> None:
    table = Block(BlockKind.TABLE, "Bảng", rows=(("STT", "Việc"), ("1", "Tập huấn")))
    before = replace(PLAN, body=(table,), costs=(CostLine("Tập huấn", 1_000_000, 2026),))
    after = replace(
        before,
        body=(replace(table, rows=(("STT", "Việc"), ("1", "Diễn tập"))),),
        costs=(CostLine("Tập huấn", 2_000_000, 2026),),
    )

    found = {one.item.part: one.fields for one in differences(before, after)}

    assert [piece.text for piece in found[Part.BODY][0].pieces if piece.run is Run.NEW] == ["Diễn", "tập"]
    assert [(p.run, p.text) for p in found[Part.COSTS][0].pieces] == [(Run.GONE, "1000000"), (Run.NEW, "2000000")]


def test_a_report_differs_in_words_that_people_read() -> None:
    before = replace(PLAN, reports=(ReportRule("Các sở", ("UBND tỉnh",), Cycle.ANNUAL, "12-15"),))
    after = replace(PLAN, reports=(ReportRule("Các sở", ("UBND tỉnh",), Cycle.SEMIANNUAL, "06-15", before=False),))

    [found] = differences(before, after)

    new = {one.name: "".join(piece.text for piece in one.pieces if piece.run is not Run.GONE) for one in found.fields}
    assert new == {"cycle": "6 tháng", "due": "15/6", "before": "không"}


def test_a_thing_is_followed_into_the_next_version() -> None:
    new = Block(BlockKind.PARAGRAPH, "Kế hoạch áp dụng trên địa bàn toàn tỉnh.")
    mended = replace(PLAN.body[3], text="Huy động lực lượng tại chỗ ngay khi có tình huống khẩn cấp.")
    later = replace(PLAN, body=(new, *PLAN.body[:3], mended), tasks=TASKS[:1])

    found = followed_all(PLAN, later, [(Part.BODY, 3), (Part.TASKS, 0), (Part.TASKS, 1)])

    assert found == {(Part.BODY, 3): (Part.BODY, 4), (Part.TASKS, 0): (Part.TASKS, 0)}


def test_whole_words_are_marked() -> None:
    pieces = list(word_pieces("trước ngày 15/6", "trước ngày 20/6"))

    assert [(piece.run, piece.text) for piece in pieces] == [
        (Run.SAME, "trước ngày "),
        (Run.GONE, "15"),
        (Run.NEW, "20"),
        (Run.SAME, "/6"),
    ]


def test_every_thing_of_a_real_plan_is_an_item_once() -> None:
    facts = read_text(plan_text("003"))
    found = [(item.part, item.index) for item in items(facts)]

    assert len(found) == len(set(found))
    assert sum(part is Part.TASKS for part, _index in found) == len(facts.tasks)
    assert differences(facts, facts) == []
