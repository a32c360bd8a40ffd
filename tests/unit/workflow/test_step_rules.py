"""Faults of taking back, joins, settling and of what the system does by itself; and waiting that cannot end."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from workflow.cross_verification import verify_together
from workflow.deadline_rules import working_days
from workflow.definition import (
    HOLDER,
    SAME,
    SYSTEM,
    DefinitionError,
    Earlier,
    Outcome,
    ProcessDefinition,
    Stage,
    TakeBack,
    Transition,
    quorum,
)

from .test_verification import HEAD, WRITER, Faulty, S, Together, by_head, by_system, child, parent, sound, stages


class Four(models.TextChoices):
    FIRST = "first", "Một"
    SECOND = "second", "Hai"
    THIRD = "third", "Ba"
    LAST = "last", "Cuối"


def four(**changes: Any) -> type[ProcessDefinition]:
    """The sound pattern with a state more, held by the head, to which nothing leads yet."""
    return sound(states=Four, **({"stages": stages(third=Stage(assigned_to=HEAD))} | changes))


def take_back(*names: str) -> TakeBack:
    return TakeBack("Lấy lại", of=names)


def enough(name: str, target: str, count: int, *ends: str, source: str = "second") -> dict[str, Outcome]:
    return {name: Outcome(name, source, target, child="child", ends=ends, enough=quorum(count))}


def waiting(**steps: Any) -> type[ProcessDefinition]:
    """The second state is the system's: it waits for children."""
    every = Outcome("Đủ", S.SECOND, S.LAST, child="child")
    return sound(stages=stages(second=Stage(assigned_to=SYSTEM)), sign=None, **({"every": every} | steps))


FAULTS: list[tuple[str, str, Faulty, tuple[str, ...]]] = [
    # what the system does
    (
        "the system chooses",
        "unclear_target",
        lambda: four(
            up=by_head(target="third", title="Lên"),
            go=by_head("third", title="Xong"),
            auto=by_system("third", target=Earlier(("first", "second", "third"))),
        ),
        ("third",),
    ),
    ("a step from nowhere", "no_source", lambda: sound(lost=Transition("Lạc", (), S.LAST, by=HEAD)), ()),
    ("an outcome from nowhere", "no_source", lambda: sound(lost=Outcome("Lạc", (), S.LAST, child="child")), ()),
    (
        "the holder acts where the system holds",
        "no_holder",
        lambda: waiting(back=Transition("Trả", S.SECOND, S.FIRST, by=HOLDER)),
        ("second",),
    ),
    (
        "a timer that changes nothing",
        "bad_timer",
        lambda: sound(
            stages=stages(second=Stage(assigned_to=HEAD, deadline=working_days(2, then="remind"))),
            remind=by_system(S.SECOND, target=SAME),
        ),
        ("second",),
    ),
    # taking back
    ("nothing is taken back", "bad_take_back", lambda: sound(undo=take_back()), ()),
    ("what is taken back is no step", "bad_take_back", lambda: sound(undo=take_back("submitt")), ()),
    (
        "what is taken back was an outcome",
        "bad_take_back",
        lambda: waiting(undo=take_back("again"), again=Outcome("Lại", S.SECOND, S.FIRST, child="other")),
        (),
    ),
    (
        "what is taken back was the system's",
        "bad_take_back",
        lambda: sound(undo=take_back("auto"), auto=by_system(S.SECOND, target=S.FIRST)),
        (),
    ),
    (
        "what is taken back was taken back",
        "bad_take_back",
        lambda: sound(undo=take_back("submit"), redo=take_back("undo")),
        (),
    ),
    ("taken back from nobody", "bad_take_back", lambda: waiting(undo=take_back("submit")), ("second",)),
    (
        "what is taken back stayed",
        "bad_take_back",
        lambda: sound(note=by_head(target=SAME, title="Ghi"), undo=take_back("note")),
        ("second",),
    ),
    ("taken back from the end", "after_end", lambda: sound(undo=take_back("sign")), ("last", "second")),
    (
        "no way out but to be taken back",
        "no_end",
        lambda: four(
            up=by_head(target="third", title="Lên"),
            note=by_head("third", target=SAME, title="Ghi"),
            undo=take_back("up"),
        ),
        ("first", "second", "third"),
    ),
    (
        "no way in but to be taken back",
        "unreachable",
        lambda: four(up=by_head("third", target=S.SECOND, title="Vào"), undo=take_back("submit", "up")),
        ("second", "third"),
    ),
    # joins
    ("a quorum of any answer", "bad_quorum", lambda: waiting(**enough("some", "last", 2)), ("second",)),
    ("a quorum below one", "bad_quorum", lambda: waiting(**enough("some", "last", -1, "last")), ("second",)),
    (
        "a quorum that may fail",
        "bad_quorum",
        lambda: waiting(every=None, **enough("some", "last", 2, "last")),
        ("second",),
    ),
    (
        "a quorum that fails in another state only",
        "bad_quorum",
        lambda: waiting(every=Outcome("Đủ", S.FIRST, S.LAST, child="child"), **enough("some", "last", 2, "last")),
        ("second",),
    ),
    (
        "a quorum after a smaller one",
        "shadowed",
        lambda: waiting(**enough("two", "last", 2, "a", "b"), **enough("three", "first", 3, "a")),
        ("second",),
    ),
    (
        "a quorum before a smaller one",
        "shadowed",
        lambda: waiting(**enough("three", "first", 3, "a"), **enough("two", "last", 2, "a", "b")),
        ("second",),
    ),
    (
        "two quorums alike",
        "shadowed",
        lambda: waiting(**enough("one", "first", 2, "a"), **enough("two", "last", 2, "a")),
        ("second",),
    ),
    # settling
    ("settled in an end", "bad_settled", lambda: sound(settled=(S.LAST,)), ("last",)),
    ("settled from the start", "bad_settled", lambda: sound(settled=(S.FIRST, S.SECOND)), ("first",)),
    (
        "an answer taken back",
        "bad_settled",
        lambda: sound(settled=(S.SECOND,), again=by_head(target=S.FIRST, title="Lại")),
        ("second", "first"),
    ),
    (
        "an answer taken back by its sender",
        "bad_settled",
        lambda: sound(settled=(S.SECOND,), undo=take_back("submit")),
        ("second", "first"),
    ),
]


