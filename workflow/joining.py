"""Which answers a waiting process knows what to do with: asked of definitions, of moves, and at start-up."""

from __future__ import annotations

from .definition import SYSTEM, ProcessDefinition, State
from .graph import CANCEL

Definition = type[ProcessDefinition]


def awaits(definition: Definition, state: State) -> set[str]:
    """Keys of the processes below for whose answers it waits in `state`."""
    return {outcome.child for outcome in definition.outcomes() if state in outcome.sources}


def unanswered(definition: Definition, state: State, child: Definition) -> list[State]:
    """The ends of `child` after which nothing would happen in `state`. A quorum alone answers to none."""
    answered: set[State] = set()
    for outcome in definition.outcomes():
        if outcome.child == child.key and state in outcome.sources and not outcome.enough.quorum:
            answered |= set(outcome.ends or ends(child))
    return [end for end in ends(child) if end not in answered]


def ends(definition: Definition) -> tuple[State, ...]:
    """The states in which it has answered the process above."""
    return (*definition.final, *definition.settled)


def only_waits(definition: Definition, state: State) -> bool:
    """Is the answer of a process below the only way on from `state`? No person, timer or job can take a step."""
    stage = definition.stages.get(state)
    if stage is None or stage.assigned_to is not SYSTEM:
        return False
    return not any(state in step.sources and step.name != CANCEL for step in definition.transitions())
