"""Joins: when a parent goes on, with all answers, with enough of them, or when its own time is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import models

from tests.factories import make_agency, make_holder, morning
from workflow import deadlines, engine, opening, registry
from workflow.context import Actor, Child, Context, Seen
from workflow.deadline_rules import calendar_days
from workflow.definition import (
    SAME,
    SYSTEM,
    DefinitionError,
    Outcome,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    Transition,
    quorum,
    service,
)
from workflow.models import Agency, AuditEntry, Person, ProcessInstance, Task

DAY = date(2026, 3, 10)
AT = morning(DAY)
HOUSE = Participant("house", "Cơ quan hỏi")
ASKED = Participant("asked", "Cơ quan được hỏi")
CHAIR = Role("join_chair", "thủ trưởng", "head", HOUSE)
MEMBER = Role("join_member", "thành viên", "specialist", ASKED)


@service("gửi phiếu cho từng thành viên")
def send_slips(context: Context) -> None:
    context.start_children(
        Child("slip", context.subject.pk, "Phiếu", {"asked": agency})
        for agency in Agency.objects.filter(code__startswith="member")
    )


class Slip(models.TextChoices):
    OPEN = "open", "Chưa trả lời"
    SILENT = "silent", "Quá hạn, còn nhận trả lời muộn"
    YES = "yes", "Đồng ý"
    NO = "no", "Không đồng ý"
    CANCELLED = "cancelled", "Không còn phải trả lời"


class SlipProcess(ProcessDefinition):
    """One member's answer; silent after a day, and still open to a late one."""

    key, title, subject = "slip", "Phiếu lấy ý kiến", "workflow.Person"
    states, initial, final = Slip, Slip.OPEN, (Slip.YES, Slip.NO, Slip.CANCELLED)
    settled = (Slip.SILENT,)
    stages = {
        Slip.OPEN: Stage(assigned_to=MEMBER, deadline=calendar_days(1, then="fall_silent")),
        Slip.SILENT: Stage(assigned_to=MEMBER),
    }
    agree = Transition("Đồng ý", (Slip.OPEN, Slip.SILENT), Slip.YES, by=MEMBER)
    refuse = Transition("Không đồng ý", (Slip.OPEN, Slip.SILENT), Slip.NO, by=MEMBER)
    fall_silent = Transition("Hết hạn", Slip.OPEN, Slip.SILENT, by=SYSTEM)
    cancel = Transition("Không còn phải trả lời", (Slip.OPEN, Slip.SILENT), Slip.CANCELLED, by=SYSTEM)