@pytest.mark.parametrize(("fault", "faulty", "path"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_refused_when_it_is_declared(fault: str, faulty: Faulty, path: tuple[str, ...]) -> None:
    with pytest.raises(DefinitionError) as refused:
        faulty()

    assert (refused.value.fault, refused.value.path) == (fault, path)
    assert refused.value.declared is not None, "so that its path can be drawn"


@pytest.mark.parametrize(
    "declare",
    [
        lambda: sound(undo=take_back("submit")),
        lambda: sound(settled=(S.SECOND,)),
        lambda: waiting(**enough("two", "last", 2, "a"), **enough("three", "first", 3, "a", "b")),
        lambda: waiting(**enough("one", "last", 2, "a"), **enough("two", "first", 2, "b")),
        lambda: waiting(**enough("few", "last", 2, "a"), **enough("many", "first", 2, "a", "b")),
    ],
    ids=["taken back", "settled", "more of a broader sort", "of different answers", "the narrower one stands first"],
)
def test_what_only_looks_like_a_fault_is_none(declare: Faulty) -> None:
    assert declare().machine


# --- waiting that cannot end


def waits_for(key: str, other: str, **changes: Any) -> type[ProcessDefinition]:
    """Its only way on is the end of another process."""
    options: dict[str, Any] = {
        "key": key,
        "starts_by": SYSTEM,
        "every": Outcome("Đã xong", S.SECOND, S.LAST, child=other),
        "cancel": by_system(S.FIRST, S.SECOND),
    }
    return waiting(**(options | changes))


FAULTS_TOGETHER: list[tuple[str, list[tuple[str, tuple[str, ...]]], Together]] = [
    (
        "two that wait for each other",
        [("deadlock", ("first", "second"))] * 2,
        lambda: [waits_for("one", "two"), waits_for("two", "one")],
    ),
    (
        "one that waits for itself",
        [("deadlock", ("first", "second"))],
        lambda: [waits_for("one", "one")],
    ),
    (
        "three in a ring",
        [("deadlock", ("first", "second"))] * 3,
        lambda: [waits_for("one", "two"), waits_for("two", "three"), waits_for("three", "one")],
    ),
    (
        "an answer only by one's own leave",
        [("unanswered_end", ("second",)), ("deadlock", ("first", "second"))],
        lambda: [cancelled_apart(), waits_for("parent", "child", every=_done("stopped"))],
    ),
    (
        "two that wait for each other's second answer",
        [("never_answered", ("first", "second")), ("never_answered", ("first", "second"))],
        lambda: [
            waits_for("one", "two", **_way_out("two")),
            waits_for("two", "one", **_way_out("one")),
        ],
    ),
    (
        "a quorum missed by an answer that nobody hears",
        [("unanswered_end", ("second",))],
        lambda: [
            child(states=Four, final=("last", "third"), no=by_head(target="third", title="Không")),
            parent(answered=_done("last"), **enough("some", "last", 2, "third")),
        ],
    ),
    (
        "a settled answer that nobody hears",
        [("unanswered_end", ("second",))],
        lambda: [child(settled=("second",)), parent(answered=_done("last"))],
    ),
]


def _done(*ends: str) -> Outcome:
    return Outcome("Đã xong", S.SECOND, S.LAST, child="child", ends=ends)


def _way_out(other: str) -> dict[str, Any]:
    return {
        "states": Four,
        "final": ("last", "third"),
        "every": Outcome("Đã xong", S.SECOND, S.LAST, child=other, ends=["last"]),
        "refused": Outcome("Không", S.SECOND, "third", child=other, ends=["third"]),
        "leave": Transition("Thôi", S.FIRST, "third", by=WRITER),
        "cancel": by_system(S.FIRST, S.SECOND, target="third"),
    }


def cancelled_apart() -> type[ProcessDefinition]:
    """A child whose cancelling is an end of its own."""
    return child(states=Stopped, final=("last", "stopped"), cancel=by_system(S.FIRST, S.SECOND, target="stopped"))


class Stopped(models.TextChoices):
    FIRST = "first", "Một"
    SECOND = "second", "Hai"
    LAST = "last", "Cuối"
    STOPPED = "stopped", "Đã dừng"


@pytest.mark.parametrize(
    ("faults", "faulty"), [row[1:] for row in FAULTS_TOGETHER], ids=[row[0] for row in FAULTS_TOGETHER]
)
def test_waiting_that_cannot_end_is_found(faults: list[tuple[str, tuple[str, ...]]], faulty: Together) -> None:
    assert [(found.fault, found.path) for found in verify_together(faulty())] == faults


def test_a_process_below_its_own_kind_may_end_without_it() -> None:
    leave = Transition("Thôi", S.SECOND, S.LAST, by=WRITER)

    assert verify_together([waits_for("one", "one", leave=leave)]) == []
