"""A definition as a graph: states, and the edges along which a file gets from one to the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from .language import Edge, State, TakeBack

if TYPE_CHECKING:
    from .definition import ProcessDefinition

Definition = type["ProcessDefinition"]
Path = tuple[State, ...]

CANCEL = "cancel"  # the step by which the process above ends one below


def edges(definition: Definition) -> Iterator[Edge]:
    for step in definition.steps.values():
        yield from step.edges()


def is_way_on(edge: Edge) -> bool:
    """Does it lead anywhere by itself? `cancel` needs the process above; what is taken back was there before."""
    return edge.step.name != CANCEL and not isinstance(edge.step, TakeBack)


def paths(definition: Definition) -> dict[State, Path]:
    """The shortest way from a start to each state that can be reached."""
    return ways(definition.initials(), (e for e in edges(definition) if not isinstance(e.step, TakeBack)))


def paths_on(definition: Definition, state: State) -> dict[State, Path]:
    """The shortest way from `state` to each state, itself included, into which a file that is there may still come."""
    return ways([state], filter(is_way_on, edges(definition)))


def ways(starts: Iterable[State], given: Iterable[Edge]) -> dict[State, Path]:
    """The shortest way along these edges from one of `starts` to each state that can be reached."""
    leaving: dict[State, list[State]] = {}
    for edge in given:
        leaving.setdefault(edge.source, []).append(edge.target)
    found: dict[State, Path] = {state: (state,) for state in starts}
    queue = deque(found)
    while queue:
        state = queue.popleft()
        for target in leaving.get(state, ()):
            if target not in found:
                found[target] = (*found[state], target)
                queue.append(target)
    return found


def finishing(
    definition: Definition,
    goals: Collection[State],
    usable: Callable[[Edge], bool] = is_way_on,
) -> set[State]:
    """The states from which some way along `usable` edges leads to one of `goals`."""
    entering: dict[State, list[State]] = {}
    for edge in filter(usable, edges(definition)):
        entering.setdefault(edge.target, []).append(edge.source)
    found = set(goals)
    queue = deque(found)
    while queue:
        more = set(entering.get(queue.popleft(), ())) - found
        found |= more
        queue.extend(more)
    return found
