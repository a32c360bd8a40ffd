"""A basis is older than what rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT, OWN
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.MUST, (*CONTENT, *OWN))
def basis_dated_after_plan(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """A plan without its day is judged by the day of checking: it cannot be issued before."""
    day = facts.date.value if len(facts.date.value or "") == len("2021-08-01") else ""
    limit = day or (f"{facts.date.value}-31" if facts.date.value else context.today.isoformat())
    for number, basis in enumerate(facts.bases):
        for document in basis.documents:
            if document.date and document.date > limit and _is_day(document.date):
                name = f"{document.kind} số {document.number}" if document.number else document.kind
                params = {"document": name, "date": document.date, "plan": day or ""}
                yield Found(f"bases[{number}]", f"{name} {document.date}", basis.place, params)


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
