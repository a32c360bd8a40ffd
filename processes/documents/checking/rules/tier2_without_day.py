"""Who consolidates the reports of others has a day for it too."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import REPORTING
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.checking.rules.report_without_day import ON_DEMAND
from processes.documents.facts import Cycle, PlanFacts, ReportRule


@rule(Severity.SHOULD, REPORTING)
def tier2_without_day(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Each consolidator once, with the cycles for which it has no day, or is only spoken of."""
    asked: dict[str, list[int]] = {}
    for number, report in enumerate(facts.reports):
        who = _consolidator(report)
        if report.tier == 1 and who and report.cycle not in ON_DEMAND and not _has_day(report.cycle, facts):
            asked.setdefault(who, []).append(number)
    for who, numbers in asked.items():
        first = facts.reports[numbers[0]]
        second = (one.place for one in facts.reports if one.tier == 2 and one.cycle is first.cycle)
        cycles = ", ".join(dict.fromkeys(facts.reports[number].cycle.value for number in numbers))
        place = next(second, first.place)
        yield Found(f"reports[{numbers[0]}]", f"{who} {cycles}", place, {"who": who, "cycle": cycles})


def _has_day(cycle: Cycle, facts: PlanFacts) -> bool:
    """A consolidation that comes once closes the year of a plan."""
    enough = {cycle, Cycle.ONCE} if cycle is Cycle.ANNUAL else {cycle}
    return any(one.tier == 2 and one.due and one.cycle in enough for one in facts.reports)


def _consolidator(report: ReportRule) -> str:
    """Through whom it goes, or who passes it on."""
    return report.via or (report.to[0] if report.to and report.onward else "")
