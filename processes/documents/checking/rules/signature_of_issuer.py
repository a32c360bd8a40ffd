"""Who issues decides the form: TM. for the People's Committee, none where its Chairman issues alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_signer
from processes.documents.checking.context import Context
from processes.documents.checking.folding import fold
from processes.documents.checking.laws import SIGNATURE
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

COLLECTIVE = "TM. ỦY BAN NHÂN DÂN"


@rule(Severity.SHOULD, SIGNATURE)
def signature_of_issuer(facts: PlanFacts, context: Context) -> Iterator[Found]:
    signer, issuer = facts.signer, facts.issuer.value or ""
    if signer is None or not (signer.on_behalf or signer.authority or signer.title):
        return
    is_person, is_collective = fold(issuer).startswith("chu tich"), fold(issuer).startswith("ubnd")
    if is_person and signer.for_collective:
        repair = Repair(with_signer(replace(signer, on_behalf="")))
        place = context.line_with(signer.on_behalf, signer.place)
        yield Found("signer", signer.on_behalf, place, {"issuer": issuer}, (repair,), "of_a_person")
    if is_collective and not signer.for_collective:
        repair = Repair(with_signer(replace(signer, on_behalf=COLLECTIVE)))
        written = signer.authority or signer.title
        params = {"issuer": issuer, "right": COLLECTIVE}
        place = context.line_with(written, signer.place)
        yield Found("signer", written, place, params, (repair,), "of_a_collective")
