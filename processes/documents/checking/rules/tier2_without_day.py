"""Who consolidates the reports of others has a day for it too."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import REPORTING
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.checking.rules.report_without_day import ON_DEMAND
from processes.documents.facts import PlanFacts, ReportRule


@rule(Severity.SHOULD, REPORTING)
def tier2_without_day(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """For each cycle once: a consolidation with its day, or with none, or none at all although one is spoken of."""
    second = [report for report in facts.reports if report.tier == 2]
    asked: set[tuple[str, str]] = set()
    for number, report in enumerate(facts.reports):
        if report.tier != 1 or report.cycle in ON_DEMAND or not _consolidator(report):
            continue
        key = (_consolidator(report), report.cycle.value)
        if key not in asked and not any(one.due and one.cycle is report.cycle for one in second):
            asked.add(key)
            place = next((one.place for one in second if one.cycle is report.cycle), report.place)
            params = {"who": key[0], "cycle": key[1]}
            yield Found(f"reports[{number}]", f"{key[0]} {key[1]}", place, params)


def _consolidator(report: ReportRule) -> str:
    """Through whom it goes, or who passes it on."""
    return report.via or (report.to[0] if report.to and report.onward else "")
