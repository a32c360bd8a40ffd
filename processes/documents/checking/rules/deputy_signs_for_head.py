"""A deputy signs for the head: "KT. CHỦ TỊCH" stands above "PHÓ CHỦ TỊCH"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_signer
from processes.documents.checking.context import Context
from processes.documents.checking.laws import SIGNATURE
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

DEPUTY = "PHÓ "


@rule(Severity.MUST, SIGNATURE)
def deputy_signs_for_head(facts: PlanFacts, context: Context) -> Iterator[Found]:
    signer = facts.signer
    if signer is None or not signer.title.upper().startswith(DEPUTY) or signer.authority:
        return
    right = f"KT. {signer.title.upper().removeprefix(DEPUTY)}"
    repair = Repair(with_signer(replace(signer, authority=right)))
    place = context.line_with(signer.title, signer.place)
    yield Found("signer", signer.title, place, {"title": signer.title, "right": right}, (repair,))
