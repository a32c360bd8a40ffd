"""The number: Arabic figures, below 10 with a 0 before it, no space before the slash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.context import Context
from processes.documents.checking.laws import NUMBER
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

_SPACED = re.compile(r"\d+(?:\s+/\s*|\s*/\s+)[A-ZĐ][\w-]*")


@rule(Severity.SHOULD, NUMBER)
def number_form(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if not facts.number.known:
        return
    written = facts.number.value or ""
    if written.isdigit() and len(written) == 1:
        right = written.zfill(2)
        repair = Repair(lambda plan: replace(plan, number=replace(plan.number, value=right)))
        yield Found("number", written, facts.number.place, {"written": written, "right": right}, (repair,), "unpadded")
    spaced = _SPACED.search(context.text_of(facts.number.place))
    if spaced:
        yield Found("number", spaced.group(), facts.number.place, {"written": spaced.group()}, (), "spaced")
