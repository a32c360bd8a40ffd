"""The words of which a definition is made: who acts, conditions and effects, stages, steps, joins. Data, no behavior.

`definition.py` puts them together, verifies them and hands them to viewflow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from .deadline_rules import DeadlineRule
from .inputs import Input

if TYPE_CHECKING:
    from .context import Context

Text = str | Promise
State = str


# --- who


@dataclass(frozen=True)
class Participant:
    """A part that an agency takes in a process. With a `mandate`, the agency that holds it on the day is found."""

    key: str
    title: Text
    mandate: str = ""


@dataclass(frozen=True)
class Role:
    """Who acts: the holder of `position` at the agency that takes the part `at`. Its key is guardian's permission."""

    key: str
    title: Text
    position: str
    at: Participant

    @property
    def permission(self) -> str:
        """Codename of guardian's permission on Agency."""
        return f"act_as_{self.key}"


@dataclass(frozen=True)
class Principal:
    """Someone who is not a post: the system itself, or whoever holds the file."""

    key: str


SYSTEM = Principal("system")
HOLDER = Principal("holder")
By = Role | Principal


# --- conditions and effects


@dataclass(frozen=True)
class Verdict:
    """A guard's answer. `missing`: what is still to be done, a sentence each; `reason`: why it holds, recorded."""

    ok: bool
    missing: tuple[Text, ...] = ()
    reason: str = ""

    def __bool__(self) -> bool:
        return self.ok


def holds(reason: str = "") -> Verdict:
    return Verdict(True, reason=reason)


def missing(*sentences: Text) -> Verdict:
    return Verdict(False, missing=sentences)


@dataclass(frozen=True)
class Guard:
    """One condition: a function and the sentence that says it."""

    name: str
    sentence: Text
    judge: Callable[[Context], Verdict]


@dataclass(frozen=True)
class Service:
    """What else a transition writes: rows in the same transaction, no other input or output."""

    name: str
    sentence: Text
    run: Callable[[Context], None]


def guard(sentence: Text) -> Callable[[Callable[[Context], Verdict]], Guard]:
    return lambda function: Guard(function.__name__, sentence, function)


def service(sentence: Text) -> Callable[[Callable[[Context], None]], Service]:
    return lambda function: Service(function.__name__, sentence, function)


# --- steps


class Reveal(StrEnum):
    """What taking part in a process lets an agency see of the whole file."""

    ISSUED = "issued"  # the issued document and its own duties
    DRAFT = "draft"  # also the draft it was asked about
    WORKING = "working"  # everything, the history included


class Manner(StrEnum):
    """What sort of step it is, for the page: one main action, ways back, ways out."""

    FORWARD = "forward"
    EDIT = "edit"
    BACK = "back"
    END = "end"


SAME = "·same·"


@dataclass(frozen=True)
class Earlier:
    """A target chosen by the actor among the states before the present one, in this order."""

    order: tuple[State, ...]

    def before(self, source: State) -> tuple[State, ...]:
        return self.order[: self.order.index(source)] if source in self.order else self.order


Target = State | Earlier


@dataclass(frozen=True)
class Stage:
    """Who holds the file in a state, for how long, and what happens when the time is over."""

    assigned_to: By
    deadline: DeadlineRule | None = None


def states_of(value: State | Sequence[State]) -> tuple[State, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True)
class Edge:
    source: State
    target: State
    step: Step


@dataclass(frozen=True)
class Step:
    """What transitions and outcomes share. `name` is given by the attribute that holds it."""

    title: Text
    source: State | Sequence[State]
    target: Target
    does: Sequence[Service] = ()
    notifies: Sequence[Role] = ()
    name: str = field(default="", kw_only=True)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def sources(self) -> tuple[State, ...]:
        return states_of(self.source)

    def targets(self, source: State) -> tuple[State, ...]:
        """Where it can lead from `source`; more than one: the actor chooses."""
        if isinstance(self.target, Earlier):
            return self.target.before(source)
        return (source,) if self.target == SAME else (self.target,)

    def edges(self) -> Iterator[Edge]:
        for source in self.sources:
            for target in self.targets(source):
                yield Edge(source, target, self)


@dataclass(frozen=True)
class Transition(Step):
    """Something a person does (or, with `by=SYSTEM`, the engine or a background job)."""

    by: By = field(kw_only=True)
    needs: Sequence[Input] = ()
    guards: Sequence[Guard] = ()
    not_by: Sequence[str] = ()  # who did one of these (or "start") may not do this one
    signs: bool = False  # makes a signed document: whoever only stands in during an absence may not
    manner: Manner = Manner.FORWARD


@dataclass(frozen=True)
class TakeBack(Transition):
    """Whoever took one of the steps `of` takes the file back, as long as nobody it went to has opened it.

    It declares no source and no target: they are those of the steps, turned round.
    """

    source: Sequence[State] = field(default=(), init=False)
    target: Target = field(default="", init=False)
    by: By = field(default=Principal("taker"), init=False)
    of: Sequence[str] = field(kw_only=True)
    manner: Manner = Manner.BACK
    back: Mapping[State, tuple[State, ...]] = field(default_factory=dict, init=False, compare=False)  # by turn_round

    @property
    def sources(self) -> tuple[State, ...]:
        return tuple(self.back)

    def targets(self, source: State) -> tuple[State, ...]:
        return self.back.get(source, ())

    def turn_round(self, steps: Mapping[str, Step]) -> None:
        """Learn from the definition's steps where each of `of` leads, and so from where to where to take back."""
        found: dict[State, dict[State, None]] = {}
        for name in self.of:
            for edge in steps[name].edges() if name in steps else ():
                found.setdefault(edge.target, {})[edge.source] = None
        object.__setattr__(self, "back", {state: tuple(sources) for state, sources in found.items()})


@dataclass(frozen=True)
class Enough:
    """When a join has what it waited for: every child has answered, or `quorum` of them as the outcome asks."""

    quorum: int = 0  # 0: all


ALL = Enough()


def quorum(count: int) -> Enough:
    """Enough when `count` children have ended in one of the outcome's `ends`; the others may still answer, late."""
    return Enough(count)


@dataclass(frozen=True)
class Outcome(Step):
    """Fired in the same transaction by the child of `child` whose answer is enough; `ends`: which answers count.

    With ALL the last child to answer decides by the state it ends in; with a quorum those that ended so are counted.
    """

    child: str = field(kw_only=True)
    ends: Sequence[State] = ()
    enough: Enough = ALL
