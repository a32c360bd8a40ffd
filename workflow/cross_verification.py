"""Do the definitions fit together? Told by `manage.py check`, because no definition can show it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.apps import apps

from .definition import DefinitionError, ProcessDefinition
from .faults import fault
from .graph import CANCEL, edges, finishing, is_way_on, paths, ways
from .joining import unanswered
from .language import SYSTEM, By, Edge, Outcome, Role, State, Step, TakeBack
from .rights import POSITIONS

Definition = type[ProcessDefinition]


def verify_together(definitions: Iterable[Definition]) -> list[DefinitionError]:
    """Every fault that shows only between definitions: parents and children, posts, subjects, titles."""
    every = list(definitions)
    versions: dict[str, list[Definition]] = {}
    for definition in every:
        versions.setdefault(definition.key, []).append(definition)
    found: list[DefinitionError] = []
    for definition in every:
        found += _children_known(definition, versions)
        found += _parents_steps_known(definition, every)
        found += _stoppable(definition)
        found += _participants_filled(definition)
        found += _posts_exist(definition)
        found += _subject_exists(definition)
        found += _titles_differ(definition)
    newest = {key: max(known, key=lambda one: one.version) for key, known in versions.items()}
    return [*found, *_answers_come(every, newest)]


def _children_known(definition: Definition, versions: dict[str, list[Definition]]) -> Iterator[DefinitionError]:
    """An outcome waits for a process that exists, and every end of that process is answered where it is waited for.

    Of that process in every version: a file of an older one opens its children under the newest, and one that has
    been moved to a newer version still waits for children of an older one.
    """
    waiting: dict[tuple[State, str], None] = {}
    for outcome in definition.outcomes():
        if outcome.child not in versions:
            yield fault(definition, "unknown_child", f"{outcome.name} waits for {outcome.child}", outcome.sources)
            continue
        for end in outcome.ends:
            if not any(child.has_answered(end) for child in versions[outcome.child]):
                yield fault(definition, "unknown_end", f"{outcome.name}: {outcome.child} never ends in {end}")
        if not outcome.enough.quorum:
            waiting |= dict.fromkeys((source, outcome.child) for source in outcome.sources)
    for source, key in waiting:
        for end in dict.fromkeys(end for child in versions[key] for end in unanswered(definition, source, child)):
            yield fault(definition, "unanswered_end", f"{source} waits on when {key} ends in {end}", (source,))


def _answers_come(every: Sequence[Definition], newest: Mapping[str, Definition]) -> Iterator[DefinitionError]:
    """No process waits for one below it that can end only by its leave, or that waits for it in turn."""
    at_best = _attained(every, newest, lambda edge: not isinstance(edge.step, TakeBack))
    by_themselves = _attained(every, newest, is_way_on)
    for definition in every:
        found = paths(definition)
        for outcome in definition.outcomes():
            if not _may_fire(outcome, newest, at_best):
                detail = f"{outcome.name} waits for an answer that {outcome.child} never gives"
                yield fault(definition, "never_answered", detail, found.get(outcome.sources[0], ()))
        ends = finishing(
            definition, definition.final, lambda edge: is_way_on(edge) and _may_fire(edge.step, newest, by_themselves)
        )
        stuck = next(((o.child, s) for o in definition.outcomes() for s in o.sources if s not in ends), None)
        if stuck is not None:
            awaited, state = stuck
            detail = f"{state} waits for {awaited}, which cannot end before it"
            yield fault(definition, "deadlock", detail, found.get(state, (state,)))


Attained = dict[tuple[str, int], set[State]]


def _attained(
    every: Sequence[Definition], newest: Mapping[str, Definition], usable: Callable[[Edge], bool]
) -> Attained:
    """The states into which each can come along `usable` edges, an outcome only after what it waits for: the least
    fixed point, so that of two processes which wait for each other neither comes any further."""
    found: Attained = {(one.key, one.version): set(one.initials()) for one in every}
    grown = True
    while grown:
        grown = False
        for one in every:
            given = [edge for edge in edges(one) if usable(edge) and _may_fire(edge.step, newest, found)]
            states = set(ways(one.initials(), given))
            grown = grown or states != found[one.key, one.version]
            found[one.key, one.version] = states
    return found


def _may_fire(step: Step, newest: Mapping[str, Definition], attained: Attained) -> bool:
    """A step that waits for nothing may; an outcome when its child can come to one of the answers that count."""
    child = newest.get(step.child) if isinstance(step, Outcome) else None
    if not isinstance(step, Outcome) or child is None:  # an unknown child has a fault of its own
        return True
    answers = step.ends or (*child.final, *child.settled)
    return bool(set(answers) & attained[child.key, child.version])


def _parents_steps_known(definition: Definition, every: Sequence[Definition]) -> Iterator[DefinitionError]:
    """ "parent.revise": one of the processes that wait for this one has a transition of that name."""
    parents = [other for other in every if any(outcome.child == definition.key for outcome in other.outcomes())]
    for transition in definition.transitions():
        for name in transition.not_by:
            step = name.removeprefix("parent.")
            if step != name and step != "start" and not any(parent.transition(step) for parent in parents):
                yield fault(definition, "unknown_transition", f"{transition.name} is not_by {name}")


def _stoppable(definition: Definition) -> Iterator[DefinitionError]:
    """What the system opens below another process ends with it, wherever it stands."""
    if definition.starts_by is not SYSTEM:
        return
    step = definition.steps.get(CANCEL)
    for state in definition.stages:
        if step is None or state not in step.sources:
            yield fault(definition, "no_cancel", f"the process above cannot stop it in {state}", (state,))


def _participants_filled(definition: Definition) -> Iterator[DefinitionError]:
    """Who opens a file brings one agency, the own one; every other part needs a mandate that says who takes it."""
    opener: By = definition.starts_by
    if not isinstance(opener, Role):
        return
    for role in sorted(definition.roles(), key=lambda role: role.key):
        if not role.at.mandate and role.at != opener.at:
            yield fault(definition, "unfilled_part", f"no agency takes the part {role.at.key} of {role.key}")


def _posts_exist(definition: Definition) -> Iterator[DefinitionError]:
    for role in sorted(definition.roles(), key=lambda role: role.key):
        if role.position not in POSITIONS:
            yield fault(definition, "unknown_position", f"{role.key} is held by {role.position}")


def _subject_exists(definition: Definition) -> Iterator[DefinitionError]:
    try:
        apps.get_model(definition.subject)
    except (LookupError, ValueError):
        yield fault(definition, "unknown_subject", f"there is no model {definition.subject}")


def _titles_differ(definition: Definition) -> Iterator[DefinitionError]:
    """A person who may take two steps from one state must be able to tell them apart."""
    for state in definition.stages:
        titles: dict[tuple[str, By], str] = {}
        for transition in definition.transitions():
            if state not in transition.sources:
                continue
            name = titles.setdefault((str(transition.title), definition.actor_of(transition, state)), transition.name)
            if name != transition.name:
                yield fault(definition, "shadowed", f"{name} and {transition.name} have one title", (state,))
