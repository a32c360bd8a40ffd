"""Before the signer's name stands no academic title or degree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_signer
from processes.documents.checking.context import Context
from processes.documents.checking.laws import SIGNATURE
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

_DEGREES = re.compile(r"(?:(?:GS|PGS|TSKH|TS|ThS|Ths|BS|KS|CN|NGƯT|NGND|Tiến sĩ|Thạc sĩ|Kỹ sư|Bác sĩ|Giáo sư)[.,\s]+)+")


@rule(Severity.SHOULD, SIGNATURE)
def signer_without_degrees(facts: PlanFacts, context: Context) -> Iterator[Found]:
    signer = facts.signer
    found = _DEGREES.match(signer.name) if signer else None
    if signer is None or not found:
        return
    right = signer.name[found.end() :]
    repair = Repair(with_signer(replace(signer, name=right)))
    place = context.line_with(signer.name, signer.place)
    yield Found("signer", signer.name, place, {"written": signer.name, "right": right}, (repair,))
