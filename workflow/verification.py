"""Is a definition sound? Every fault is found when its module is imported, and shown with the path that leads to it.

The rules of its states stand here, those of its single steps in step_rules.py, what can be judged only with all
definitions at hand in cross_verification.py, and whether somebody is there for each step in staffing.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import step_rules
from .faults import fault
from .graph import edges, finishing, paths
from .language import HOLDER, SYSTEM, Earlier

if TYPE_CHECKING:
    from .definition import ProcessDefinition

Definition = type["ProcessDefinition"]


def verify(definition: Definition) -> None:
    """Raises DefinitionError with the first fault: see the functions below and in step_rules, one for each rule."""
    for rule in (
        known_states,
        step_rules.known_steps,
        step_rules.names_not_reserved,
        staged,
        somebody_holds,
        step_rules.nothing_shadowed,
        step_rules.every_target_clear,
        nothing_after_the_end,
        reachable,
        can_finish,
        holders_can_act,
        step_rules.timers,
        step_rules.ladders,
        step_rules.cancelling,
        step_rules.taking_back,
        step_rules.joins,
        step_rules.settling,
        step_rules.inputs_told_apart,
        step_rules.separation_bites,
    ):
        rule(definition)


def known_states(definition: Definition) -> None:
    """Every state that is named exists, the order of an `Earlier` included; there is a start and an end."""
    known = set(definition.states.values)
    if not definition.initials() or not definition.final:
        raise fault(definition, "no_end" if definition.initials() else "no_start", "no such state is declared")
    for state in (*definition.initials(), *definition.final, *definition.stages):
        if state not in known:
            raise fault(definition, "unknown_state", f"{state} is named but is no state")
    for edge in edges(definition):
        for state in (edge.source, edge.target):
            if state not in known:
                raise fault(definition, "unknown_state", f"{edge.step.name} names {state}", (edge.source, edge.target))
    for step in definition.steps.values():
        for state in step.target.order if isinstance(step.target, Earlier) else ():
            if state not in known:
                raise fault(definition, "unknown_state", f"{step.name} goes back to {state}", (state,))


def staged(definition: Definition) -> None:
    """Every state that is not final has a stage, so that somebody holds the file; a final one has none."""
    for state in definition.states.values:
        if state not in definition.final and state not in definition.stages:
            raise fault(definition, "no_stage", f"nobody holds the file in {state}", paths(definition).get(state, ()))
        if state in definition.final and state in definition.stages:
            raise fault(definition, "stage_after_end", f"{state} is final but hands out work")


def somebody_holds(definition: Definition) -> None:
    """ "Whoever holds the file" says who acts, never who holds it or opens it."""
    if definition.starts_by is HOLDER:
        raise fault(definition, "no_holder", "nobody holds a file before it is opened")
    for state, stage in definition.stages.items():
        if stage.assigned_to is HOLDER:
            raise fault(definition, "no_holder", f"{state} is held by whoever holds it", (state,))
    for step in definition.transitions():
        for state in step.sources if step.by is HOLDER else ():
            if state in definition.stages and definition.stages[state].assigned_to is SYSTEM:
                raise fault(definition, "no_holder", f"nobody holds the file in {state} to {step.name}", (state,))


def nothing_after_the_end(definition: Definition) -> None:
    """No step leaves a final state, and none starts there."""
    for state in definition.initials():
        if state in definition.final:
            raise fault(definition, "after_end", f"it starts in {state}, which is final", (state,))
    for edge in edges(definition):
        if edge.source in definition.final:
            raise fault(definition, "after_end", f"{edge.step.name} leaves a final state", (edge.source, edge.target))


def reachable(definition: Definition) -> None:
    """Every state can be reached from a start."""
    found = paths(definition)
    for state in definition.states.values:
        if state not in found:
            before = next((e for e in edges(definition) if e.target == state), None)
            path = (before.source, state) if before else (state,)
            raise fault(definition, "unreachable", f"no way leads from the start to {state}", path)


def can_finish(definition: Definition) -> None:
    """From every state some way leads to an end, without the process above having to stop it."""
    ends = finishing(definition, definition.final)
    for state, path in paths(definition).items():
        if state not in ends:
            raise fault(definition, "no_end", f"no way leads from {state} to an end", path)


def holders_can_act(definition: Definition) -> None:
    """The post to which a state hands the file has a step to take there."""
    for state, stage in definition.stages.items():
        if stage.assigned_to is SYSTEM:
            continue
        leaving = (t for t in definition.transitions() if state in t.sources)
        if not any(definition.actor_of(t, state) == stage.assigned_to for t in leaving):
            path = paths(definition).get(state, (state,))
            raise fault(definition, "idle_holder", f"{stage.assigned_to.key} can do nothing in {state}", path)
