"""What must hold of every step of a definition, one function for each rule. Each raises DefinitionError."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from .deadline_rules import Unit
from .faults import fault
from .graph import CANCEL, edges
from .language import SYSTEM, Earlier, Outcome, Role, State, Step, TakeBack, Transition
from .names_of_entries import MARK_NAMES, MOVE, REVIVE, START, SUCCEED

if TYPE_CHECKING:
    from .definition import ProcessDefinition

Definition = type["ProcessDefinition"]

RESERVED = (START, MOVE, SUCCEED, REVIVE, *MARK_NAMES)  # the trail and the messages have these names already


def known_steps(definition: Definition) -> None:
    """`not_by` names transitions of this definition, its start, or (after "parent.") one of the process above."""
    for transition in definition.transitions():
        for name in transition.not_by:
            if name != "start" and not name.startswith("parent.") and definition.transition(name) is None:
                raise fault(definition, "unknown_transition", f"{transition.name} is not_by {name}")


def names_not_reserved(definition: Definition) -> None:
    for name in definition.steps:
        if name in RESERVED:
            raise fault(definition, "reserved_name", f"{name} means something else in the trail and in messages")


def nothing_shadowed(definition: Definition) -> None:
    """No two edges of one step are the same, and one child's end has one outcome in each state."""
    seen: set[tuple[str, State, State]] = set()
    for edge in edges(definition):
        mark = (edge.step.name, edge.source, edge.target)
        if mark in seen:
            raise fault(definition, "shadowed", f"{edge.step.name} says the same twice", (edge.source, edge.target))
        seen.add(mark)
    taken: dict[tuple[State, str], dict[State, str]] = {}
    for outcome in definition.outcomes():
        if outcome.enough.quorum:
            continue  # judged before those that wait for all, and rules them out only when it fires
        for source in outcome.sources:
            _one_answer(
                definition, outcome.name, tuple(outcome.ends), source, taken.setdefault((source, outcome.child), {})
            )


def _one_answer(
    definition: Definition, name: str, ends: Sequence[State], source: State, taken: dict[State, str]
) -> None:
    """`taken`: which outcome answers to which end so far; an outcome without ends answers to all."""
    rivals = [other for end, other in taken.items() if not ends or end in ends or end == ""]
    if rivals:
        raise fault(definition, "shadowed", f"{name} and {rivals[0]} answer alike", (source,))
    taken.update(dict.fromkeys(ends or ("",), name))


def every_target_clear(definition: Definition) -> None:
    """A step leads from somewhere to somewhere; only a person chooses among several targets, and never an end by
    going back."""
    for step in definition.steps.values():
        if not step.sources and not isinstance(step, TakeBack):
            raise fault(definition, "no_source", f"{step.name} leaves no state")
        for source in step.sources:
            if not step.targets(source):
                raise fault(definition, "no_target", f"{step.name} leads nowhere from {source}", (source,))
            if _takes_itself(step) and len(step.targets(source)) > 1:
                raise fault(definition, "unclear_target", f"nobody chooses where {step.name} leads", (source,))
        for state in step.target.order if isinstance(step.target, Earlier) else ():
            if state in definition.final:
                raise fault(definition, "back_to_end", f"{step.name} goes back to {state}, which is final", (state,))


def _takes_itself(step: Step) -> bool:
    return not isinstance(step, Transition) or step.by is SYSTEM


def timers(definition: Definition) -> None:
    """A deadline runs where a post holds the file, or the system waits for the moment to act.

    What fires when it passes is the system's, unconditional, and leaves that state.
    """
    for state, stage in definition.stages.items():
        rule = stage.deadline
        if rule is None:
            continue
        if stage.assigned_to is SYSTEM and not rule.then:
            raise fault(definition, "bad_timer", f"nobody has to act in {state}, and nothing happens then", (state,))
        if rule.unit is not Unit.GIVEN and rule.days < 1:
            raise fault(definition, "bad_timer", f"{state} may take {rule.days} days", (state,))
        if not rule.then:
            continue
        transition = definition.transition(rule.then)
        if transition is None or transition.by is not SYSTEM or state not in transition.sources:
            raise fault(definition, "bad_timer", f"{rule.then} cannot fire in {state}", (state,))
        if state in transition.targets(state):
            raise fault(definition, "bad_timer", f"{rule.then} leaves the file where it is late", (state,))
        if transition.guards or any(needed.required for needed in transition.needs):
            raise fault(definition, "bad_timer", f"{rule.then} may be refused, and nobody would see it", (state,))


