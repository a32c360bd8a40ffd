"""The place of issue stands before the day."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import PLACE_AND_DAY
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.MUST, PLACE_AND_DAY)
def place_missing(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if not facts.place.known:
        yield Found("place", "", facts.place.place)