class V(models.TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    VOTED = "voted", "Đang lấy ý kiến"
    CARRIED = "carried", "Đã đủ phiếu"
    FAILED = "failed", "Không đủ phiếu"
    CLOSED = "closed", "Đã xong"


class VoteProcess(ProcessDefinition):
    """Two yes carry it; all answers without them fail it; after ten days it fails by itself."""

    key, title, subject = "vote", "Lấy ý kiến thành viên", "workflow.Person"
    starts_by = CHAIR
    states, initial, final = V, V.DRAFT, (V.CLOSED,)
    stages = {
        V.DRAFT: Stage(assigned_to=CHAIR),
        V.VOTED: Stage(assigned_to=SYSTEM, deadline=calendar_days(10, then="run_out")),
        V.CARRIED: Stage(assigned_to=CHAIR),
        V.FAILED: Stage(assigned_to=CHAIR),
    }
    ask = Transition("Gửi phiếu", V.DRAFT, V.VOTED, by=CHAIR, does=[send_slips])
    lost = Outcome("Không đủ phiếu", V.VOTED, V.FAILED, child="slip")
    carried_ = Outcome("Đủ phiếu", V.VOTED, V.CARRIED, child="slip", ends=["yes"], enough=quorum(2))
    run_out = Transition("Hết thời gian", V.VOTED, V.FAILED, by=SYSTEM)
    ask_again = Transition("Gửi lại phiếu", (V.CARRIED, V.FAILED), V.VOTED, by=CHAIR, does=[send_slips])
    note = Transition("Ghi chú", V.VOTED, SAME, by=CHAIR)
    close = Transition("Kết thúc", (V.CARRIED, V.FAILED), V.CLOSED, by=CHAIR)


@dataclass
class Vote:
    """A vote of four members, one agency each."""

    chair: Person
    members: Sequence[Person]
    row: ProcessInstance

    def fire(self, name: str, *, at=AT) -> None:  # type: ignore[no-untyped-def]
        engine.fire(
            instance_id=self.row.uuid,
            transition=name,
            actor=Actor.of(self.chair.accounts.get()),
            at=at,
            seen=Seen(self.now().revision),
        )

    def answer(self, number: int, name: str, *, latest: bool = True, at=AT) -> None:  # type: ignore[no-untyped-def]
        person = self.members[number]
        slips = ProcessInstance.objects.filter(
            parent=self.row, participations__agency__desks__appointments__person=person
        ).order_by("-pk" if latest else "pk")
        slip = slips[0]
        engine.fire(
            instance_id=slip.uuid,
            transition=name,
            actor=Actor.of(person.accounts.get()),
            at=at,
            seen=Seen(slip.revision),
        )

    def now(self) -> ProcessInstance:
        return ProcessInstance.objects.get(pk=self.row.pk)

    @property
    def state(self) -> str:
        return str(self.now().state)


@pytest.fixture
def vote(db: None) -> Iterator[Vote]:
    for definition in (SlipProcess, VoteProcess):
        registry.register(definition)
    house = make_agency("Ủy ban nhân dân tỉnh")
    chair = make_holder(house, "head")
    members = [make_holder(make_agency(code=f"member-{n}"), "specialist") for n in range(4)]
    row = engine.start(
        definition_key="vote",
        subject_id=chair.pk,
        title="Lấy ý kiến",
        agencies={"house": house},
        actor=Actor.of(chair.accounts.get()),
        at=AT,
    )
    yield Vote(chair, members, row)
    for definition in (SlipProcess, VoteProcess):
        registry.unregister(definition)


def test_enough_answers_carry_it_before_all_have_come(vote: Vote) -> None:
    vote.fire("ask")
    vote.answer(0, "agree")
    vote.answer(1, "refuse")
    assert vote.state == V.VOTED

    vote.answer(2, "agree")

    assert vote.state == V.CARRIED
    last = AuditEntry.objects.filter(instance=vote.row).latest("revision")
    assert (last.transition, last.person, last.facts) == ("carried_", None, {"because_of": "slip.agree"})


def test_all_answers_without_enough_of_them_fail_it(vote: Vote) -> None:
    vote.fire("ask")
    for number, name in enumerate(["agree", "refuse", "refuse", "refuse"]):
        assert vote.state == V.VOTED
        vote.answer(number, name)

    assert vote.state == V.FAILED


def test_the_last_answer_may_be_the_one_that_is_enough(vote: Vote) -> None:
    vote.fire("ask")
    for number, name in enumerate(["agree", "refuse", "refuse", "agree"]):
        vote.answer(number, name)

    assert vote.state == V.CARRIED


def test_silence_is_an_answer_and_a_late_one_is_kept_but_moves_nothing(vote: Vote) -> None:
    vote.fire("ask")
    vote.answer(0, "refuse")
    deadlines.fire_due(AT + timedelta(days=2))
    assert vote.state == V.FAILED

    late = AT + timedelta(days=3)
    vote.answer(1, "agree", at=late)
    vote.answer(2, "agree", at=late)

    assert vote.state == V.FAILED
    states = list(ProcessInstance.objects.filter(parent=vote.row).order_by("pk").values_list("state", flat=True))
    assert states == [Slip.NO, Slip.YES, Slip.YES, Slip.SILENT]
    assert AuditEntry.objects.filter(instance=vote.row).latest("revision").transition == "lost"


def test_a_late_answer_to_an_earlier_round_does_not_count_in_the_next(vote: Vote) -> None:
    vote.fire("ask")
    deadlines.fire_due(AT + timedelta(days=2))
    assert vote.state == V.FAILED
    late = AT + timedelta(days=3)
    vote.fire("ask_again", at=late)

    vote.answer(0, "agree", latest=False, at=late)
    vote.answer(1, "agree", latest=False, at=late)
    assert vote.state == V.VOTED

    vote.answer(0, "agree", at=late)
    assert vote.state == V.VOTED
    vote.answer(1, "agree", at=late)
    assert vote.state == V.CARRIED


def test_answers_of_an_earlier_round_that_are_still_open_hold_up_no_later_one(vote: Vote) -> None:
    vote.fire("ask")
    vote.answer(0, "agree")
    vote.answer(1, "agree")
    vote.fire("ask_again")
    vote.answer(2, "refuse", latest=False)
    assert vote.state == V.VOTED

    for number in range(4):
        vote.answer(number, "refuse")

    assert vote.state == V.FAILED
    assert ProcessInstance.objects.filter(parent=vote.row, state=Slip.OPEN).count() == 1


def test_the_last_of_an_earlier_round_ends_no_later_one(vote: Vote) -> None:
    vote.fire("ask")
    vote.answer(0, "agree")
    vote.answer(1, "agree")
    vote.fire("ask_again")

    for number in (2, 3):
        vote.answer(number, "refuse", latest=False)

    assert vote.state == V.VOTED


def test_who_fell_silent_may_still_be_the_one_that_is_enough_while_others_are_waited_for(vote: Vote) -> None:
    vote.fire("ask")
    late = AT + timedelta(days=3)
    slips = ProcessInstance.objects.filter(parent=vote.row).order_by("pk")
    Task.objects.filter(instance__in=[slips[2].pk, slips[3].pk]).update(next_mark_at=None)
    deadlines.fire_due(late)
    assert [slip.state for slip in slips] == [Slip.SILENT, Slip.SILENT, Slip.OPEN, Slip.OPEN]

    vote.answer(0, "agree", at=late)
    assert vote.state == V.VOTED
    vote.answer(1, "agree", at=late)

    assert vote.state == V.CARRIED


def test_a_step_that_stays_begins_no_new_round(vote: Vote) -> None:
    vote.fire("ask")
    vote.answer(0, "agree")
    vote.fire("note")

    vote.answer(1, "agree")

    assert vote.state == V.CARRIED


def test_the_join_itself_ends_when_its_time_is_over(vote: Vote) -> None:
    vote.fire("ask")
    waiting = Task.objects.get(instance=vote.row, status=Task.Status.OPEN)
    assert (waiting.desk_id, waiting.due_at and waiting.due_at.date()) == (None, DAY + timedelta(days=10))
    vote.answer(0, "agree")
    ProcessInstance.objects.filter(parent=vote.row, state=Slip.OPEN)[0].tasks.update(next_mark_at=None)

    deadlines.fire_due(AT + timedelta(days=11))

    last = AuditEntry.objects.filter(instance=vote.row).order_by("-revision")[0]
    assert (vote.state, last.transition) == (V.FAILED, "run_out")
    assert Task.objects.get(instance=vote.row, status=Task.Status.OPEN).desk_id is not None


def test_a_quorum_says_what_it_counts_and_what_happens_when_it_is_missed() -> None:
    def define(ends: Sequence[str], with_rest: bool) -> None:
        rest = {"lost": Outcome("Không đủ", V.VOTED, V.FAILED, child="slip")} if with_rest else {}
        enough = Outcome("Đủ phiếu", V.VOTED, V.CARRIED, child="slip", ends=ends, enough=quorum(2))
        kept = {name: value for name, value in vars(VoteProcess).items() if not name.startswith("__")}
        del kept["machine"], kept["steps"], kept["lost"], kept["carried_"]
        type(VoteProcess)("Broken", (ProcessDefinition,), {**kept, "carried_": enough, **rest})

    define(["yes"], with_rest=True)
    for ends, with_rest in (([], True), (["yes"], False)):
        with pytest.raises(DefinitionError) as error:
            define(ends, with_rest)
        assert error.value.fault == "bad_quorum"


def test_what_the_system_handed_over_is_opened_like_anything_else(vote: Vote) -> None:
    vote.fire("ask")
    vote.answer(0, "agree")
    vote.answer(1, "agree")

    opening.opened(instances=[vote.row.uuid], account=vote.chair.accounts.get(), at=AT)

    assert Task.objects.get(instance=vote.row, status=Task.Status.OPEN).seen_by == vote.chair
