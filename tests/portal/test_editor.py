"""The text in the editor: pieces of it moved, turned, made; tables; what the form does not show stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.drafting.corrected import corrected
from portal.drafting.draft import Draft, from_facts, from_post
from portal.drafting.orders import obey
from processes.documents.facts import (
    Block,
    BlockKind,
    CostLine,
    Cycle,
    Duty,
    Fact,
    Feedback,
    Mention,
    PlanFacts,
    ReportRule,
    Role,
    Signer,
    Task,
)

from .plan_walks import TEXT, Province, boxes, settled, signed_in

DRAFTING = "Sở Nông nghiệp và Môi trường"
MOST_STATEMENTS = 9

SECTION = Block(BlockKind.SECTION, "NHIỆM VỤ", "I.")
PARAGRAPH = Block(BlockKind.PARAGRAPH, "Như sau:")
TABLE = Block(BlockKind.TABLE, "Chỉ tiêu", rows=(("TT", "Tên"), ("1", "Một\nhai")))
FACTS = PlanFacts(
    title=Fact.of("Kế hoạch thử"),
    body=(
        SECTION,
        Block(BlockKind.TASK, task_ref="1"),
        PARAGRAPH,
        Block(BlockKind.TASK, task_ref="2"),
        TABLE,
        Block(BlockKind.PARAGRAPH, ""),
    ),
    tasks=(
        Task("1", "Việc một", (Mention("Sở A", note="chủ yếu"), Mention("Sở A")), label="1."),
        Task("2", "Việc hai", label="2."),
        Task("3", "Việc không có chỗ", label="3."),
    ),
    duties=(Duty(("Sở A", "Sở B"), "Làm cho xong"), Duty((), "Đọc được mỗi việc")),
    feedback=(Feedback("Các xã", "Sở A", quote="phản ánh về Sở A"),),
    reports=(ReportRule("Sở A", ("UBND",), Cycle.ANNUAL, "12-10", onward=("Bộ",), task_ref="2"),),
    costs=(CostLine("Cây", 5, task_ref="2"), CostLine("Đất", 6, task_ref="gone")),
    signer=Signer("TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH"),
)


def sent(draft: Draft, facts: PlanFacts = FACTS, **changes: Any) -> PlanFacts:
    """The facts after a round trip of the form through a browser."""
    data = QueryDict(mutable=True)
    for name, value in (boxes(draft) | changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    result = corrected(from_post(data, facts), facts)
    assert result.errors == {}
    return result.facts


def after(*orders: str) -> PlanFacts:
    draft = from_facts(FACTS)
    for order in orders:
        obey(draft, order)
    return sent(draft)


def kinds(facts: PlanFacts) -> list[str]:
    return [block.task_ref or block.text for block in facts.body]


def test_an_untouched_form_changes_nothing() -> None:
    assert sent(from_facts(FACTS)) == FACTS


def test_tasks_listed_otherwise_than_they_are_printed_stay_so_until_one_is_moved() -> None:
    listed = replace(FACTS, tasks=tuple(reversed(FACTS.tasks)))
    draft = from_facts(listed)
    assert [row["label"] for row in draft.lists["tasks"]] == ["1.", "2.", "3."]
    assert sent(draft, listed) == listed
    obey(draft, f"tasks:up:{draft.lists['tasks'][1].key}")
    obey(draft, f"tasks:up:{draft.lists['tasks'][1].key}")
    assert [task.ref for task in sent(draft, listed).tasks] == ["2", "1", "3"]


def test_tasks_and_text_are_moved_among_each_other() -> None:
    facts = after("blocks:up:2")
    assert kinds(facts) == ["NHIỆM VỤ", "Như sau:", "1", "2", "3", "Chỉ tiêu", ""]
    assert [task.ref for task in after("tasks:up:1", "tasks:up:1").tasks] == ["2", "1", "3"]
    assert after("tasks:up:1", "tasks:down:1") == FACTS
    assert after("blocks:up:0", "blocks:nonsense:0", "nothing:up:0", "tasks:up:9") == FACTS


def test_a_paragraph_becomes_a_task_and_a_task_a_paragraph() -> None:
    facts = after("blocks:task:2")
    assert [task.text for task in facts.tasks] == ["Việc một", "Như sau:", "Việc hai", "Việc không có chỗ"]
    assert kinds(facts)[:4] == ["NHIỆM VỤ", "1", "BS", "2"]
    back = after("tasks:paragraph:0")
    assert kinds(back)[:3] == ["NHIỆM VỤ", "Việc một", "Như sau:"]
    assert [task.ref for task in back.tasks] == ["2", "3"]


def test_pieces_are_added_where_the_drafter_is() -> None:
    draft = from_facts(FACTS)
    assert obey(draft, "body:heading:tasks.0") == "blocks-n1"
    assert obey(draft, "body:task:blocks.n1") == "tasks-n1"
    assert obey(draft, "body:table") == "blocks-n2"
    assert obey(draft, "body:video:tasks.0") == "section-body"
    facts = sent(
        draft,
        **{
            "blocks.n1.text": "Tiểu mục",
            "tasks.n1.text": "Việc mới",
            "tasks.n1.label": "1.1.",
            "blocks.n2.table": "\tNăm\r\n1\t2027",
        },
    )
    assert kinds(facts)[:4] == ["NHIỆM VỤ", "1", "Tiểu mục", "1.1"]
    assert facts.body[2].kind is BlockKind.HEADING
    assert facts.body[-1].rows == (("", "Năm"), ("1", "2027"))


def test_a_table_is_edited_and_one_without_words_is_none() -> None:
    draft = from_facts(FACTS)
    facts = sent(draft, **{"blocks.4.table": 'TT\tTên\n1\t"Một\nhai"\n2\tBa'})
    assert facts.body[4] == replace(TABLE, rows=(*TABLE.rows, ("2", "Ba")))
    gone = sent(draft, **{"blocks.4.table": "\t\n\t", "blocks.4.text": ""})
    assert "Chỉ tiêu" not in kinds(gone)


def test_what_points_to_a_task_follows_its_number() -> None:
    facts = sent(from_facts(FACTS), **{"tasks.1.label": "2.1."})
    assert (facts.tasks[1].ref, facts.reports[0].task_ref) == ("2.1", "2.1")
    assert [line.task_ref for line in facts.costs] == ["2.1", "gone"]
    assert [line.task_ref for line in after("tasks:remove:1").costs] == ["", "gone"]


def test_two_mentions_of_one_name_keep_what_stood_beside_each() -> None:
    facts = sent(from_facts(FACTS), **{"tasks.0.lead": "Sở A\nSở B\nSở A"})
    assert [mention.note for mention in facts.tasks[0].lead] == ["chủ yếu", "", ""]
    assert {mention.role for mention in facts.tasks[0].lead} == {Role.LEAD}


def test_duties_and_the_channel_for_difficulties_are_written_and_asked_for() -> None:
    draft = from_facts(FACTS)
    changes = {"duties.0.agencies": "Sở C", "feedback.0.via": "Sở D", "reports.0.onward": "Bộ\nChính phủ"}
    facts = sent(draft, **changes)
    assert facts.duties == (Duty(("Sở C",), "Làm cho xong"), FACTS.duties[1])
    assert facts.feedback[0] == replace(FACTS.feedback[0], via="Sở D")
    assert facts.reports[0].onward == ("Bộ", "Chính phủ")
    for name, column in (("duties", "text"), ("duties", "agencies"), ("feedback", "to")):
        draft = from_facts(FACTS)
        draft.lists[name][0].values[column] = ""
        assert set(corrected(draft, FACTS).errors) == {f"{name}.0.{column}"}


# --- citations


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.mark.django_db
def test_a_basis_is_offered_from_earlier_plans_that_one_may_see(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    province.begin()
    province.begin(TEXT.replace("Luật Lâm nghiệp", "Luật Thủy sản"))
    drafter = signed_in(province.account(DRAFTING))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = drafter.get("/plans/citations/", {"bases.n1.text": "căn cứ luật lam"})
    text = page.content.decode()
    assert 'data-cite="Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;"' in text
    assert "Thủy sản" not in text
    whole = "Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;"
    assert "data-cite" not in drafter.get("/plans/citations/", {"q": whole}).content.decode()
    stranger = signed_in(province.account("Sở Tài chính"))
    assert "data-cite" not in stranger.get("/plans/citations/", {"q": "luật lam"}).content.decode()
    assert Client().get("/plans/citations/", {"q": "luật"}).status_code == 302
