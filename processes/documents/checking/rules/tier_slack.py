"""Between the reports of agencies and their consolidation lie five days at least."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from processes.documents.checking.context import Context
from processes.documents.checking.days import day_of_month, first_due
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts, ReportRule

LEAST_DAYS = 5


@rule(Severity.SHOULD, OWN)
def tier_slack(facts: PlanFacts, context: Context) -> Iterator[Found]:
    day = context.day_of(facts)
    firsts = [report for report in facts.reports if report.tier == 1 and not report.task_ref]
    for number, second in enumerate(facts.reports):
        if second.tier != 2 or second.task_ref:
            continue
        for first in firsts:
            days = _between(first, second, day) if first.cycle is second.cycle else None
            if days is not None and _nearest(first, second, firsts, day) and days < LEAST_DAYS:
                params = {"first": first.who, "second": second.who, "days": str(days), "least": str(LEAST_DAYS)}
                subject = f"{first.who} {first.due} {second.who} {second.due}"
                yield Found(f"reports[{number}].due", subject, second.place, params)


def _between(first: ReportRule, second: ReportRule, day: date) -> int | None:
    one, other = day_of_month(first), day_of_month(second)
    if one is not None and other is not None:
        return other - one
    start, end = first_due(first, date(day.year, 1, 1)), first_due(second, date(day.year, 1, 1))
    return (end - start).days if start and end else None


def _nearest(first: ReportRule, second: ReportRule, firsts: list[ReportRule], day: date) -> bool:
    """Of several days a year, each consolidation follows the one nearest to it."""
    gaps = [abs(gap) for one in firsts if one.cycle is second.cycle and (gap := _between(one, second, day)) is not None]
    own = _between(first, second, day)
    return own is not None and abs(own) == min(gaps)