def ladders(definition: Definition) -> None:
    """Reminders come in order before the end of the time, rungs in order after it, none when the work is gone."""
    for state, stage in definition.stages.items():
        rule = stage.deadline
        if rule is None:
            continue
        if tuple(sorted(set(rule.reminds), reverse=True)) != rule.reminds or min(rule.reminds, default=1) < 1:
            raise fault(definition, "bad_reminder", f"{state} reminds {rule.reminds} days before", (state,))
        late = tuple(rung.days_late for rung in rule.escalates_to)
        if tuple(sorted(late)) != late or min(late, default=0) < 0:
            raise fault(definition, "bad_ladder", f"{state} tells somebody {late} days late", (state,))
        if rule.then and any(late):
            raise fault(definition, "bad_ladder", f"{rule.then} ends it before {late[-1]} days", (state,))


def cancelling(definition: Definition) -> None:
    """`cancel` is the system's, asks nothing and ends the process, wherever it stands."""
    step = definition.steps.get(CANCEL)
    if step is None:
        return
    transition = definition.transition(CANCEL)
    if transition is None or transition.by is not SYSTEM or transition.guards or transition.needs:
        raise fault(definition, "bad_cancel", "the process above takes it without being asked anything")
    for edge in step.edges():
        if edge.target not in definition.final:
            raise fault(definition, "bad_cancel", "it does not end the process", (edge.source, edge.target))


def taking_back(definition: Definition) -> None:
    """What is taken back was sent by a person to another post, who can know that nobody there has opened it."""
    for step in definition.steps.values():
        if not isinstance(step, TakeBack):
            continue
        if not step.of:
            raise fault(definition, "bad_take_back", f"{step.name} takes back nothing")
        for name in step.of:
            sent = definition.transition(name)
            if sent is None or isinstance(sent, TakeBack) or sent.by is SYSTEM:
                raise fault(definition, "bad_take_back", f"{step.name} takes back {name}, which nobody sends")
        for state, sources in step.back.items():
            stage = definition.stages.get(state)
            if stage is None or not isinstance(stage.assigned_to, Role):
                raise fault(definition, "bad_take_back", f"nobody holds what {step.name} takes from {state}", (state,))
            if state in sources:
                raise fault(definition, "bad_take_back", f"{step.name} takes back what stayed in {state}", (state,))


def joins(definition: Definition) -> None:
    """A quorum says what it counts, and what happens when it is missed."""
    for outcome in definition.outcomes():
        if not outcome.enough.quorum:
            continue
        if outcome.enough.quorum < 1 or not outcome.ends:
            raise fault(definition, "bad_quorum", f"{outcome.name} does not say which answers count", outcome.sources)
        for source in outcome.sources:
            answered = any(
                other.child == outcome.child and source in other.sources and not other.enough.quorum
                for other in definition.outcomes()
            )
            if not answered:
                raise fault(definition, "bad_quorum", f"{source} waits for ever when {outcome.name} fails", (source,))
    for first, second in combinations([o for o in definition.outcomes() if o.enough.quorum], 2):
        shared = [source for source in first.sources if source in second.sources and first.child == second.child]
        if shared and (_is_enough_before(first, second) or _is_enough_before(second, first, declared_first=False)):
            raise fault(definition, "shadowed", f"{first.name} and {second.name} count alike", (shared[0],))


def _is_enough_before(one: Outcome, other: Outcome, *, declared_first: bool = True) -> bool:
    """Whenever `other` has what it waits for, has `one` had it before (or at once, and stands first)?"""
    counted, needed = one.enough.quorum, other.enough.quorum
    return set(other.ends) <= set(one.ends) and (counted < needed or (declared_first and counted == needed))


def settling(definition: Definition) -> None:
    """A settled state is one where somebody still holds the file; what has settled never unsettles."""
    for state in definition.settled:
        if state not in definition.stages:
            raise fault(definition, "bad_settled", f"{state} has no stage, so it is no state to wait in", (state,))
        if state in definition.initials():
            raise fault(definition, "bad_settled", f"it begins in {state}, so nobody hears its answer", (state,))
    for edge in edges(definition):
        if definition.has_answered(edge.source) and not definition.has_answered(edge.target):
            raise fault(definition, "bad_settled", f"{edge.step.name} takes an answer back", (edge.source, edge.target))


def inputs_told_apart(definition: Definition) -> None:
    """One step asks for one thing once; "target" is where the actor's choice of the next state comes in."""
    for transition in definition.transitions():
        for key, count in Counter(needed.key for needed in transition.needs).items():
            if count > 1:
                raise fault(definition, "input_twice", f"{transition.name} asks twice for {key}")
            if key == "target":
                raise fault(definition, "reserved_name", f"{transition.name} asks for {key}, which names a state")


def separation_bites(definition: Definition) -> None:
    """Only persons are kept from a step, and only by what a person did."""
    for transition in definition.transitions():
        if transition.by is SYSTEM and transition.not_by:
            raise fault(definition, "idle_separation", f"nobody takes {transition.name}, so nobody is kept from it")
        for name in transition.not_by:
            other = definition.transition(name)
            if other is not None and other.by is SYSTEM:
                raise fault(definition, "idle_separation", f"{transition.name} is not_by {name}, which nobody takes")
