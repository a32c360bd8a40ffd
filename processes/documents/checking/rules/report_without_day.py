"""A report that comes again has its day."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import REPORTING
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import Cycle, PlanFacts

ON_DEMAND = (Cycle.ADHOC, Cycle.DAILY)


@rule(Severity.SHOULD, REPORTING)
def report_without_day(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Of who reports first; what is consolidated is asked for by `tier2_without_day`."""
    for number, report in enumerate(facts.reports):
        if report.tier == 1 and report.cycle not in ON_DEMAND and not report.due:
            params = {"who": report.who}
            yield Found(f"reports[{number}].due", f"{report.who} {report.cycle.value}", report.place, params)
