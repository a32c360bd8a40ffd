"""A basis is in force on the plan's day."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT
from processes.documents.checking.replaced import REPLACED, REPLACED_LAWS, Replaced
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import BasisDocument, PlanFacts


@rule(Severity.SHOULD, CONTENT)
def basis_replaced(facts: PlanFacts, context: Context) -> Iterator[Found]:
    day = context.day_of(facts)
    for number, basis in enumerate(facts.bases):
        for document in basis.documents:
            known = _known(document)
            if known and known.since <= day and known.by.split(" ")[0] not in basis.text:
                name = f"{document.kind} số {document.number}" if document.number else document.kind
                params = {"document": name, "by": known.by, "since": known.since.isoformat()}
                yield Found(f"bases[{number}]", name, basis.place, params)


def _known(document: BasisDocument) -> Replaced | None:
    """By its number; a law by its name and day."""
    if document.number:
        return REPLACED.get(document.number.upper())
    laws = (found for (law, day), found in REPLACED_LAWS.items() if day == document.date and _names(document, law))
    return next(laws, None)


def _names(document: BasisDocument, law: str) -> bool:
    return document.kind.lower().startswith(law.lower())
