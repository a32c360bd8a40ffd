"""The language in which processes are written, and its compilation onto `viewflow.fsm.State`.

A definition is data: a transition has no body, so all that it causes stands in its arguments. viewflow stays the
machine: the engine calls its bound transitions, and what may be done now is its answer, filtered by authority.
This is the only module that imports viewflow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from viewflow import fsm
from viewflow.fsm.base import NoTransition, TransitionConditionsUnmet

from .language import (
    ALL,
    HOLDER,
    SAME,
    SYSTEM,
    By,
    Earlier,
    Edge,
    Enough,
    Guard,
    Manner,
    Outcome,
    Participant,
    Principal,
    Reveal,
    Role,
    Service,
    Stage,
    State,
    Step,
    TakeBack,
    Target,
    Text,
    Transition,
    Verdict,
    guard,
    holds,
    missing,
    quorum,
    service,
    states_of,
)

if TYPE_CHECKING:
    from .context import Context

__all__ = [
    "ALL",
    "HOLDER",
    "SAME",
    "SYSTEM",
    "By",
    "DefinitionError",
    "Earlier",
    "Edge",
    "Enough",
    "Guard",
    "GuardUnmet",
    "Machine",
    "Manner",
    "NoEdge",
    "Outcome",
    "Participant",
    "Principal",
    "ProcessDefinition",
    "Reveal",
    "Role",
    "Service",
    "Stage",
    "State",
    "Step",
    "TakeBack",
    "Target",
    "Text",
    "Transition",
    "Verdict",
    "compile_machine",
    "guard",
    "holds",
    "missing",
    "quorum",
    "service",
]


# --- the definition


class DefinitionError(Exception):
    """A definition that cannot be right. `fault` names the rule, `path` shows where (states from the start on)."""

    def __init__(self, definition: str, fault: str, detail: str, path: Sequence[State] = ()) -> None:
        self.definition, self.fault, self.detail, self.path = definition, fault, detail, tuple(path)
        where = f" [{' → '.join(self.path)}]" if path else ""
        super().__init__(f"{definition}: {fault}: {detail}{where}")


class _Namespace(dict[str, Any]):
    """A class body in which a second step of one name is an error, not a silent replacement."""

    def __setitem__(self, key: str, value: Any) -> None:
        if isinstance(self.get(key), Step):
            raise DefinitionError(str(self.get("__qualname__")), "shadowed", f"two steps are named {key}")
        super().__setitem__(key, value)


class _DefinitionType(type):
    @classmethod
    def __prepare__(cls, name: str, bases: tuple[type, ...], /, **kwargs: Any) -> _Namespace:
        return _Namespace()

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: _Namespace, **kwargs: Any) -> type:
        return super().__new__(cls, name, bases, dict(namespace), **kwargs)


class ProcessDefinition(metaclass=_DefinitionType):
    """Base of every process. A subclass is compiled and verified when its module is imported."""

    key: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[Text]
    subject: ClassVar[str]  # "processes.Plan": the model the process is about
    reveals: ClassVar[Reveal] = Reveal.WORKING
    states: ClassVar[type[models.TextChoices]]
    initial: ClassVar[State | Sequence[State]]
    final: ClassVar[Sequence[State]]
    settled: ClassVar[Sequence[State]] = ()  # open still, but the process above no longer waits: late answers
    stages: ClassVar[Mapping[State, Stage]]
    starts_by: ClassVar[By] = SYSTEM
    machine: ClassVar[type[Machine]]
    steps: ClassVar[Mapping[str, Step]]

    def __init_subclass__(cls) -> None:
        from .verification import verify

        cls.steps = {name: value for name, value in vars(cls).items() if isinstance(value, Step)}
        for step in cls.steps.values():
            if isinstance(step, TakeBack):
                step.turn_round(cls.steps)
        verify(cls)
        cls.machine = compile_machine(cls)

    @classmethod
    def initials(cls) -> tuple[State, ...]:
        return states_of(cls.initial)

    @classmethod
    def transitions(cls) -> Iterator[Transition]:
        return (step for step in cls.steps.values() if isinstance(step, Transition))

    @classmethod
    def outcomes(cls) -> Iterator[Outcome]:
        return (step for step in cls.steps.values() if isinstance(step, Outcome))

    @classmethod
    def transition(cls, name: str) -> Transition | None:
        step = cls.steps.get(name)
        return step if isinstance(step, Transition) else None

    @classmethod
    def actor_of(cls, step: Transition, state: State) -> By:
        """Who may take `step` in `state`: HOLDER stands for whoever the stage is assigned to."""
        return cls.stages[state].assigned_to if step.by is HOLDER else step.by

    @classmethod
    def roles(cls) -> set[Role]:
        """Every role that the definition names."""
        actors: list[By] = [cls.starts_by, *(stage.assigned_to for stage in cls.stages.values())]
        for step in cls.steps.values():
            actors += [*step.notifies, *([step.by] if isinstance(step, Transition) else [])]
        rules = [stage.deadline for stage in cls.stages.values() if stage.deadline]
        actors += [rung.role for rule in rules for rung in rule.escalates_to]
        return {actor for actor in actors if isinstance(actor, Role)}

    @classmethod
    def state_title(cls, state: State) -> str:
        return str(cls.states(state).label)

    @classmethod
    def is_final(cls, state: State) -> bool:
        return state in cls.final

    @classmethod
    def has_answered(cls, state: State) -> bool:
        """Does the process above no longer wait for one that is in this state?"""
        return state in cls.final or state in cls.settled


# --- compilation onto viewflow


class NoEdge(Exception):
    """viewflow knows no transition of this name from this state (to this target)."""


class GuardUnmet(Exception):
    """A condition does not hold; `verdict` says what is missing."""

    def __init__(self, guard: Guard, verdict: Verdict) -> None:
        super().__init__(guard.name)
        self.guard, self.verdict = guard, verdict


def _method(name: str, target: State) -> str:
    """viewflow keeps one transition per name and source, so each target has a method of its own."""
    return f"{name}__to__{target}"


class Machine:
    """One instance under viewflow's rule. `context` carries what the guards judge by."""

    state: ClassVar[Any]
    definition: ClassVar[type[ProcessDefinition]]

    def __init__(self, context: Context) -> None:
        self.context = context

    def move(self, name: str, target: State) -> None:
        """Let viewflow take the step. Raises NoEdge or GuardUnmet; on success the instance has its new state."""
        bound = self._bound(name, target)
        try:
            bound()
        except NoTransition as error:
            raise NoEdge(name) from error
        except TransitionConditionsUnmet as error:
            failed = error.failed_condition.guard
            raise GuardUnmet(failed, self.context.verdicts[failed.name]) from error

    def targets(self, name: str) -> tuple[State, ...]:
        """Where `name` can lead from the present state, as viewflow knows it."""
        state = self.context.instance.state
        prefix = _method(name, "")
        methods = {m for m in vars(type(self)) if m.startswith(prefix)}
        return tuple(
            str(edge.target) for edge in type(self).state.get_outgoing_transitions(state) if edge.slug in methods
        )

    def available(self) -> list[str]:
        """The names of the steps that leave the present state, in the definition's order."""
        outgoing = {edge.slug for edge in type(self).state.get_outgoing_transitions(self.context.instance.state)}
        return [
            name for name in self.definition.steps if any(method.startswith(_method(name, "")) for method in outgoing)
        ]

    def _bound(self, name: str, target: State) -> Any:
        try:
            return getattr(self, _method(name, target))
        except AttributeError:
            raise NoEdge(name) from None


