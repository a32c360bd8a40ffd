"""Nobody is named who signs."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import SIGNATURE
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.MUST, SIGNATURE)
def signer_missing(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if facts.signer is None or not (facts.signer.authority or facts.signer.title).strip():
        yield Found("signer", "")
