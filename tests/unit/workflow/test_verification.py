"""Each fault that a definition can have is refused when it is declared, by its name and with the path that shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models

from workflow import registry
from workflow.checks import definitions_fit
from workflow.cross_verification import verify_together
from workflow.deadline_rules import after, calendar_days, given_day, working_days
from workflow.definition import (
    HOLDER,
    SAME,
    SYSTEM,
    DefinitionError,
    Earlier,
    Outcome,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    Transition,
    guard,
    holds,
)
from workflow.inputs import Input


class S(models.TextChoices):
    FIRST = "first", "Một"
    SECOND = "second", "Hai"
    LAST = "last", "Cuối"


OWN = Participant("own", "Cơ quan mình")
WRITER = Role("fault_writer", "người viết", "specialist", OWN)
HEAD = Role("fault_head", "thủ trưởng", "head", OWN)


@guard("luôn đúng")
def always(context: Any) -> Any:
    return holds()


def sound(**changes: Any) -> type[ProcessDefinition]:
    """A definition without fault, but for `changes`; None takes an attribute away."""
    body: dict[str, Any] = {
        "key": "sound",
        "title": "Mẫu",
        "subject": "workflow.Person",
        "starts_by": WRITER,
        "states": S,
        "initial": S.FIRST,
        "final": (S.LAST,),
        "stages": {S.FIRST: Stage(assigned_to=WRITER), S.SECOND: Stage(assigned_to=HEAD)},
        "submit": Transition("Trình", S.FIRST, S.SECOND, by=WRITER),
        "sign": Transition("Ký", S.SECOND, S.LAST, by=HEAD),
    }
    body |= changes
    steps = {name: value for name, value in body.items() if value is not None}
    return type(ProcessDefinition)("Faulty", (ProcessDefinition,), steps_named(steps))


def steps_named(body: dict[str, Any]) -> Any:
    namespace = type(ProcessDefinition).__prepare__("Faulty", (ProcessDefinition,))
    for name, value in body.items():
        namespace[name] = value
    return namespace


def stages(**changes: Stage | None) -> dict[str, Stage]:
    found = {"first": Stage(assigned_to=WRITER), "second": Stage(assigned_to=HEAD)} | changes
    return {state: stage for state, stage in found.items() if stage is not None}


def test_the_pattern_itself_is_sound() -> None:
    assert sound().key == "sound"


def by_head(*sources: str, target: Any = S.LAST, title: str = "Ký", **options: Any) -> Transition:
    return Transition(title, sources or (S.SECOND,), target, by=HEAD, **options)


def by_system(*sources: str, target: Any = S.LAST, **options: Any) -> Transition:
    return Transition("Tự động", sources, target, by=SYSTEM, **options)


def timed(rule: Any) -> dict[str, Stage]:
    return stages(second=Stage(assigned_to=HEAD, deadline=rule))


Faulty = Callable[[], type[ProcessDefinition]]

FAULTS: list[tuple[str, str, Faulty, tuple[str, ...]]] = [
    ("a start that is no state", "unknown_state", lambda: sound(initial="nowhere"), ()),
    ("an end that is no state", "unknown_state", lambda: sound(final=(S.LAST, "nowhere")), ()),
    ("a stage of no state", "unknown_state", lambda: sound(stages=stages(nowhere=Stage(assigned_to=HEAD))), ()),
    ("a step to no state", "unknown_state", lambda: sound(sign=by_head(target="nowhere")), ("second", "nowhere")),
    ("a step from no state", "unknown_state", lambda: sound(go=by_head("nowhere")), ("nowhere", "last")),
    (
        "a way back to no state",
        "unknown_state",
        lambda: sound(back=by_head(target=Earlier(("first", "second", "nowhere")))),
        ("nowhere",),
    ),
    ("no start", "no_start", lambda: sound(initial=()), ()),
    ("no end", "no_end", lambda: sound(final=()), ()),
    ("barred by an unknown step", "unknown_transition", lambda: sound(sign=by_head(not_by=["submitt"])), ()),
    (
        "barred by an outcome",
        "unknown_transition",
        lambda: sound(done=Outcome("Xong", S.SECOND, S.LAST, child="x"), sign=by_head(not_by=["done"])),
        (),
    ),
    ("a step named as the start", "reserved_name", lambda: sound(start=by_head(title="Bắt đầu")), ()),
    ("a step named as what goes on", "reserved_name", lambda: sound(revive=by_head(title="Mở lại")), ()),
    ("a step named as the reminder", "reserved_name", lambda: sound(overdue=by_head(title="Trễ")), ()),
    (
        "an input named as the target",
        "reserved_name",
        lambda: sound(sign=by_head(needs=[Input("target", "Chuyển đến")])),
        (),
    ),
    ("nobody holds a state", "no_stage", lambda: sound(stages=stages(second=None)), ("first", "second")),
    ("work after the end", "stage_after_end", lambda: sound(stages=stages(last=Stage(assigned_to=HEAD))), ()),
    ("held by whoever holds it", "no_holder", lambda: sound(stages=stages(second=Stage(HOLDER))), ("second",)),
    ("opened by whoever holds it", "no_holder", lambda: sound(starts_by=HOLDER), ()),
    (
        "one source twice",
        "shadowed",
        lambda: sound(sign=by_head(S.SECOND, S.SECOND)),
        ("second", "last"),
    ),
    (
        "one way back twice",
        "shadowed",
        lambda: sound(back=by_head(target=Earlier(("first", "first", "second")))),
        ("second", "first"),
    ),
    (
        "two outcomes of every end",
        "shadowed",
        lambda: sound(
            one=Outcome("Một", S.SECOND, S.LAST, child="x"), two=Outcome("Hai", S.SECOND, S.FIRST, child="x")
        ),
        ("second",),
    ),
    (
        "two outcomes of one end",
        "shadowed",
        lambda: sound(
            one=Outcome("Một", S.SECOND, S.LAST, child="x", ends=["a", "b"]),
            two=Outcome("Hai", S.SECOND, S.FIRST, child="x", ends=["b"]),
        ),
        ("second",),
    ),
    (
        "an outcome of every end after one of some",
        "shadowed",
        lambda: sound(
            one=Outcome("Một", S.SECOND, S.LAST, child="x", ends=["a"]),
            two=Outcome("Hai", S.SECOND, S.FIRST, child="x"),
        ),
        ("second",),
    ),
    (
        "an outcome of some ends after one of every end",
        "shadowed",
        lambda: sound(
            one=Outcome("Một", S.SECOND, S.LAST, child="x"),
            two=Outcome("Hai", S.SECOND, S.FIRST, child="x", ends=["a"]),
        ),
        ("second",),
    ),
    (
        "back from the first",
        "no_target",
        lambda: sound(back=Transition("Trả", S.FIRST, Earlier(("first", "second")), by=WRITER)),
        ("first",),
    ),
    (
        "an outcome that chooses",
        "unclear_target",
        lambda: sound(done=Outcome("Xong", S.LAST, Earlier(("first", "second")), child="x")),
        ("last",),
    ),
    (
        "back to an end",
        "back_to_end",
        lambda: sound(back=by_head(target=Earlier(("first", "last")))),
        ("last",),
    ),
    ("a start at the end", "after_end", lambda: sound(initial=(S.FIRST, S.LAST)), ("last",)),
    ("a step after the end", "after_end", lambda: sound(again=by_head(S.LAST, target=S.FIRST)), ("last", "first")),
    ("staying at the end", "after_end", lambda: sound(note=by_head(S.LAST, target=SAME)), ("last", "last")),
    (
        "no way in",
        "unreachable",
        lambda: sound(submit=by_head(S.FIRST, title="Trình", target=S.LAST)),
        ("second",),
    ),
    (
        "no way in but from itself",
        "unreachable",
        lambda: sound(submit=Transition("Trình", S.FIRST, S.LAST, by=WRITER), stay=by_head(target=SAME)),
        ("second", "second"),
    ),
    (
        "no way out",
        "no_end",
        lambda: sound(
            sign=by_head(target=S.FIRST),
            jump=Transition("Nhảy", S.FIRST, S.LAST, by=WRITER),
            states=Island,
            stages=stages(island=Stage(WRITER)),
            sail=Transition("Đi", S.FIRST, "island", by=WRITER),
        ),
        ("first", "island"),
    ),
    (
        "no way out but by the process above",
        "no_end",
        lambda: sound(sign=by_head(target=S.FIRST), cancel=by_system(S.FIRST, S.SECOND)),
        ("first",),
    ),
    (
        "the holder can do nothing",
        "idle_holder",
        lambda: sound(stages=stages(second=Stage(assigned_to=WRITER))),
        ("first", "second"),
    ),
    ("a timer that is no step", "bad_timer", lambda: sound(stages=timed(working_days(2, then="expire"))), ("second",)),
    ("a timer of a person", "bad_timer", lambda: sound(stages=timed(working_days(2, then="sign"))), ("second",)),
    (
        "a timer of another state",
        "bad_timer",
        lambda: sound(stages=timed(given_day(then="expire")), expire=by_system(S.FIRST)),
        ("second",),
    ),
    (
        "a timer with a condition",
        "bad_timer",
        lambda: sound(stages=timed(given_day(then="expire")), expire=by_system(S.SECOND, guards=[always])),
        ("second",),
    ),
    (
        "a timer that asks",
        "bad_timer",
        lambda: sound(
            stages=timed(given_day(then="expire")), expire=by_system(S.SECOND, needs=[Input("why", "Lý do")])
        ),
        ("second",),
    ),
    (
        "reminders not in order",
        "bad_reminder",
        lambda: sound(stages=timed(working_days(9, reminds=(1, 3)))),
        ("second",),
    ),
    (
        "a reminder of the end",
        "bad_reminder",
        lambda: sound(stages=timed(given_day(reminds=(3, 0)))),
        ("second",),
    ),
    (
        "a ladder that goes down",
        "bad_ladder",
        lambda: sound(stages=timed(working_days(9, escalates_to=[after(3, HEAD), after(1, WRITER)]))),
        ("second",),
    ),
    (
        "a rung before the end",
        "bad_ladder",
        lambda: sound(stages=timed(working_days(9, escalates_to=[after(-1, HEAD)]))),
        ("second",),
    ),
    (
        "a rung after the file has gone on",
        "bad_ladder",
        lambda: sound(
            stages=timed(given_day(then="expire", escalates_to=[after(2, HEAD)])), expire=by_system(S.SECOND)
        ),
        ("second",),
    ),
    ("no time at all", "bad_timer", lambda: sound(stages=timed(calendar_days(0))), ("second",)),
    (
        "a deadline for nobody",
        "bad_timer",
        lambda: sound(stages=stages(second=Stage(assigned_to=SYSTEM, deadline=working_days(1)))),
        ("second",),
    ),
    ("cancelled by a person", "bad_cancel", lambda: sound(cancel=by_head(title="Dừng")), ()),
    ("cancelling asks", "bad_cancel", lambda: sound(cancel=by_system(S.SECOND, needs=[Input("why", "Lý do")])), ()),
    ("cancelling has a condition", "bad_cancel", lambda: sound(cancel=by_system(S.SECOND, guards=[always])), ()),
    (
        "cancelling goes on",
        "bad_cancel",
        lambda: sound(cancel=by_system(S.SECOND, target=S.FIRST)),
        ("second", "first"),
    ),
    (
        "asked twice",
        "input_twice",
        lambda: sound(sign=by_head(needs=[Input("note", "Ghi chú"), Input("note", "Lý do")])),
        (),
    ),
    (
        "the system kept from a step",
        "idle_separation",
        lambda: sound(auto=by_system(S.SECOND, not_by=["submit"])),
        (),
    ),
    (
        "kept by what the system did",
        "idle_separation",
        lambda: sound(auto=by_system(S.SECOND, target=S.FIRST), sign=by_head(not_by=["auto"])),
        (),
    ),
]


class Island(models.TextChoices):
    FIRST = "first", "Một"
    SECOND = "second", "Hai"
    LAST = "last", "Cuối"
    ISLAND = "island", "Đảo"


@pytest.mark.parametrize(("fault", "faulty", "path"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_refused_when_it_is_declared(fault: str, faulty: Faulty, path: tuple[str, ...]) -> None:
    with pytest.raises(DefinitionError) as refused:
        faulty()

    assert (refused.value.fault, refused.value.path) == (fault, path)
    assert refused.value.definition == "Faulty"
    assert " → ".join(path) in str(refused.value)


def test_two_steps_of_one_name_are_refused() -> None:
    with pytest.raises(DefinitionError, match="shadowed: two steps are named sign"):

        class Twice(ProcessDefinition):
            key, title, subject = "twice", "Hai lần", "workflow.Person"
            states, initial, final = S, S.FIRST, (S.LAST,)
            stages = {S.FIRST: Stage(assigned_to=WRITER), S.SECOND: Stage(assigned_to=HEAD)}
            sign = Transition("Trình", S.FIRST, S.SECOND, by=WRITER)
            sign = Transition("Ký", S.SECOND, S.LAST, by=HEAD)


def test_a_step_overwritten_by_something_else_is_refused() -> None:
    with pytest.raises(DefinitionError, match="shadowed"):

        class Overwritten(ProcessDefinition):
            key, title, subject = "overwritten", "Ghi đè", "workflow.Person"
            states, initial, final = S, S.FIRST, (S.LAST,)
            stages = {S.FIRST: Stage(assigned_to=WRITER), S.SECOND: Stage(assigned_to=HEAD)}
            sign = Transition("Trình", S.FIRST, S.SECOND, by=WRITER)
            sign = "Ký"


# --- what shows only between definitions


def child(**changes: Any) -> type[ProcessDefinition]:
    options = {
        "key": "child",
        "starts_by": SYSTEM,
        "cancel": by_system(S.FIRST, S.SECOND),
    }
    return sound(**(options | changes))


def parent(**changes: Any) -> type[ProcessDefinition]:
    options = {"key": "parent", "answered": Outcome("Đã xong", S.SECOND, S.LAST, child="child")}
    return sound(**(options | changes))


Together = Callable[[], list[type[ProcessDefinition]]]

FAULTS_TOGETHER: list[tuple[str, str, Together, tuple[str, ...]]] = [
    ("an unknown child", "unknown_child", lambda: [parent()], ("second",)),
    (
        "an end that the child has not",
        "unknown_end",
        lambda: [child(), parent(answered=Outcome("Đã xong", S.SECOND, S.LAST, child="child", ends=["last", "gone"]))],
        (),
    ),
    (
        "an end that nobody answers",
        "unanswered_end",
        lambda: [
            child(
                states=Island,
                final=("last", "island"),
                give_up=Transition("Bỏ", S.FIRST, "island", by=WRITER),
            ),
            parent(answered=Outcome("Đã xong", S.SECOND, S.LAST, child="child", ends=["last"])),
        ],
        ("second",),
    ),
    (
        "barred by a step that the parent has not",
        "unknown_transition",
        lambda: [child(sign=by_head(not_by=["parent.revise"])), parent()],
        (),
    ),
    ("a child that cannot be stopped", "no_cancel", lambda: [child(cancel=by_system(S.FIRST)), parent()], ("second",)),
    (
        "a part that nobody takes",
        "unfilled_part",
        lambda: [
            sound(
                sign=Transition(
                    "Ký", S.SECOND, S.LAST, by=Role("far", "nơi khác", "head", Participant("far", "Nơi xa"))
                ),
                note=by_head(target=SAME, title="Ghi"),
            )
        ],
        (),
    ),
    (
        "a post that does not exist",
        "unknown_position",
        lambda: [sound(note=Transition("Ghi", S.FIRST, SAME, by=Role("odd", "lạ", "wizard", OWN)))],
        (),
    ),
    ("a subject that does not exist", "unknown_subject", lambda: [sound(subject="workflow.Nothing")], ()),
    (
        "two steps of one title",
        "shadowed",
        lambda: [sound(sign_too=by_head(target=S.FIRST))],
        ("second",),
    ),
]


@pytest.mark.parametrize(
    ("fault", "faulty", "path"), [row[1:] for row in FAULTS_TOGETHER], ids=[row[0] for row in FAULTS_TOGETHER]
)
def test_a_fault_between_definitions_is_found(fault: str, faulty: Together, path: tuple[str, ...]) -> None:
    assert [(found.fault, found.path) for found in verify_together(faulty())] == [(fault, path)]


def test_definitions_that_fit_have_no_fault() -> None:
    assert verify_together([child(sign=by_head(not_by=["parent.submit", "parent.start"])), parent()]) == []


def with_another_end(version: int) -> type[ProcessDefinition]:
    give_up = Transition("Bỏ", S.FIRST, "island", by=WRITER)
    return child(version=version, states=Island, final=("last", "island"), give_up=give_up)


@pytest.mark.parametrize("version_with_more_ends", [1, 2])
def test_an_outcome_answers_every_version_of_the_child(version_with_more_ends: int) -> None:
    """An older parent opens newer children, and a parent that was moved waits for older ones."""
    children = [with_another_end(version_with_more_ends), child(version=3 - version_with_more_ends)]
    one_end = parent(answered=Outcome("Đã xong", S.SECOND, S.LAST, child="child", ends=["last"]))
    both_ends = parent(answered=Outcome("Đã xong", S.SECOND, S.LAST, child="child", ends=["last", "island"]))

    assert [found.fault for found in verify_together([*children, one_end])] == ["unanswered_end"]
    assert verify_together([*children, both_ends]) == []


def test_the_check_tells_what_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert definitions_fit() == []

    monkeypatch.setitem(registry._definitions, ("parent", 1), parent())

    [fault] = definitions_fit()
    assert fault.id == "workflow.E011"
    assert fault.msg == "Faulty: unknown_child: answered waits for child [second]."
