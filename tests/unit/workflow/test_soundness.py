"""`verify` against brute force: of random small definitions it accepts those that no walk of a file shows to be wrong.

The search knows nothing of the rules. It walks a file through every situation it can come into, with the step that it
was last sent by (for taking back), and asks of each: can it still come to an end?
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import models

from workflow.definition import (
    SAME,
    SYSTEM,
    DefinitionError,
    Earlier,
    Outcome,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    Step,
    TakeBack,
    Transition,
)

ROUNDS = 1500
OWN = Participant("random_own", "Cơ quan")
ANYBODY = Role("random_anybody", "ai đó", "specialist", OWN)
ENDS = ("yes", "no")  # of the child that outcomes wait for

Body = dict[str, Any]


# --- random definitions


def random_body(chance: random.Random) -> Body:
    """A class body that keeps every rule but those that the search judges: reachable, can finish, nothing shadowed."""
    count = chance.randint(2, 5)
    names = [f"s{number}" for number in range(count)]
    states = models.TextChoices("States", [(name.upper(), (name, name)) for name in names])
    final = names[-1:] if count < 4 or chance.random() < 0.7 else names[-2:]
    inner = [name for name in names if name not in final]
    body: Body = {
        "key": "random", "title": "Ngẫu nhiên", "subject": "workflow.Person", "states": states,
        "initial": tuple(inner[: 2 if len(inner) > 1 and chance.random() < 0.15 else 1]), "final": tuple(final),
    }  # fmt: skip
    steps = [random_step(chance, inner, names) for _number in range(chance.randint(count - 1, 2 * count))]
    body |= {f"t{number}": step for number, step in enumerate(steps)}
    body["stages"] = {state: Stage(ANYBODY if any(_acts(s, state) for s in steps) else SYSTEM) for state in inner}
    if chance.random() < 0.3:
        body["cancel"] = Transition("Thôi", inner, final[-1], by=SYSTEM)
    if chance.random() < 0.4 and (sent := _sent_by_somebody(body)):
        body["undo"] = TakeBack("Lấy lại", of=sent)
    return body


def random_step(chance: random.Random, inner: list[str], names: list[str]) -> Step:
    sources = chance.sample(inner, min(len(inner), chance.choice((1, 1, 1, 2))))
    if chance.random() < 0.03:
        sources = [*sources, sources[0]]
    draw = chance.random()
    if draw < 0.2:
        return Outcome(
            "Xong", sources, chance.choice(names), child="child", ends=chance.choice(((), ENDS[:1], ENDS[1:]))
        )
    if draw < 0.3:
        return Transition("Ghi", sources, SAME, by=ANYBODY)
    if draw < 0.4 and inner[0] not in sources:
        return Transition("Trả", sources, Earlier(tuple(inner)), by=ANYBODY)
    return Transition("Chuyển", sources, chance.choice(names), by=ANYBODY if draw < 0.9 else SYSTEM)


def _acts(step: Step, state: str) -> bool:
    return isinstance(step, Transition) and step.by == ANYBODY and state in step.sources


def _sent_by_somebody(body: Body) -> list[str]:
    """Steps that may be taken back: of a person, to another state that a person holds."""
    return [
        name
        for name, step in body.items()
        if isinstance(step, Transition)
        and step.by == ANYBODY
        and isinstance(step.target, str)
        and step.target not in (SAME, *step.sources, *body["final"])
        and body["stages"][step.target].assigned_to == ANYBODY
    ][:2]


# --- brute force

Situation = tuple[str, str, str]  # state, the step by which the file came there, and from where


def moves(body: Body, situation: Situation) -> Iterator[tuple[str, Situation]]:
    """Every step that can be taken of a file in this situation, with where it leads."""
    state, came_by, came_from = situation
    for name, step in body.items():
        if isinstance(step, TakeBack):
            if came_by in step.of:
                yield name, (came_from, name, state)
        elif isinstance(step, Step) and state in step.sources:
            for target in step.targets(state):
                yield name, situation if target == state else (target, name, state)


def walks(body: Body, start: Situation, allowed: Callable[[str], bool]) -> set[Situation]:
    """Every situation into which a file can come from `start` by steps that are `allowed`."""
    found, open_ends = {start}, [start]
    while open_ends:
        for name, after in moves(body, open_ends.pop()):
            if allowed(name) and after not in found:
                found.add(after)
                open_ends.append(after)
    return found


def shown_wrong(body: Body) -> set[str]:
    """The faults that some file, or some child's answer, would show."""
    faults = set()
    situations = set().union(*(walks(body, (state, "", ""), lambda name: True) for state in body["initial"]))
    if {state for state, *_came in situations} != set(body["states"].values):
        faults.add("unreachable")
    for situation in situations:  # opened by the receiver, and the process above does not end it
        onward = walks(body, situation, lambda name: name not in ("cancel", "undo"))
        if not any(state in body["final"] for state, *_came in onward):
            faults.add("no_end")
    if any(count > 1 for count in heard(body).values()) or any(count > 1 for count in said(body).values()):
        faults.add("shadowed")
    return faults


def heard(body: Body) -> Counter[tuple[str, str]]:
    """How many outcomes answer to each end of the child in each state."""
    outcomes = [step for step in body.values() if isinstance(step, Outcome)]
    return Counter(
        (state, end) for step in outcomes for state in step.sources for end in ENDS if not step.ends or end in step.ends
    )


def said(body: Body) -> Counter[tuple[str, str, str]]:
    """How often each step says that it leads from one state to another."""
    steps = [(name, step) for name, step in body.items() if isinstance(step, Step)]
    return Counter(
        (name, state, target) for name, step in steps for state in step.sources for target in step.targets(state)
    )


# --- both


def declared(body: Body) -> str:
    """The fault for which `verify` refuses it; "" where it accepts."""
    namespace = type(ProcessDefinition).__prepare__("Random", (ProcessDefinition,))
    for name, value in body.items():
        namespace[name] = value
    try:
        type(ProcessDefinition)("Random", (ProcessDefinition,), namespace)
    except DefinitionError as error:
        return error.fault
    return ""


@pytest.mark.parametrize("seed", range(3))
def test_a_definition_is_accepted_exactly_when_no_walk_shows_it_wrong(seed: int) -> None:
    chance = random.Random(seed)
    judged: Counter[str] = Counter()
    for number in range(ROUNDS // 3):
        body = random_body(chance)
        wrong = shown_wrong(body)
        fault = declared(body)
        judged[fault] += 1

        where = f"seed {seed}, number {number}: {body}"
        assert bool(fault) == bool(wrong), f"{fault or 'accepted'}, but the walks show {wrong}: {where}"
        assert not fault or fault in wrong, f"{fault}, but the walks show {wrong}: {where}"

    assert set(judged) == {"", "unreachable", "no_end", "shadowed"}
    assert min(judged.values()) >= 10, judged
