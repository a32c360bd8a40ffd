"""Where one person fills two posts that one person may not: nobody else is there to take the later step.

Judged where it is certain: the earlier step lies on every way to the later one, both at the same agency, and the same
single person can take either.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..definition import ProcessDefinition, Role, State
from ..graph import edges, ways
from ..names_of_entries import START
from .needs import Need
from .seats import Seats

Definition = type[ProcessDefinition]


def barred_steps(need: Need, agency: int, seats: Seats) -> tuple[str, ...]:
    """The steps of `need` from which whoever could take them is kept by what only they could have done before."""
    person = seats.only((agency, need.role.position))
    if person is None:
        return ()
    return tuple(
        name
        for name in need.steps
        if any(
            earlier.at == need.role.at and seats.only((agency, earlier.position)) == person
            for earlier in earlier_roles(need.definition, need.state, name)
        )
    )


@lru_cache(maxsize=1024)
def earlier_roles(definition: Definition, state: State, name: str) -> tuple[Role, ...]:
    """Who must have acted before on every way to `state`, and is therefore kept from the step `name`."""
    step = definition.transition(name)
    return tuple(role for other in (step.not_by if step else ()) for role in _certain(definition, state, other))


def _certain(definition: Definition, state: State, name: str) -> Iterator[Role]:
    if name == START:
        actors = {definition.starts_by}
    elif (step := definition.transition(name)) is not None and _is_passed(definition, state, name):
        actors = {definition.actor_of(step, source) for source in step.sources}
    else:
        return
    if len(actors) == 1:
        yield from (actor for actor in actors if isinstance(actor, Role))


def _is_passed(definition: Definition, state: State, name: str) -> bool:
    """Does every way to `state` lead over the step `name`?"""
    return state not in ways(definition.initials(), (edge for edge in edges(definition) if edge.step.name != name))
