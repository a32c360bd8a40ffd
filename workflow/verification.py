"""Is a definition sound? Every fault is found when its module is imported, and shown with the path that leads to it.

What can be judged only with all definitions at hand stands in cross_verification.py.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .deadline_rules import Unit
from .names_of_entries import MARK_NAMES, MOVE, START, SUCCEED

if TYPE_CHECKING:
    from .definition import DefinitionError, Edge, ProcessDefinition, State

Definition = type["ProcessDefinition"]

CANCEL = "cancel"  # the step by which the process above ends one below
RESERVED = (START, MOVE, SUCCEED, *MARK_NAMES)  # the trail and the messages have these names already


def verify(definition: Definition) -> None:
    """Raises DefinitionError with the first fault: see the functions below, one for each rule."""
    for rule in (
        known_states,
        known_steps,
        names_not_reserved,
        staged,
        somebody_holds,
        nothing_shadowed,
        every_target_clear,
        nothing_after_the_end,
        reachable,
        can_finish,
        holders_can_act,
        timers,
        ladders,
        cancelling,
        taking_back,
        joins,
        settling,
        inputs_told_apart,
        separation_bites,
    ):
        rule(definition)


def fault(definition: Definition, rule: str, detail: str, path: tuple[State, ...] = ()) -> DefinitionError:
    from .definition import DefinitionError

    return DefinitionError(definition.__name__, rule, detail, path)


def edges(definition: Definition) -> Iterator[Edge]:
    for step in definition.steps.values():
        yield from step.edges()


def paths(definition: Definition) -> dict[State, tuple[State, ...]]:
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


# --- states


def known_states(definition: Definition) -> None:
    """Every state that is named exists, the order of an `Earlier` included; there is a start and an end."""
    from .definition import Earlier

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
    from .definition import HOLDER

    if definition.starts_by is HOLDER:
        raise fault(definition, "no_holder", "nobody holds a file before it is opened")
    for state, stage in definition.stages.items():
        if stage.assigned_to is HOLDER:
            raise fault(definition, "no_holder", f"{state} is held by whoever holds it", (state,))


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
    finishing = set(definition.final)
    grown = True
    while grown:
        ways = (e for e in edges(definition) if e.step.name != CANCEL and e.target in finishing)
        more = {e.source for e in ways} - finishing
        finishing |= more
        grown = bool(more)
    for state, path in paths(definition).items():
        if state not in finishing:
            raise fault(definition, "no_end", f"no way leads from {state} to an end", path)


def holders_can_act(definition: Definition) -> None:
    """The post to which a state hands the file has a step to take there."""
    from .definition import SYSTEM

    for state, stage in definition.stages.items():
        if stage.assigned_to is SYSTEM:
            continue
        leaving = (t for t in definition.transitions() if state in t.sources)
        if not any(definition.actor_of(t, state) == stage.assigned_to for t in leaving):
            path = paths(definition).get(state, (state,))
            raise fault(definition, "idle_holder", f"{stage.assigned_to.key} can do nothing in {state}", path)


# --- steps


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
    """A step leads somewhere; only a person can choose among several targets, and never an end by going back."""
    from .definition import Earlier, Outcome

    for step in definition.steps.values():
        for source in step.sources:
            if not step.targets(source):
                raise fault(definition, "no_target", f"{step.name} leads nowhere from {source}", (source,))
            if isinstance(step, Outcome) and len(step.targets(source)) > 1:
                raise fault(definition, "unclear_target", f"nobody chooses where {step.name} leads", (source,))
        for state in step.target.order if isinstance(step.target, Earlier) else ():
            if state in definition.final:
                raise fault(definition, "back_to_end", f"{step.name} goes back to {state}, which is final", (state,))


def timers(definition: Definition) -> None:
    """A deadline runs where a post holds the file, or the system waits for the moment to act.

    What fires when it passes is the system's, unconditional, and leaves that state.
    """
    from .definition import SYSTEM

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
    from .definition import SYSTEM

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
    from .definition import SYSTEM, Role, TakeBack

    for step in definition.steps.values():
        if not isinstance(step, TakeBack):
            continue
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


def settling(definition: Definition) -> None:
    """A settled state is one where somebody still holds the file; what has settled never unsettles."""
    for state in definition.settled:
        if state not in definition.stages:
            raise fault(definition, "bad_settled", f"{state} has no stage, so it is no state to wait in", (state,))
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
    from .definition import SYSTEM

    for transition in definition.transitions():
        if transition.by is SYSTEM and transition.not_by:
            raise fault(definition, "idle_separation", f"nobody takes {transition.name}, so nobody is kept from it")
        for name in transition.not_by:
            other = definition.transition(name)
            if other is not None and other.by is SYSTEM:
                raise fault(definition, "idle_separation", f"{transition.name} is not_by {name}, which nobody takes")
