"""The subject stands under the type's name: not empty, without "V/v", without the type again, without an end stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.context import Context
from processes.documents.checking.laws import TITLE
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.MUST, TITLE)
def title_form(facts: PlanFacts, context: Context) -> Iterator[Found]:
    written = (facts.title.value or "").strip()
    if not written:
        yield Found("title", "", facts.title.place, case="missing")
        return
    right = re.sub(r"^[Vv]\s*/\s*v\s+", "Về việc ", written).rstrip(" .;,:")
    kind = (facts.kind.value or "").lower()
    if kind and right.lower().startswith(f"{kind} {kind} "):
        right = right[len(kind) + 1 :]
    if right != written:
        repair = Repair(lambda plan: replace(plan, title=replace(plan.title, value=right)))
        yield Found("title", written, facts.title.place, {"written": written, "right": right}, (repair,))
