"""Is a definition sound? Every fault is found when its module is imported, and shown with the path that leads to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .definition import Edge, ProcessDefinition, State



def verify(definition: type[ProcessDefinition]) -> None:
    """Raises DefinitionError with the first fault: see the functions below, one for each rule."""
    known_states(definition)
    known_steps(definition)
    staged(definition)
    nothing_shadowed(definition)
    nothing_after_the_end(definition)
    reachable(definition)
    can_finish(definition)
    timers(definition)


def _fault(definition: type[ProcessDefinition], fault: str, detail: str, path: tuple[State, ...] = ()) -> Exception:
    from .definition import DefinitionError

    return DefinitionError(definition.__name__, fault, detail, path)


def edges(definition: type[ProcessDefinition]) -> Iterator[Edge]:
    for step in definition.steps.values():
        yield from step.edges()


def paths(definition: type[ProcessDefinition]) -> dict[State, tuple[State, ...]]:
    """The shortest way from a start to each state that can be reached."""
    found: dict[State, tuple[State, ...]] = {state: (state,) for state in definition.initials()}
    queue = deque(found)
    while queue:
        state = queue.popleft()
        for edge in edges(definition):
            if edge.source == state and edge.target not in found:
                found[edge.target] = (*found[state], edge.target)
                queue.append(edge.target)
    return found


def known_states(definition: type[ProcessDefinition]) -> None:
    """Every state that is named exists."""
    known = set(definition.states.values)
    named = [*definition.initials(), *definition.final, *definition.stages]
    for state in named:
        if state not in known:
            raise _fault(definition, "unknown_state", f"{state} is named but is no state")
    for edge in edges(definition):
        for state in (edge.source, edge.target):
            if state not in known:
                raise _fault(definition, "unknown_state", f"{edge.step.name} names {state}", (edge.source, edge.target))


def known_steps(definition: type[ProcessDefinition]) -> None:
    """`not_by` names transitions of this definition, its start, or (after "parent.") one of the process above."""
    for transition in definition.transitions():
        for name in transition.not_by:
            if name != "start" and not name.startswith("parent.") and definition.transition(name) is None:
                raise _fault(definition, "unknown_transition", f"{transition.name} is not_by {name}")


def staged(definition: type[ProcessDefinition]) -> None:
    """Every state that is not final has a stage, so that somebody holds the file; a final one has none."""
    for state in definition.states.values:
        if state not in definition.final and state not in definition.stages:
            raise _fault(definition, "no_stage", f"nobody holds the file in {state}", paths(definition).get(state, ()))
        if state in definition.final and state in definition.stages:
            raise _fault(definition, "stage_after_end", f"{state} is final but hands out work")


def nothing_shadowed(definition: type[ProcessDefinition]) -> None:
    """No two edges of one step are the same, and one child's end has one outcome in each state."""
    seen: set[tuple[str, State, State]] = set()
    for edge in edges(definition):
        mark = (edge.step.name, edge.source, edge.target)
        if mark in seen:
            raise _fault(definition, "shadowed", f"{edge.step.name} says the same twice", (edge.source, edge.target))
        seen.add(mark)
    taken: dict[tuple[State, str, State], str] = {}
    for outcome in definition.outcomes():
        for source in outcome.sources:
            for end in outcome.ends or ("·any·",):
                for key in ((source, outcome.child, end), (source, outcome.child, "·any·")):
                    if key in taken:
                        raise _fault(definition, "shadowed", f"{outcome.name} and {taken[key]} answer alike", (source,))
                taken[(source, outcome.child, end)] = outcome.name


def nothing_after_the_end(definition: type[ProcessDefinition]) -> None:
    for edge in edges(definition):
        if edge.source in definition.final:
            raise _fault(definition, "after_end", f"{edge.step.name} leaves a final state", (edge.source, edge.target))


def reachable(definition: type[ProcessDefinition]) -> None:
    """Every state can be reached from a start."""
    found = paths(definition)
    for state in definition.states.values:
        if state not in found:
            before = next((e for e in edges(definition) if e.target == state), None)
            path = (before.source, state) if before else (state,)
            raise _fault(definition, "unreachable", f"no way leads from the start to {state}", path)


def can_finish(definition: type[ProcessDefinition]) -> None:
    """From every state some way leads to an end."""
    finishing = set(definition.final)
    grown = True
    while grown:
        more = {e.source for e in edges(definition) if e.target in finishing} - finishing
        finishing |= more
        grown = bool(more)
    for state, path in paths(definition).items():
        if state not in finishing:
            raise _fault(definition, "no_end", f"no way leads from {state} to an end", path)


def timers(definition: type[ProcessDefinition]) -> None:
    """What fires when a deadline passes is the system's, and leaves that state."""
    from .definition import SYSTEM

    for state, stage in definition.stages.items():
        if stage.deadline is None or not stage.deadline.then:
            continue
        transition = definition.transition(stage.deadline.then)
        if transition is None or transition.by is not SYSTEM or state not in transition.sources:
            raise _fault(definition, "bad_timer", f"{stage.deadline.then} cannot fire in {state}", (state,))
