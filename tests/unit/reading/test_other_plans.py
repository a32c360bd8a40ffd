"""The other real plans: tables, prose under agencies, a decision with a plan, a web page; what each leaves blank."""

from __future__ import annotations

import pytest

from processes.documents.facts import Presence
from processes.documents.reading import QuestionCode, questions, read_text
from processes.documents.reading.summary import to_text, to_truth_shape
from processes.documents.reading.writing_forms import fold
from tests.unit.reading.plans import golden_rows, plan_text, truth

PLANS = ["000", "001", "002", "003", "004", "02-", "05-", "07-"]


@pytest.mark.parametrize("start", PLANS)
def test_identity_and_bases_are_those_of_the_truth(start: str) -> None:
    read, true = to_truth_shape(read_text(plan_text(start))), truth(start)

    for key in ("number", "symbol", "place", "date", "title", "issuer"):
        assert fold(read[key] or "") == fold(true[key] or ""), key
    assert [fold(x) for x in read["bases"]] == [fold(x) for x in true["bases"]]


@pytest.mark.parametrize("start", PLANS)
def test_tasks_are_those_of_the_truth(start: str) -> None:
    read, true = to_truth_shape(read_text(plan_text(start))), truth(start)

    for key in ("ref", "lead", "coordinating", "time"):
        assert [task[key] for task in read["tasks"]] == [task[key] for task in true["tasks"]], key


@pytest.mark.parametrize("start", PLANS)
def test_duties_recipients_and_signer_are_those_of_the_truth(start: str) -> None:
    facts, true = read_text(plan_text(start)), truth(start)
    groups: dict[tuple[str, ...], int] = {}
    for duty in facts.duties:
        groups[duty.agencies] = groups.get(duty.agencies, 0) + 1
    counted = {tuple(group["agencies"]): group["items"] for group in true["responsibilities"]}
    if not true.get("duties"):
        assert groups == counted
    else:
        assert [list(duty.agencies) for duty in facts.duties] == [duty["agencies"] for duty in true["duties"]]
    read = to_truth_shape(facts)
    assert read["recipients"] == true["recipients"]
    assert read["signer"] == true["signer"]


@pytest.mark.parametrize("start", PLANS)
def test_report_cycles_are_those_of_the_truth(start: str) -> None:
    read, true = to_truth_shape(read_text(plan_text(start))), truth(start)

    assert sorted((r["cycle"], r["due"] or "", r["via"] or "") for r in read["reports"]) == sorted(
        (r["cycle"], r["due"] or "", r["via"] or "") for r in true["reports"]
    )
    assert [f["to"] for f in read["feedback"]] == [f["to"] for f in true["feedback"]]


def test_thirteen_rows_of_the_annex_table() -> None:
    facts = read_text(plan_text("002"))
    rows = golden_rows("**S2 annex — 13 golden rows**")

    assert [task.ref for task in facts.tasks] == [row[0] for row in rows]
    for task, row in zip(facts.tasks, rows, strict=True):
        assert task.text == row[1].strip()
        assert (task.time.value or "*(blank)*") == row[4], task.ref
        assert task.place is not None
        assert task.place.line <= int(row[5].split("/")[0]) <= task.place.end_line


def test_a_blank_cell_is_blank_and_a_missing_one_absent() -> None:
    annex, decision = read_text(plan_text("002")), read_text(plan_text("05-"))

    assert annex.task("II.1").time.presence is Presence.BLANK
    assert (QuestionCode.BLANK, "tasks[II.1].time") in [(q.code, q.path) for q in questions(annex)]
    assert annex.signer is None
    assert decision.task("3").coordinating == ()


def test_blank_number_and_partial_date() -> None:
    draft, dated = read_text(plan_text("000")), read_text(plan_text("001"))

    assert draft.number.presence is Presence.BLANK
    assert draft.symbol.value == "KH-UBND"
    assert draft.date.presence is Presence.BLANK
    assert dated.date.value == "2021-08"
    assert QuestionCode.DAY_BLANK in [q.code for q in questions(dated)]


def test_a_digest_without_number_or_signer_stays_without() -> None:
    digest = read_text(plan_text("004"))

    for fact in (digest.number, digest.symbol, digest.place, digest.date):
        assert fact.presence is Presence.ABSENT
    assert (digest.signer, digest.reports, digest.recipients, digest.tasks) == (None, (), (), ())
    assert not any("truy cập" in block.text.lower() for block in digest.body)


def test_reports_on_a_day_are_not_before_it() -> None:
    rules = read_text(plan_text("002")).reports

    assert [(r.due, r.before) for r in rules if r.due == "12-10"] == [("12-10", False)]


def test_prose_without_truth_reads_without_tasks() -> None:
    directive = read_text(plan_text("11-"))

    assert (directive.number.value, directive.issuer.value) == ("012", "Chủ tịch UBND tỉnh Đắk Lắk")
    assert [
        len([d for d in directive.duties if d.agencies == (name,)])
        for name in ("Sở Khoa học và Công nghệ", "Sở Nội vụ")
    ] == [5, 3]
    assert directive.feedback[0].via == "Văn phòng UBND tỉnh"
    assert directive.signer is not None
    assert directive.signer.on_behalf == ""


@pytest.mark.parametrize("start", PLANS)
def test_summary_is_readable(start: str) -> None:
    assert "Nhiệm vụ" in to_text(read_text(plan_text(start)))
