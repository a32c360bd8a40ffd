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
    """Each sentence once, with its cycles. Who consolidates is asked by `tier2_without_day`."""
    asked: dict[tuple[str, str], list[int]] = {}
    for number, report in enumerate(facts.reports):
        if report.tier == 1 and report.cycle not in ON_DEMAND and not report.due:
            asked.setdefault((report.who, report.quote), []).append(number)
    for (who, _quote), numbers in asked.items():
        first = facts.reports[numbers[0]]
        cycles = ", ".join(dict.fromkeys(facts.reports[number].cycle.value for number in numbers))
        yield Found(f"reports[{numbers[0]}].due", f"{who} {cycles}", first.place, {"who": who, "cycle": cycles})
