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
    """A plan without its day is judged by the day of checking, or its month's end: it cannot be issued before."""
    written = facts.date.value or ""
    is_month = _is_day(f"{written}-01")
    limit = written if _is_day(written) else f"{written}-31" if is_month else context.today.isoformat()
    for number, basis in enumerate(facts.bases):
        for document in basis.documents:
            if document.date > limit and _is_day(document.date):
                name = f"{document.kind} số {document.number}" if document.number else document.kind
                params = {"document": name, "date": document.date}
                yield Found(f"bases[{number}]", f"{name} {document.date}", basis.place, params)


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
