"""The number must stand at the head; found only in "Kèm theo …" of an annex it proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import NUMBER
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.SHOULD, NUMBER)
def number_only_in_annex(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if not facts.number.known or not re.search(r"kèm theo", context.text_of(facts.number.place), re.IGNORECASE):
        return
    yield Found("number", facts.number.value or "", facts.number.place, {"number": facts.number.value or ""})
