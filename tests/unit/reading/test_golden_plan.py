"""The plan with twenty label blocks reads exactly: tasks, both tiers of reports, recipients, bases, every word."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from processes.documents.facts import BlockKind, Cycle, PlanFacts, Presence, Role
from processes.documents.reading import QuestionCode, questions, read_text
from processes.documents.reading.summary import to_truth_shape
from processes.documents.reading.writing_forms import normal
from tests.unit.reading.plans import golden_rows, plan_text, truth


@pytest.fixture(scope="module")
def facts() -> PlanFacts:
    return read_text(plan_text("003"))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", normal(text).lower())


def golden_ref(key: str) -> str:
    """ "7.1a" of the table is "7.1-a" in the plan."""
    return re.sub(r"([a-d])$", r"-\1", key)


def test_twenty_tasks_in_the_order_of_the_golden_table(facts: PlanFacts) -> None:
    rows = golden_rows("**S3 — 20 golden task blocks:**")

    assert len(rows) == 20
    assert [task.ref for task in facts.tasks] == [golden_ref(row[0]) for row in rows]
    for task, row in zip(facts.tasks, rows, strict=True):
        assert task.time.value == row[3].rstrip("."), task.ref
        assert task.place is not None
        lines = [int(n) for n in row[4].split("/")]
        assert (task.place.line, task.place.end_line) == (lines[0], lines[-1]), task.ref


def test_each_role_line_is_kept_word_for_word(facts: PlanFacts) -> None:
    for task, row in zip(facts.tasks, golden_rows("**S3 — 20 golden task blocks:**"), strict=True):
        for mentions, written in ((task.lead, row[1]), (task.coordinating, row[2])):
            read = Counter(word for m in mentions for word in words(f"{m.name} {m.note}"))
            lost = Counter(words(written)) - read
            assert set(lost) <= {"và", "đề", "nghị"}, (task.ref, lost)
            assert not read - Counter(words(written)), task.ref


@pytest.mark.parametrize("key", ["lead", "coordinating"])
def test_names_are_those_of_the_truth(facts: PlanFacts, key: str) -> None:
    read = {task["ref"]: task[key] for task in to_truth_shape(facts)["tasks"]}

    assert read == {task["ref"]: task[key] for task in truth("003")["tasks"]}


def test_requests_are_not_orders(facts: PlanFacts) -> None:
    requested = [m for m in facts.task("3").coordinating if m.role is Role.REQUESTED]

    assert [(m.name, m.note) for m in requested] == [
        ("Ban Tuyên giáo Tỉnh ủy", "phối hợp, định hướng thông tin, tuyên truyền")
    ]
    assert all(m.role is Role.COORDINATING for m in facts.task("4").coordinating)
    assert all(m.role is Role.LEAD for task in facts.tasks for m in task.lead)


def test_label_variants_are_kept_as_written(facts: PlanFacts) -> None:
    assert facts.task("1.2").coordinating_label == "Cơ quan phối hợp cung cấp thông tin"
    assert facts.task("1.4").lead_label == "Cơ quan chủ trì (theo chức năng nhiệm vụ của từng cơ quan, đơn vị)"
    assert facts.task("7.2-b").lead_label == "Cơ quan thực hiện"
    assert facts.task("7.2-c").coordinating_label == "Cơ quan, đơn vị phối hợp"


def test_identity(facts: PlanFacts) -> None:
    assert (facts.number.value, facts.symbol.value, facts.place.value, facts.date.value) == (
        "215",
        "KH-UBND",
        "Kon Tum",
        "2019-01-28",
    )
    assert facts.kind.value == "KẾ HOẠCH"
    assert facts.title.value == "Hoạt động thông tin đối ngoại tỉnh Kon Tum năm 2019"
    assert facts.issuer.value == "Ủy ban nhân dân tỉnh Kon Tum"


def test_bases_name_every_document_with_its_date(facts: PlanFacts) -> None:
    named = [(d.number, d.date) for basis in facts.bases for d in basis.documents]

    assert named == [
        ("72/2015/NĐ-CP", "2015-09-07"),
        ("368/QĐ-TTg", "2013-02-28"),
        ("1486/QĐ-TTg", "2018-11-06"),
        ("54/2017/QĐ-UBND", "2017-12-05"),
        ("4110/BTTTT-TTĐN", "2018-12-04"),
    ]
    assert len(facts.bases) == 4


def test_reports_are_the_seven_rows_of_both_tiers(facts: PlanFacts) -> None:
    rows = [(r.who, r.cycle, r.due, r.via, r.tier, r.task_ref) for r in facts.reports]
    agencies, department = "các cơ quan, đơn vị, UBND các huyện, thành phố", "Sở Thông tin và Truyền thông"

    assert rows == [
        (agencies, Cycle.SEMIANNUAL, "06-15", department, 1, ""),
        (agencies, Cycle.ANNUAL, "12-05", department, 1, ""),
        (department, Cycle.SEMIANNUAL, "06-25", "", 2, ""),
        (department, Cycle.ANNUAL, "12-15", "", 2, ""),
        (department, Cycle.ADHOC, "khi có yêu cầu", "", 2, ""),
        ("Sở Kế hoạch và Đầu tư", Cycle.ANNUAL, "", "", 1, "6.1"),
        ("Sở Kế hoạch và Đầu tư", Cycle.ADHOC, "khi có yêu cầu", "", 1, "6.1"),
    ]
    assert all(rule.before for rule in facts.reports if rule.due[:1].isdigit())
    assert facts.reports[0].to == ("UBND tỉnh",)
    assert facts.reports[2].to == (
        "UBND tỉnh",
        "Ban Chỉ đạo công tác thông tin đối ngoại tỉnh",
        "Bộ Thông tin và Truyền thông",
    )


def test_recipients_signer_funding_and_the_channel_for_difficulties(facts: PlanFacts) -> None:
    assert [(r.name, r.purpose) for r in facts.recipients] == [
        (r["name"], r["purpose"] or "") for r in truth("003")["recipients"]
    ]
    assert facts.signer is not None
    assert facts.signer.on_behalf == "TM ỦY BAN NHÂN DÂN"
    assert (facts.signer.authority, facts.signer.title, facts.signer.name) == (
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Ngọc Tuấn",
    )
    assert [(f.to, f.via) for f in facts.feedback] == [("UBND tỉnh", "Sở Thông tin và Truyền thông")]
    assert facts.funding is not None
    assert (facts.funding.who_prepares, facts.funding.who_decides) == (
        "Các cơ quan, đơn vị, địa phương",
        "cấp có thẩm quyền",
    )


def test_no_word_of_the_body_is_lost_and_none_is_added(facts: PlanFacts) -> None:
    lines = plan_text("003").splitlines()
    source = Counter(word for line in lines[17:189] for word in words(line))
    told = [f"{block.label} {block.text}" for block in facts.body]
    for task in facts.tasks:
        told += [
            task.label,
            task.text,
            task.lead_label,
            task.coordinating_label,
            task.time_label,
            task.time.value or "",
        ]
        told += [f"{mention.name} {mention.note}" for mention in (*task.lead, *task.coordinating)]
    read = Counter(word for text in told for word in words(text))

    assert not read - source
    # What the names are joined with ("và", "đề nghị") is printed again from the roles.
    assert set(source - read) <= {"và", "đề", "nghị"}
    assert [block.task_ref for block in facts.body if block.kind is BlockKind.TASK] == [
        task.ref for task in facts.tasks
    ]


def test_body_stands_in_reading_order(facts: PlanFacts) -> None:
    lines = [block.place.line for block in facts.body if block.place]

    assert len(lines) == len(facts.body)
    assert lines == sorted(lines)
    assert [b.text for b in facts.body if b.kind is BlockKind.SECTION] == [
        "MỤC ĐÍCH, YÊU CẦU",
        "NỘI DUNG",
        "KINH PHÍ",
        "TỔ CHỨC THỰC HIỆN",
    ]


def test_every_fact_known_and_only_the_missing_day_is_asked(facts: PlanFacts) -> None:
    assert facts.number.presence is Presence.VALUE
    assert [(q.code, q.path) for q in questions(facts)] == [(QuestionCode.NO_DUE, "reports[5].due")]


def test_facts_survive_json(facts: PlanFacts) -> None:
    assert PlanFacts.from_dict(facts.to_dict()) == facts
