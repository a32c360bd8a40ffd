"""What is written is read back as what it was: as a Word file and as a PDF, over every plan there is."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes.documents.facts import Block, BlockKind, Fact, Mention, PlanFacts, Task
from processes.documents.reading import read_file, read_text
from processes.documents.writing import Signature, plan_docx, plan_pdf, recipients_of
from processes.documents.writing.word.frame import issuing_body
from tests.unit.reading.plans import plan_file, shared

from . import factory
from .sameness import differences

ROOT = Path(__file__).resolve().parents[3]
REAL = [path.name for path in sorted(shared("plans").glob("*.txt"))]
SECRET = "particulars"  # bears a mark of secrecy: it is read, and never written
SAMPLES = ROOT / "tests/unit/reading/samples"
OWN = [
    *sorted((ROOT / "portal/demonstration/plans").glob("*.txt")),
    *(SAMPLES / name for name in ("city.md", "minister.txt", "wrapped.txt")),
    *sorted((SAMPLES / "tasks").glob("*.txt")),
]

# What writing adds, or says otherwise on purpose: a kind where the source names none; the appendix of costs and the
# sentence that names it.
KNOWN = {
    "004": {"kind"},
    "large_cost": {"body"},
    # "Tham gia: toàn thể …" names no body: on a line of its own it is text, and what follows it, too
    "annex_of_sentences": {
        *("body", "tasks[2].coordinating", "tasks[2].time", "tasks[2].coordinating_label", "tasks[2].time_label"),
    },
    # the title of the attached programme comes apart; duties under lettered bodies are listed twice then
    "national_program": {"body[3].kind", "loose_work"},
}


@cache
def read(name: str) -> PlanFacts:
    path = next((path for path in OWN if path.name == name), None) or plan_file(name)
    return read_file(path, path.name)


def unexpected(name: str, one: PlanFacts, other: PlanFacts, also: frozenset[str] = frozenset()) -> list[str]:
    known = next((paths for start, paths in KNOWN.items() if name.startswith(start)), set()) | also
    return [line for line in differences(one, other) if line.partition(":")[0] not in known]


@pytest.mark.parametrize("name", [*REAL, *(path.name for path in OWN)])
def test_a_word_file_reads_back(name: str) -> None:
    facts = read(name)
    again = read_file(plan_docx(facts), "plan.docx")
    assert unexpected(name, facts, again) == []
    assert [task.ref for task in again.tasks] == [task.ref for task in facts.tasks]


@pytest.mark.parametrize("name", ["003", "large_cost.txt", "city.md", "minister.txt", "02-bacninh"])
def test_written_and_read_again_nothing_changes_any_more(name: str) -> None:
    first = read_file(plan_docx(read(name)), "plan.docx")
    second = read_file(plan_docx(first), "plan.docx")
    assert differences(first, second) == []


@pytest.mark.parametrize("name", [*REAL, "large_cost.txt", "tourism.txt", "city.md", "minister.txt", "wrapped.txt"])
def test_a_pdf_reads_back(name: str) -> None:
    """But for what an issued document leaves blank: the number and day in "(Kèm theo …)", a day that is half known."""
    facts = read(name)
    again = read_file(printed(facts), "plan.pdf")
    dates = {"date"} if len(facts.date.value or "") < 10 or facts.place.value is None else set()
    symbol = {"symbol"} if facts.symbol.value is None else set()
    broken = {"tasks[1].text"} if name.startswith("02-bacninh") else set()  # "27/NQ- TW" at the end of a line
    left = unexpected(name, facts, again, frozenset(dates | symbol | broken))
    assert [line for line in left if "kèm theo" not in line] == []


def printed(facts: PlanFacts) -> bytes:
    recipients, archive = recipients_of(facts)
    signer = facts.signer
    lines = tuple(line for line in (signer.on_behalf, signer.authority, signer.title) if line) if signer else ()
    try:
        day = date.fromisoformat(facts.date.value or "")
    except ValueError:
        day = None
    return plan_pdf(
        facts,
        parent="",
        issuer=issuing_body(facts),
        number=facts.number.value,
        issued_on=day,
        signature=Signature(lines, signer.name if signer else ""),
        recipients=recipients,
        archive_line=archive,
        draft=False,
    )


def test_costs_in_their_appendix_read_back() -> None:
    facts = factory.plan_facts(costs=factory.costs(4))
    for content, name in ((plan_docx(facts), "plan.docx"), (printed(facts), "plan.pdf")):
        costs = read_file(content, name).costs
        assert [dataclasses.replace(cost, place=None) for cost in costs] == list(facts.costs)


def test_a_blank_time_is_blank_again() -> None:
    text = (
        "KẾ HOẠCH\nĐọc sách\n\nI. NỘI DUNG\n\n1. Mở lớp.\n- Cơ quan chủ trì: Sở A.\n- Thời gian thực hiện:\n\n2. Hết."
    )
    facts = read_text(text)
    assert facts.tasks[0].time == dataclasses.replace(Fact.blank(), place=facts.tasks[0].time.place)
    assert read_file(plan_docx(facts), "x.docx").tasks[0].time.presence is facts.tasks[0].time.presence


AGENCIES = ["Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh", "UBND các xã, phường", "Báo Kon Tum"]
WORKS = ["Tổ chức hội nghị", "Xây dựng báo cáo chuyên đề", "Rà soát văn bản", "Mở lớp tập huấn cho cơ sở"]
TIMES = ["Quý III/2026", "Trước ngày 15/6/2026", "Thường xuyên", "Tháng 10 năm 2026", "Hằng năm"]


@st.composite
def tasks(draw: st.DrawFn) -> tuple[Task, ...]:
    names = st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=3, unique=True)
    return tuple(
        Task(
            str(number),
            f"{draw(st.sampled_from(WORKS))} lần {number}.",
            tuple(map(Mention, draw(names))),
            time=Fact.of(draw(st.sampled_from(TIMES))),
            label=f"{number}.",
        )
        for number in range(1, draw(st.integers(1, 7)) + 1)
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tasks())
def test_any_tasks_read_back(given_tasks: tuple[Task, ...]) -> None:
    body = (*(Block(BlockKind.TASK, task_ref=task.ref) for task in given_tasks), Block(BlockKind.SECTION, "HẾT", "II."))
    facts = dataclasses.replace(factory.plan_facts(), body=body, tasks=given_tasks)
    again = read_file(plan_docx(facts), "plan.docx").tasks
    told = [(t.label, t.text, [m.name for m in t.lead], t.time.value) for t in facts.tasks]
    assert [(t.label, t.text, [m.name for m in t.lead], t.time.value) for t in again] == told
