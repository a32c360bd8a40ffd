"""The language: what a definition says, how it stands on viewflow, and that viewflow stays the machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import models

from tests.factories import Letter, letters, make_agency, make_holder, morning, write_letter
from tests.factories.organization import FIRST_DAY
from workflow import engine
from workflow.context import Actor, Context, Seen
from workflow.definition import (
    HOLDER,
    SAME,
    Earlier,
    GuardUnmet,
    Machine,
    NoEdge,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    Transition,
    Verdict,
    guard,
    holds,
    missing,
)
from workflow.models import ProcessInstance
from workflow.refusals import NotPossible

AT = morning(FIRST_DAY)


class S(models.TextChoices):
    WRITTEN = "written", "Đang viết"
    CHECKED = "checked", "Đang kiểm tra"
    SIGNED = "signed", "Chờ ký"
    DONE = "done", "Đã xong"


WRITER = Role("page_writer", "người viết", "specialist", Participant("writer", "Cơ quan viết"))
READER = Role("page_reader", "người đọc", "head", Participant("writer", "Cơ quan viết"))


@guard("đã có tên")
def is_named(context: Context) -> Verdict:
    return holds("có tên") if context.inputs.get("name") else missing("Hãy đặt tên.")


class Page(ProcessDefinition):
    key = "page"
    title = "Trang"
    subject = "workflow.Person"
    starts_by = WRITER
    states, initial, final = S, S.WRITTEN, (S.DONE,)
    stages = {
        S.WRITTEN: Stage(assigned_to=WRITER),
        S.CHECKED: Stage(assigned_to=READER),
        S.SIGNED: Stage(assigned_to=READER),
    }
    submit = Transition("Trình", S.WRITTEN, S.CHECKED, by=WRITER, guards=[is_named])
    edit = Transition("Sửa", (S.WRITTEN, S.CHECKED), SAME, by=HOLDER)
    go_back = Transition("Trả lại", (S.CHECKED, S.SIGNED), Earlier((S.WRITTEN, S.CHECKED)), by=READER)
    forward = Transition("Chuyển ký", S.CHECKED, S.SIGNED, by=READER)
    sign = Transition("Ký", S.SIGNED, S.DONE, by=READER)


def machine(state: str, **inputs: str) -> Machine:
    instance = ProcessInstance(definition_key="page", definition_version=1, state=state)
    return Page.machine(Context(instance, Page, Page.submit, Actor(), AT, inputs=inputs))


def test_a_step_has_the_name_of_its_attribute() -> None:
    assert [step.name for step in Page.steps.values()] == ["submit", "edit", "go_back", "forward", "sign"]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (S.WRITTEN, ["submit", "edit"]),
        (S.CHECKED, ["edit", "go_back", "forward"]),
        (S.SIGNED, ["go_back", "sign"]),
        (S.DONE, []),
    ],
)
def test_viewflow_says_what_leaves_a_state(state: str, names: list[str]) -> None:
    assert machine(state).available() == names


def test_a_target_may_be_one_of_the_earlier_states() -> None:
    assert machine(S.CHECKED).targets("go_back") == (S.WRITTEN,)
    assert set(machine(S.SIGNED).targets("go_back")) == {S.WRITTEN, S.CHECKED}
    assert machine(S.CHECKED).targets("edit") == (S.CHECKED,)


def test_a_step_moves_the_instance() -> None:
    moved = machine(S.WRITTEN, name="Trang một")

    moved.move("submit", S.CHECKED)

    assert moved.context.instance.state == S.CHECKED
    assert moved.context.facts == {"is_named": "có tên"}


def test_an_unmet_guard_keeps_the_state_and_says_what_is_missing() -> None:
    kept = machine(S.WRITTEN)

    with pytest.raises(GuardUnmet) as refused:
        kept.move("submit", S.CHECKED)

    assert kept.context.instance.state == S.WRITTEN
    assert refused.value.guard is is_named
    assert refused.value.verdict.missing == ("Hãy đặt tên.",)


@pytest.mark.parametrize(
    ("state", "name", "target"),
    [(S.SIGNED, "submit", S.CHECKED), (S.WRITTEN, "submit", S.DONE), (S.WRITTEN, "fly", S.DONE)],
    ids=["from another state", "to another state", "no such step"],
)
def test_what_is_no_edge_is_no_move(state: str, name: str, target: str) -> None:
    with pytest.raises(NoEdge):
        machine(state, name="x").move(name, target)


def test_whoever_holds_the_file_is_the_post_of_the_stage() -> None:
    assert Page.actor_of(Page.edit, S.WRITTEN) is WRITER
    assert Page.actor_of(Page.edit, S.CHECKED) is READER
    assert Page.actor_of(Page.sign, S.SIGNED) is READER
    assert Page.roles() == {WRITER, READER}


# --- viewflow is the machine: what it does not know cannot be done


@pytest.fixture
def submitted_letter(db: None) -> Iterator[tuple[ProcessInstance, Actor]]:
    with letters():
        agency = make_agency()
        writer, head = make_holder(agency, "specialist"), make_holder(agency, "head")
        letter = write_letter(agency, writer, at=AT)
        engine.fire(
            instance_id=letter.uuid, transition="submit", actor=Actor.of(writer.accounts.get()), at=AT, seen=Seen(0)
        )
        yield letter, Actor.of(head.accounts.get())


def test_nobody_can_take_a_step_whose_edge_viewflow_does_not_know(
    submitted_letter: tuple[ProcessInstance, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, head = submitted_letter
    edges = vars(Letter.machine)["sign__to__signed"]._transitions
    monkeypatch.delitem(edges, "submitted")

    with pytest.raises(NotPossible) as refused:
        engine.fire(instance_id=letter.uuid, transition="sign", actor=head, at=AT, seen=Seen(1))

    assert str(refused.value) == "Không thể “Ký” khi hồ sơ đang ở trạng thái “Đã trình”."
    letter.refresh_from_db()
    assert (letter.state, letter.revision) == ("submitted", 1)
    assert letter.entries.count() == 2


def test_the_same_step_is_taken_while_viewflow_knows_its_edge(submitted_letter: tuple[ProcessInstance, Actor]) -> None:
    letter, head = submitted_letter

    answer = engine.fire(instance_id=letter.uuid, transition="sign", actor=head, at=AT, seen=Seen(1))

    assert answer.state == "signed"
