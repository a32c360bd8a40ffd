"""A report goes to somebody."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import REPORTING
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import Cycle, PlanFacts


@rule(Severity.SHOULD, REPORTING)
def report_without_receiver(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for number, report in enumerate(facts.reports):
        if not report.to and report.cycle is not Cycle.ADHOC:
            yield Found(f"reports[{number}].to", f"{report.who} {report.due}", report.place, {"who": report.who})
