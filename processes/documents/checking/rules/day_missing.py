"""Month and year are written, the day is not: a draft may leave it to the clerk, an issued plan may not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import PLACE_AND_DAY
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.NOTE, PLACE_AND_DAY)
def day_missing(facts: PlanFacts, context: Context) -> Iterator[Found]:
    month = re.fullmatch(r"(\d{4})-(\d{2})", facts.date.value or "")
    if month:
        yield Found("date", month[0], facts.date.place, {"month": str(int(month[2])), "year": month[1]})
