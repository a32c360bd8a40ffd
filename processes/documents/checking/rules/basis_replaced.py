"""A basis is in force on the plan's day."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT
from processes.documents.checking.replaced import REPLACED
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.SHOULD, CONTENT)
def basis_replaced(facts: PlanFacts, context: Context) -> Iterator[Found]:
    day = context.day_of(facts)
    for number, basis in enumerate(facts.bases):
        for document in basis.documents:
            known = REPLACED.get(document.number.upper())
            if known and known.since <= day and known.by.split(" ")[0] not in basis.text:
                params = {"document": f"{document.kind} số {document.number}", "by": known.by}
                params |= {"since": known.since.isoformat()}
                yield Found(f"bases[{number}]", document.number, basis.place, params)
