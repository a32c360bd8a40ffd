"""The shape of a rule and of what it finds. A rule gives a code and facts; the portal makes sentences of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from processes.documents.checking.context import Context
from processes.documents.checking.laws import Law
from processes.documents.facts import Place, PlanFacts


class Severity(StrEnum):
    MUST = "must"  # wrong by a rule that binds, or it cannot be carried out
    SHOULD = "should"
    NOTE = "note"  # worth a look, often meant so


@dataclass(frozen=True)
class Repair:
    """One click. `label`: the code of its words, `params`: what stands in them. `apply` never changes its argument."""

    apply: Callable[[PlanFacts], PlanFacts]
    label: str = "repair"
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """`path`: the fact ("tasks[II.1].time"). `subject`: the words at fault; while they stay, so does a waiver."""

    path: str
    subject: str
    place: Place | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    case: str = ""  # which of several sentences, where a rule has several


Find = Callable[[PlanFacts, Context], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    code: str
    severity: Severity
    laws: tuple[Law, ...]
    find: Find

    def law(self, day: date) -> Law | None:
        """By which the rule holds on `day`; None: it does not hold."""
        return next((law for law in self.laws if law.holds(day)), None)

    def __call__(self, facts: PlanFacts, context: Context) -> list[Found]:
        return list(self.find(facts, context))


def rule(severity: Severity, laws: tuple[Law, ...]) -> Callable[[Find], Rule]:
    """The function's name is the rule's code, and the name of its file and of its test."""

    def made(find: Find) -> Rule:
        return Rule(find.__name__, severity, laws, find)

    return made


@dataclass(frozen=True)
class Finding:
    rule: Rule
    law: Law
    found: Found

    @property
    def code(self) -> str:
        return f"{self.rule.code}.{self.found.case}" if self.found.case else self.rule.code

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def is_plain(self) -> bool:
        """There is one way to repair it."""
        return len(self.found.repairs) == 1

    @property
    def fingerprint(self) -> str:
        """The same as long as the rule finds the same words; rows may move."""
        told = "\x1f".join((self.code, self.found.subject))
        return hashlib.sha256(told.encode()).hexdigest()[:32]
