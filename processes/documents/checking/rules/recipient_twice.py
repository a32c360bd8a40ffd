"""One body stands once among the recipients."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.changes import with_recipient
from processes.documents.checking.context import Context
from processes.documents.checking.folding import fold
from processes.documents.checking.laws import RECIPIENTS
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.SHOULD, RECIPIENTS)
def recipient_twice(facts: PlanFacts, context: Context) -> Iterator[Found]:
    seen: set[str] = set()
    for number, one in enumerate(facts.recipients):
        if fold(one.name) in seen:
            repair = Repair(with_recipient(number, None))
            yield Found(f"recipients[{number}]", one.name, one.place, {"name": one.name}, (repair,))
        seen.add(fold(one.name))
