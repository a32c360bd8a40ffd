"""Money comes from somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import BUDGET
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.SHOULD, BUDGET)
def cost_without_source(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for number, line in enumerate(facts.costs):
        if line.amount and not line.source.strip():
            yield Found(f"costs[{number}].source", line.content, line.place, {"content": line.content})
