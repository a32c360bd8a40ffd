"""Month and year are written, the day is not: a draft may leave it to the clerk, an issued plan may not."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import PLACE_AND_DAY
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.NOTE, PLACE_AND_DAY)
def day_missing(facts: PlanFacts, context: Context) -> Iterator[Found]:
    written = facts.date.value or ""
    if len(written) == len("2021-08"):
        year, _dash, month = written.partition("-")
        yield Found("date", written, facts.date.place, {"month": str(int(month)), "year": year})
