"""A department merges, its press work going elsewhere; then the districts end: no queue loses or doubles a thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from processes.models import (
    AssignmentAgency,
    Consolidation,
    Document,
    NameChoice,
    Opinion,
    Plan,
    Recipient,
    Report,
    ReportDuty,
)
from processes.services import reporting
from processes.services.reporting import awaited, prefilled
from tests.factories import morning
from workflow import audit, engine, queries, succession
from workflow.context import SYSTEM_ACTOR, Actor
from workflow.models import (
    Agency,
    AuditEntry,
    Delegation,
    GroupMember,
    Mandate,
    OrganizationEntry,
    ProcessInstance,
    Succession,
    Task,
)
from workflow.organization import Directory
from workflow.succession import Handover, Part

from .reorganized import (
    ABOLISHED,
    BEFORE,
    COMMUNES,
    CULTURE,
    DISTRICTS,
    HEALTH,
    MERGED,
    OFFICE,
    PRESS_OFFICE,
    SCIENCE,
    Eve,
    held_by,
    may_act,
    next_step,
    queues,
    rows,
    unstaffed,
)

AT = morning(MERGED)
PAPER = "Nghị quyết 12/NQ-HĐND"


@pytest.fixture(scope="module")
def eve_of_all(django_db_setup: None, django_db_blocker: Any) -> Iterator[Eve]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Eve()
        transaction.set_rollback(True)


@pytest.fixture
def eve(eve_of_all: Eve, db: None) -> Eve:
    return eve_of_all


@pytest.fixture
def administrator(eve: Eve) -> Actor:
    return eve.province.person(OFFICE, "head")


@pytest.fixture
def merger(eve: Eve, administrator: Actor) -> Succession:
    return succession.prepare(
        kind="merge",
        effective_on=MERGED,
        paper=PAPER,
        parts=[Part(eve[PRESS_OFFICE], eve[SCIENCE]), Part(eve[PRESS_OFFICE], eve[CULTURE], eve.press)],
        actor=administrator,
        at=BEFORE,
    )


@pytest.fixture
def merged(merger: Succession, administrator: Actor) -> Handover:
    return succession.apply(merger, administrator, AT)


def _holders() -> dict[int, str]:
    tasks = Task.objects.filter(status=Task.Status.OPEN, desk__isnull=False)
    return dict(tasks.values_list("instance_id", "desk__agency__name"))


def test_forty_things_and_more_are_in_flight(merger: Succession) -> None:
    handover = succession.rehearse(merger, BEFORE)
    assert len({item.instance.pk for item in handover.items if item.instance}) >= 40
    assert len(held_by(PRESS_OFFICE)) >= 20


def test_the_dry_run_writes_nothing_and_says_what_is_done(merger: Succession, administrator: Actor) -> None:
    before = rows()
    said = succession.rehearse(merger, AT)
    assert rows() == before
    done = succession.apply(merger, administrator, AT)
    assert [(i.title, i.what, i.successor) for i in said.items] == [(i.title, i.what, i.successor) for i in done.items]
    assert said.conflicts == done.conflicts and said.gaps == done.gaps and not said.blocking


def test_no_queue_loses_or_doubles_anything(eve: Eve, merger: Succession, administrator: Actor) -> None:
    before, holders = queues(), _holders()
    handover = succession.apply(merger, administrator, AT)
    after = queues()

    folded = {key: count for key, count in before.items() if key[0] in handover.folded}
    assert after == before - type(before)(folded)
    assert set(after.values()) == {1}
    assert held_by(PRESS_OFFICE) == set()
    now = _holders()
    moved = {pk for pk, name in holders.items() if name == PRESS_OFFICE and pk not in handover.folded}
    assert {now[pk] for pk in moved} == {SCIENCE, CULTURE}
    assert {pk: now[pk] for pk in now if pk not in moved} == {
        pk: name for pk, name in holders.items() if name != PRESS_OFFICE and pk not in handover.folded
    }
    assert unstaffed(MERGED) == []


def test_press_work_goes_to_culture_and_the_rest_to_science(eve: Eve, merged: Handover) -> None:
    for title, successor in (("báo chí", CULTURE), ("xuất bản", CULTURE), ("viễn thông", SCIENCE)):
        plan = Plan.objects.get(pk=eve.plans[title].subject_id)
        assert plan.drafting_agency.name == successor, title
    now = _holders()
    [asked] = eve.province.below(eve.plans["hỏi về báo chí"], "opinion")
    assert now[asked.pk] == CULTURE
    assert Opinion.objects.get(pk=asked.subject_id).agency.name == CULTURE
    duties = dict(ReportDuty.objects.filter(tier=1).values_list("plan__title", "receiver__name"))
    assert duties["Kế hoạch chuyển đổi số"] == SCIENCE
    assert duties["Kế hoạch quản lý báo chí"] == CULTURE


def test_what_the_successor_has_already_is_folded_once(eve: Eve, merged: Handover) -> None:
    both = eve.plans["hỏi cả hai sở"]
    asked = {Opinion.objects.get(pk=one.subject_id).agency.name for one in eve.province.below(both, "opinion")}
    assert asked == {SCIENCE, *DISTRICTS}
    cancelled = ProcessInstance.objects.get(parent=both, definition_key="opinion", state="cancelled")
    assert cancelled.pk in merged.folded
    last = AuditEntry.objects.filter(instance=cancelled).latest("revision")
    assert (last.transition, last.facts["to"]) == ("cancel", SCIENCE)
    twice = AssignmentAgency.objects.filter(
        assignment__plan=eve.plans["chuyển đổi số"].subject_id, assignment__ref="2", role="lead", valid_to__isnull=True
    )
    assert [row.agency.name for row in twice] == [SCIENCE]
    assert {remark.code for remark in merged.conflicts} >= {"folded", "both_sides"}


def test_issued_texts_keep_the_old_name(eve: Eve, merger: Succession, administrator: Actor) -> None:
    papers = list(Document.objects.order_by("pk").values())
    succession.apply(merger, administrator, AT)
    part = AssignmentAgency.objects.get(
        agency=eve[SCIENCE], assignment__plan=eve.plans["chuyển đổi số"].subject_id, assignment__ref="1", role="lead"
    )
    assert (part.agency_name, part.percent, part.valid_from) == (PRESS_OFFICE, 50, MERGED)
    until = AssignmentAgency.objects.get(assignment=part.assignment, agency=eve[PRESS_OFFICE], role="lead")
    assert (until.agency_name, until.valid_to) == (PRESS_OFFICE, MERGED.replace(month=2, day=28))
    assert set(Recipient.objects.filter(agency=eve[SCIENCE]).values_list("agency_name", flat=True)) <= {
        PRESS_OFFICE,
        SCIENCE,
    }
    assert list(Document.objects.order_by("pk").values()) == papers
    old = Directory(MERGED.replace(month=2, day=28)).find(PRESS_OFFICE)
    assert old == eve[PRESS_OFFICE]
    assert Directory(MERGED).find(PRESS_OFFICE) == eve[SCIENCE], "drafts that still use the old name"
    assert Directory(MERGED).find("Sở TT&TT") == eve[SCIENCE]


@pytest.mark.parametrize(("what", "successor"), [("trình 6", SCIENCE), ("trình báo chí", CULTURE)])
def test_a_plan_signed_before_is_issued_after_and_its_duty_finds_its_agency(
    eve: Eve, merged: Handover, what: str, successor: str
) -> None:
    signed = eve.plans[what]
    [approval] = eve.province.below(signed, "approval")
    assert approval.state == "signed"
    eve.province.issue(approval, at=AT)
    facts = AuditEntry.objects.get(instance=signed, transition="issued").facts
    assert "names_without_agency" not in facts
    lead = AssignmentAgency.objects.get(assignment__plan=signed.subject_id, role="lead")
    assert (lead.agency.name, lead.written) == (successor, PRESS_OFFICE)


def test_whom_a_drafter_meant_is_followed(eve: Eve, merged: Handover) -> None:
    for what in ("báo chí", "xuất bản"):
        choice = NameChoice.objects.get(plan=eve.plans[what].subject_id, name="Sở Báo chí")
        assert list(choice.agencies.all()) == [eve[CULTURE]]


def test_the_successors_act_on_every_sort_and_the_predecessor_on_none(eve: Eve, merged: Handover) -> None:
    former = [eve.province.person(PRESS_OFFICE, position) for position in ("head", "specialist", "clerk")]
    both = [former[0], former[1]]  # appointed to the successor from that day on
    took = set()
    tasks = Task.objects.filter(status=Task.Status.OPEN, desk__agency__name__in=[SCIENCE, CULTURE])
    for task in tasks.select_related("instance").order_by("-pk"):
        instance = task.instance
        assert not may_act(former[2], instance, AT), instance
        if _holders()[instance.pk] == CULTURE:
            step, _inputs = next_step(instance, eve)
            assert not any(step in {a.name for a in queries.actions(instance, one, AT)} for one in both), instance
        sort = (instance.definition_key, instance.state)
        if sort not in took:
            step, inputs = next_step(instance, eve)
            eve.province.take(instance, step, at=AT, **inputs)
            took.add(sort)
    assert {key for key, _state in took} == {
        "plan", "opinion", "approval", "funding_review", "delivery", "assignment", "report", "consolidation",
    }  # fmt: skip
    assert audit.verify_all().faults == []


def test_mandates_groups_and_delegations_follow(eve: Eve, merged: Handover) -> None:
    assert Mandate.objects.get(key="press_card", valid_to__isnull=True).agency == eve[SCIENCE]
    members = GroupMember.objects.filter(group__code="so-hoa", valid_to__isnull=True)
    assert {member.agency.name for member in members} == {SCIENCE, HEALTH}
    [kept] = Delegation.objects.filter(valid_from=MERGED)
    assert (kept.capacity, kept.desk.agency.name) == ("TUQ.", SCIENCE)
    assert [gap.code for gap in merged.gaps] == ["delegation"], "of who was appointed nowhere"
    assert not Delegation.objects.filter(desk__agency=eve[PRESS_OFFICE], valid_to__isnull=True).exists()


def test_what_opens_later_for_the_ended_agency_answers_to_its_successor(eve: Eve, merged: Handover) -> None:
    plan = eve.plans["viễn thông"]
    plan.refresh_from_db()
    gone = Agency.objects.get(pk=eve[PRESS_OFFICE].pk)
    parts = {"addressee": gone, "drafting": gone}
    opinion = Opinion.objects.first()
    assert opinion is not None
    [child] = engine.start_children(plan, [engine_child(opinion, parts)], SYSTEM_ACTOR, AT)
    assert {part.agency.name for part in child.participations.all()} == {SCIENCE}


def engine_child(opinion: Opinion, parts: dict[str, Agency]) -> Any:
    from workflow.context import Child

    return Child("opinion", opinion.pk, "Hỏi thêm", parts)


def test_a_report_is_prefilled_with_what_came_from_the_predecessor(eve: Eve, merged: Handover) -> None:
    report = Report.objects.get(agency=eve[SCIENCE], duty__plan=eve.plans["chuyển đổi số"].subject_id, started=True)
    assert report.opens_on < MERGED
    lines = prefilled(report).splitlines()
    assert [line[:12] for line in lines] == ["1. Nhiệm vụ ", "2. Nhiệm vụ "]
    assert "50 %" in lines[0]


def test_folding_the_last_answer_ends_the_waiting(eve: Eve, merger: Succession, administrator: Actor) -> None:
    both = eve.plans["hỏi cả hai sở"]
    for opinion in eve.province.below(both, "opinion"):
        if Opinion.objects.get(pk=opinion.subject_id).agency != eve[PRESS_OFFICE]:
            eve.province.take(opinion, "write", kind="agrees", text="")
            eve.province.take(opinion, "sign")
    both.refresh_from_db()
    assert both.state == "consulted"
    succession.apply(merger, administrator, AT)
    both.refresh_from_db()
    assert both.state == "completed", "the successor has answered for both"
    assert audit.verify_all().faults == []
    with pytest.raises(succession.RestsOnIt) as refused:
        succession.undo(merger, administrator, AT)
    assert any("hỏi cả hai sở" in item for item in refused.value.items)


# --- undoing


def test_undoing_puts_every_row_back(eve: Eve, merger: Succession, administrator: Actor) -> None:
    before, work = rows(), queues()
    succession.apply(merger, administrator, AT)
    assert rows() != before
    succession.undo(merger, administrator, AT)
    after = rows()
    for table in before:
        assert after[table] == before[table], table
    assert queues() == work
    assert audit.verify_all().faults == []
    acts = OrganizationEntry.objects.filter(act__startswith="succession_").order_by("sequence")
    assert [entry.act for entry in acts] == ["succession_prepared", "succession_applied", "succession_undone"]


def test_nobody_can_undo_after_a_step_that_rests_on_it(eve: Eve, merger: Succession, administrator: Actor) -> None:
    succession.apply(merger, administrator, AT)
    draft = eve.plans["viễn thông"]
    eve.province.take(draft, "skip_consultation", at=AT, reason="Cấp bách")
    before = rows()
    with pytest.raises(succession.RestsOnIt) as refused:
        succession.undo(merger, administrator, AT)
    assert [item for item in refused.value.items if "viễn thông" in item]
    assert rows() == before


# --- and then the district level ends


@pytest.fixture
def levelled(eve: Eve, merged: Handover, administrator: Actor) -> Succession:
    return succession.prepare(
        kind="abolish",
        effective_on=ABOLISHED,
        paper="Luật Tổ chức chính quyền địa phương",
        parts=[Part(eve[DISTRICTS[0]], eve[COMMUNES[0]]), Part(eve[DISTRICTS[1]], eve[COMMUNES[2]])],
        actor=administrator,
        at=AT,
    )


def test_the_district_level_ends_and_nothing_is_lost(eve: Eve, levelled: Succession, administrator: Actor) -> None:
    at = morning(ABOLISHED)
    own = eve.province.below(eve.plans["hỏi các huyện"], "opinion")[0]
    duty = ProcessInstance.objects.filter(
        definition_key="assignment", closed_at__isnull=True, participations__agency=eve[DISTRICTS[0]]
    ).order_by("pk")[0]
    succession.choose(levelled, own, eve[COMMUNES[1]], actor=administrator, at=AT)
    succession.choose(levelled, duty, eve[HEALTH], actor=administrator, at=AT)
    before = queues()

    assert succession.apply_due(morning(ABOLISHED.replace(day=1, month=6))) == 0
    assert succession.apply_due(at) == 1

    folded = set(ProcessInstance.objects.filter(closed_at=at).values_list("pk", flat=True))
    assert queues() == before - type(before)({key: 1 for key in before if key[0] in folded})
    assert held_by(*DISTRICTS, PRESS_OFFICE) == set() and unstaffed(ABOLISHED) == []
    now = _holders()
    assert (now[own.pk], now[duty.pk]) == (COMMUNES[1], HEALTH)
    assert Report.objects.filter(agency__name__in=DISTRICTS, accepted=False, sent_at__isnull=True).count() == 0
    assert audit.verify_all().faults == []
    assert succession.apply_due(at) == 0


def test_two_that_owe_the_same_report_owe_it_once(eve: Eve, merged: Handover, administrator: Actor) -> None:
    """What one of them has sent stays sent; the consolidation waits for nobody who was released."""
    both = succession.prepare(
        kind="merge",
        effective_on=ABOLISHED,
        paper=PAPER,
        parts=[Part(eve[name], eve[COMMUNES[0]]) for name in DISTRICTS],
        actor=administrator,
        at=AT,
    )
    handover = succession.apply(both, administrator, morning(ABOLISHED))
    owed = [Report.objects.get(pk=one.instance.subject_id) for one in _folded(handover, "report")]
    assert [report.duty.plan.title for report in owed] == ["Kế hoạch thông tin cơ sở", "Kế hoạch quản lý báo chí"]
    sent = Report.objects.get(sent_at__isnull=False, duty__plan=eve.plans["chuyển đổi số"].subject_id)
    assert sent.agency_name == DISTRICTS[0] and sent not in owed
    for report in owed:
        consolidated = Consolidation.objects.get(duty__plan=report.duty.plan, period=report.period)
        assert report not in awaited(consolidated)
        assert eve[COMMUNES[0]] in {one.agency for one in awaited(consolidated)}


def _folded(handover: Handover, key: str) -> list[Any]:
    return [moving for moving in handover.folded.values() if moving.instance.definition_key == key]


def test_statements_do_not_grow_with_the_plans(eve: Eve, merger: Succession, administrator: Actor) -> None:
    few = _statements(merger, administrator)
    for number in range(3):
        eve.plan(f"viễn thông {number}")
        eve.in_force(f"bổ sung {number}", agency=HEALTH)
    reporting.open_due(BEFORE)
    again = succession.prepare(
        kind="merge",
        effective_on=MERGED,
        paper=PAPER,
        parts=[Part(eve[PRESS_OFFICE], eve[SCIENCE]), Part(eve[PRESS_OFFICE], eve[CULTURE], eve.press)],
        actor=administrator,
        at=BEFORE,
    )
    batches = 8 if connection.vendor == "sqlite" else 0  # SQLite takes 999 variables a statement
    assert _statements(again, administrator) <= few + batches


def _statements(prepared: Succession, administrator: Actor) -> int:
    with CaptureQueriesContext(connection) as context:
        succession.apply(prepared, administrator, AT)
    succession.undo(prepared, administrator, AT)
    return len(context)


def test_nothing_ends_while_nobody_answers(eve: Eve, merged: Handover, administrator: Actor) -> None:
    ended = succession.prepare(
        kind="abolish",
        effective_on=ABOLISHED,
        paper=PAPER,
        parts=[Part(eve[DISTRICTS[0]]), Part(eve[DISTRICTS[1]], eve[COMMUNES[0]])],
        actor=administrator,
        at=AT,
    )
    before = rows()
    with pytest.raises(succession.NobodyAnswers) as refused:
        succession.apply(ended, administrator, morning(ABOLISHED))
    assert all(DISTRICTS[0] in gap for gap in refused.value.gaps)
    assert rows() == before
    assert succession.apply_due(morning(ABOLISHED)) == 0
    assert Agency.objects.get(pk=eve[DISTRICTS[0]].pk).valid_to is None
