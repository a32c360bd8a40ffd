"""Taking a file back while nobody it went to has opened it; and the same step of many files."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.db import models

from tests.factories import appoint, make_account, make_agency, make_holder, morning
from workflow import engine, opening, queries, registry
from workflow.context import Actor, Seen
from workflow.definition import (
    SYSTEM,
    DefinitionError,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    TakeBack,
    Transition,
)
from workflow.models import AccessEntry, AuditEntry, Person, ProcessInstance, Task
from workflow.refusals import AlreadyOpened, NotPossible, NotSentByYou, NotYours, Stale

DAY = date(2026, 3, 10)
AT = morning(DAY)
HOUSE = Participant("house", "Cơ quan")
WRITER = Role("memo_writer", "chuyên viên", "specialist", HOUSE)
HEAD = Role("memo_head", "thủ trưởng", "head", HOUSE)
CLERK = Role("memo_clerk", "văn thư", "clerk", HOUSE)


class M(models.TextChoices):
    DRAFT = "draft", "Đang viết"
    REVISED = "revised", "Đang sửa"
    SENT = "sent", "Chờ ký"
    SIGNED = "signed", "Chờ gửi"
    GONE = "gone", "Đã gửi"


class MemoProcess(ProcessDefinition):
    key, title, subject = "memo", "Phiếu", "workflow.Person"
    starts_by = WRITER
    states, initial, final = M, M.DRAFT, (M.GONE,)
    stages = {
        M.DRAFT: Stage(assigned_to=WRITER),
        M.REVISED: Stage(assigned_to=WRITER),
        M.SENT: Stage(assigned_to=HEAD),
        M.SIGNED: Stage(assigned_to=CLERK),
    }
    send = Transition("Trình", (M.DRAFT, M.REVISED), M.SENT, by=WRITER)
    return_ = Transition("Trả lại", M.SENT, M.REVISED, by=HEAD)
    sign = Transition("Ký", M.SENT, M.SIGNED, by=HEAD, not_by=["send"])
    post = Transition("Gửi", M.SIGNED, M.GONE, by=CLERK)
    take_back = TakeBack("Lấy lại", of=["send", "sign"])


@dataclass
class Office:
    writer: Person
    head: Person
    clerk: Person

    def memo(self) -> ProcessInstance:
        return engine.start(
            definition_key="memo",
            subject_id=self.writer.pk,
            title="Phiếu",
            agencies={"house": self.writer.appointments.get().desk.agency},
            actor=Actor.of(self.writer.accounts.get()),
            at=AT,
        )


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    registry.register(MemoProcess)
    house = make_agency("Sở Thử nghiệm")
    yield Office(*(make_holder(house, post) for post in ("specialist", "head", "clerk")))
    registry.unregister(MemoProcess)


def take(memo: ProcessInstance, name: str, person: Person) -> str:
    memo.refresh_from_db()
    actor = Actor.of(person.accounts.order_by("pk")[0])
    return engine.fire(instance_id=memo.uuid, transition=name, actor=actor, at=AT, seen=Seen(memo.revision)).state


def test_who_sent_it_takes_it_back_to_where_it_came_from(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)

    assert take(memo, "take_back", office.writer) == M.DRAFT

    assert take(memo, "send", office.writer) == M.SENT
    take(memo, "return_", office.head)
    take(memo, "send", office.writer)
    assert take(memo, "take_back", office.writer) == M.REVISED
    waiting = Task.objects.get(instance=memo, status=Task.Status.OPEN)
    assert waiting.desk == office.writer.appointments.get().desk


def test_nobody_else_takes_it_back(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)
    colleague = make_holder(office.writer.appointments.get().desk.agency, "specialist")

    for person in (office.head, office.clerk, colleague):
        with pytest.raises(NotSentByYou):
            take(memo, "take_back", person)


def test_the_sender_cannot_take_back_what_the_receiver_has_opened(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)
    opening.opened(instances=[memo.uuid], account=office.head.accounts.get(), at=AT + timedelta(minutes=5))

    with pytest.raises(AlreadyOpened) as refused:
        take(memo, "take_back", office.writer)

    assert str(office.head) in str(refused.value)
    assert "10/03/2026 09:05" in str(refused.value)


def test_only_the_receiver_s_look_counts_and_each_look_is_recorded(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)
    for person in (office.writer, office.clerk):
        opening.opened(instances=[memo.uuid], account=person.accounts.get(), at=AT)

    assert AccessEntry.objects.filter(instance=memo).count() == 2
    assert take(memo, "take_back", office.writer) == M.DRAFT


def test_who_stands_in_for_the_receiver_has_not_opened_what_they_sent(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)
    appoint(office.writer, office.head.appointments.get().desk.agency, "head")

    opening.opened(instances=[memo.uuid], account=office.writer.accounts.get(), at=AT)

    assert take(memo, "take_back", office.writer) == M.DRAFT


def test_what_was_opened_before_it_came_back_does_not_count_later(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)
    opening.opened(instances=[memo.uuid], account=office.head.accounts.get(), at=AT)
    take(memo, "return_", office.head)
    take(memo, "send", office.writer)

    assert take(memo, "take_back", office.writer) == M.REVISED


def test_it_cannot_be_taken_back_where_nobody_sent_it_or_after_the_next_step(office: Office) -> None:
    memo = office.memo()
    with pytest.raises(NotPossible):
        take(memo, "take_back", office.writer)
    take(memo, "send", office.writer)
    take(memo, "sign", office.head)
    with pytest.raises(NotSentByYou):
        take(memo, "take_back", office.writer)

    assert take(memo, "take_back", office.head) == M.SENT


def test_who_left_the_post_takes_nothing_back(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)
    office.writer.appointments.update(valid_to=DAY - timedelta(days=1))

    with pytest.raises(NotYours):
        take(memo, "take_back", office.writer)


def test_a_second_account_of_the_sender_may(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)
    memo.refresh_from_db()
    second = Actor.of(make_account(office.writer))

    answer = engine.fire(instance_id=memo.uuid, transition="take_back", actor=second, at=AT, seen=Seen(memo.revision))

    assert answer.state == M.DRAFT


def test_the_entry_is_legal_and_the_receiver_s_page_is_out_of_date(office: Office) -> None:
    from workflow import audit

    memo = office.memo()
    take(memo, "send", office.writer)
    before = Seen(memo.revision + 1)
    take(memo, "take_back", office.writer)

    with pytest.raises(Stale):
        engine.fire(
            instance_id=memo.uuid, transition="sign", actor=Actor.of(office.head.accounts.get()), at=AT, seen=before
        )
    memo.refresh_from_db()
    assert audit.verify_instance(memo) == []
    assert AuditEntry.objects.filter(instance=memo).latest("revision").from_state == M.SENT


def test_it_is_offered_to_who_sent_it_alone(office: Office) -> None:
    memo = office.memo()
    take(memo, "send", office.writer)
    memo.refresh_from_db()

    def offered(person: Person) -> list[str]:
        return [a.name for a in queries.actions(memo, Actor.of(person.accounts.get()), AT)]

    assert offered(office.writer) == ["take_back"]
    assert offered(office.head) == ["return_", "sign"]
    opening.opened(instances=[memo.uuid], account=office.head.accounts.get(), at=AT)
    assert offered(office.writer) == []


def test_what_the_system_sends_or_where_nobody_holds_it_cannot_be_taken_back() -> None:
    def define(**changed: object) -> None:
        kept = {name: value for name, value in vars(MemoProcess).items() if not name.startswith("__")}
        del kept["machine"], kept["steps"]
        steps = {
            "send": Transition("Trình", (M.DRAFT, M.REVISED), M.SENT, by=WRITER),
            "post": Transition("Gửi", M.SIGNED, M.GONE, by=CLERK),
        }
        type(MemoProcess)("Broken", (ProcessDefinition,), {**kept, **steps, **changed})

    define(take_back=TakeBack("Lấy lại", of=["send"]))
    lapse = Transition("Hết hạn", M.SENT, M.SIGNED, by=SYSTEM)
    for of, fault in (["unknown"], "bad_take_back"), (["post"], "after_end"), (["lapse"], "bad_take_back"):
        with pytest.raises(DefinitionError) as error:
            define(lapse=lapse, take_back=TakeBack("Lấy lại", of=of))
        assert error.value.fault == fault


# --- many at once


def test_many_files_are_answered_one_by_one(office: Office) -> None:
    memos = [office.memo() for _ in range(3)]
    take(memos[1], "send", office.writer)
    items = [engine.Item(memo.uuid, Seen(0)) for memo in memos]

    answers = engine.fire_many(
        items=items,
        transition="send",
        actor=Actor.of(office.writer.accounts.get()),
        at=AT,
        command_id=uuid.uuid4(),
    )

    assert [answer.instance for answer in answers] == [memo.uuid for memo in memos]
    assert [answer.answer and answer.answer.state for answer in answers] == [M.SENT, None, M.SENT]
    assert isinstance(answers[1].refusal, Stale)


def test_the_same_command_again_gives_the_same_answers(office: Office) -> None:
    memos = [office.memo() for _ in range(2)]
    command = {
        "items": [engine.Item(memo.uuid, Seen(0)) for memo in memos],
        "transition": "send",
        "actor": Actor.of(office.writer.accounts.get()),
        "at": AT,
        "command_id": uuid.uuid4(),
    }

    first, second = engine.fire_many(**command), engine.fire_many(**command)

    assert [replace(item.answer, repeated=True) for item in first] == [item.answer for item in second]
    assert AuditEntry.objects.filter(transition="send").count() == 2


def test_only_steps_that_all_can_take_are_offered_for_all(office: Office) -> None:
    memos = [office.memo() for _ in range(3)]
    for memo in memos[:2]:
        take(memo, "send", office.writer)
    for memo in memos:
        memo.refresh_from_db()

    def offered(person: Person, rows: list[ProcessInstance]) -> list[str]:
        return [a.name for a in queries.common_actions(rows, Actor.of(person.accounts.get()), AT)]

    assert offered(office.head, memos[:2]) == ["return_", "sign"]
    assert offered(office.head, memos) == []
    assert offered(office.writer, memos) == []
    assert offered(office.writer, memos[2:]) == ["send"]
    assert offered(office.writer, []) == []
