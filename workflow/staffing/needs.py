"""Who has to act in a state, as the definitions say it, and from where a file may come there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..definition import ProcessDefinition, Role, State
from ..graph import Path, paths_on
from ..names_of_entries import START

Definition = type[ProcessDefinition]


@dataclass(frozen=True)
class Need:
    """Who has to act in a state, and the steps that this role takes there."""

    definition: Definition
    state: State
    role: Role
    steps: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Is it this role to which the state hands the file? Others may act there; this one has to."""
        return self.definition.stages[self.state].assigned_to == self.role


@lru_cache(maxsize=256)
def needs(definition: Definition) -> tuple[Need, ...]:
    """Every role that acts in a state, with its steps there; who opens a file acts in its first state."""
    found: dict[tuple[State, Role], list[str]] = defaultdict(list)
    if isinstance(definition.starts_by, Role):
        found[definition.initials()[0], definition.starts_by].append(START)
    for state in definition.stages:
        for step in definition.transitions():
            actor = definition.actor_of(step, state)
            if state in step.sources and isinstance(actor, Role):
                found[state, actor].append(step.name)
    return tuple(Need(definition, state, role, tuple(steps)) for (state, role), steps in found.items())


@lru_cache(maxsize=1024)
def sources(definition: Definition, state: State) -> Mapping[State, Path]:
    """The states from which a file may still come into `state`, itself included, with the shortest way from each."""
    ways = {before: paths_on(definition, before) for before in definition.stages}
    return {before: found[state] for before, found in ways.items() if state in found}
