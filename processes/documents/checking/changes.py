"""Repairs that several rules need: one row replaced, added, left out or moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from processes.documents.facts import Basis, PlanFacts, Recipient, Signer, Task


def with_basis(position: int, text: str) -> Callable[[PlanFacts], PlanFacts]:
    """Documents and place of the basis stay: only its words are another."""

    def apply(facts: PlanFacts) -> PlanFacts:
        changed: list[Basis] = list(facts.bases)
        changed[position] = replace(changed[position], text=text)
        return replace(facts, bases=tuple(changed))

    return apply


def with_recipient(position: int, recipient: Recipient | None) -> Callable[[PlanFacts], PlanFacts]:
    """None: the line is left out."""

    def apply(facts: PlanFacts) -> PlanFacts:
        rows = list(facts.recipients)
        rows[position : position + 1] = [recipient] if recipient else []
        return replace(facts, recipients=tuple(rows))

    return apply


def with_signer(signer: Signer) -> Callable[[PlanFacts], PlanFacts]:
    return lambda facts: replace(facts, signer=signer)


def with_task(ref: str, change: Callable[[Task], Task]) -> Callable[[PlanFacts], PlanFacts]:
    def apply(facts: PlanFacts) -> PlanFacts:
        return replace(facts, tasks=tuple(change(task) if task.ref == ref else task for task in facts.tasks))

    return apply