class _Condition:
    """A guard as viewflow's condition; the verdict is kept so that the refusal can name what is missing."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    def __call__(self, machine: Machine) -> Any:
        verdict = machine.context.judge(self.guard)
        return fsm.State.CONDITION(verdict.ok, unmet=self.guard.name)


def compile_machine(definition: type[ProcessDefinition]) -> type[Machine]:
    """A viewflow class with one method for each (step, target)."""
    state = fsm.State(list(definition.states.values), default=definition.initials()[0])
    state.getter()(lambda machine: machine.context.instance.state)
    state.setter()(lambda machine, value: setattr(machine.context.instance, "state", str(value)))
    namespace: dict[str, Any] = {"state": state, "definition": definition}
    for step in definition.steps.values():
        for target in dict.fromkeys(edge.target for edge in step.edges()):
            namespace[_method(step.name, target)] = _viewflow_method(state, step, target)
    return type(f"{definition.__name__}Machine", (Machine,), namespace)


def _viewflow_method(state: Any, step: Step, target: State) -> Any:
    def body(machine: Machine) -> None:
        """Nothing: what a transition causes stands in its definition and is done by the engine."""

    body.__name__ = body.__qualname__ = _method(step.name, target)
    guards = step.guards if isinstance(step, Transition) else ()
    return state.transition(
        source=[edge.source for edge in step.edges() if edge.target == target],
        target=target,
        label=str(step.name),
        conditions=[_Condition(g) for g in guards],
        permission=None,  # authority is judged by workflow.authorization before the machine moves
        custom={"step": step},
    )(body)
