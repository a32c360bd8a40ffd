"""A plan's reporting rules become papers with days: who, for which period, until when."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from processes.documents.facts import Cycle, PlanFacts, ReportRule
from processes.models import Consolidation, Plan, Report, ReportDuty
from workflow.models import Agency

from .naming import Names, split_reporters

NOTICE = timedelta(days=30)  # how long before its last day a report is asked for


@dataclass(frozen=True)
class Occurrence:
    """One period: its name, when the report is asked for, its last day (None: the plan gives none)."""

    period: str
    opens_on: date
    due_on: date | None


def plan_reports(plan: Plan, facts: PlanFacts, names: Names, drafting: Agency) -> list[ReportDuty]:
    """Duties with the papers of the plan's first year; five statements. Ad-hoc ones wait for a call."""
    assert plan.issued_on is not None
    duties = ReportDuty.objects.bulk_create(
        [_duty(plan, order, rule, names, drafting) for order, rule in enumerate(facts.reports, start=1)]
    )
    reports: list[Report] = []
    consolidations: list[Consolidation] = []
    for duty, rule in zip(duties, facts.reports, strict=True):
        agencies = _reporters(rule, names)
        for occurrence in occurrences(rule, plan.issued_on, plan.issued_on.year):
            for agency in agencies:
                model = Consolidation if rule.tier == 2 else Report
                paper = model(
                    duty=duty,
                    agency=agency,
                    agency_name=agency.name,
                    period=occurrence.period,
                    opens_on=occurrence.opens_on,
                    due_on=occurrence.due_on,
                )
                (consolidations if isinstance(paper, Consolidation) else reports).append(paper)  # type: ignore[arg-type]
    Report.objects.bulk_create(reports, batch_size=500)
    Consolidation.objects.bulk_create(consolidations, batch_size=500)
    return duties


def _duty(plan: Plan, order: int, rule: ReportRule, names: Names, drafting: Agency) -> ReportDuty:
    via = names.resolve(rule.via).agencies if rule.via else ()
    return ReportDuty(
        plan=plan,
        order=order,
        tier=rule.tier,
        who=rule.who[:500],
        to=list(rule.to),
        via=rule.via[:300],
        receiver=via[0] if via else drafting,
        cycle=rule.cycle,
        due=rule.due[:100],
        before=rule.before,
        task_ref=rule.task_ref,
        quote=rule.quote,
    )


def _reporters(rule: ReportRule, names: Names) -> list[Agency]:
    """Who has to send it: never the agency that receives it on the way."""
    receiving = {agency.pk for agency in names.resolve(rule.via).agencies} if rule.via else set()
    found: dict[int, Agency] = {}
    for name in split_reporters(rule.who):
        for agency in names.resolve(name).agencies:
            if agency.pk not in receiving:
                found[agency.pk] = agency
    return list(found.values())


def last_day(rule_day: date, before: bool) -> date:
    """ "Trước ngày 15/6" means by the end of the 14th; "ngày 10/12" by the end of that day. No holiday shifts it."""
    return rule_day - timedelta(days=1) if before else rule_day


def occurrences(rule: ReportRule, issued_on: date, year: int) -> Iterator[Occurrence]:
    """The periods of `year` for which a paper is owed, none whose last day is before the plan was issued."""
    for period, day in _periods(rule, year):
        due = last_day(day, rule.before) if day else None
        end = due or date(year, 12, 31)
        if end >= issued_on:
            yield Occurrence(period, max(end - NOTICE, issued_on), due)


def _periods(rule: ReportRule, year: int) -> Iterator[tuple[str, date | None]]:
    if rule.cycle is Cycle.ANNUAL:
        yield f"năm {year}", _month_day(rule.due, year)
    elif rule.cycle is Cycle.SEMIANNUAL:
        day = _month_day(rule.due, year)
        half = "cuối" if day and day.month > 9 else "đầu"
        yield f"6 tháng {half} năm {year}", day
    elif rule.cycle is Cycle.ONCE:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", rule.due) and int(rule.due[:4]) == year:
            yield "một lần", date.fromisoformat(rule.due)
    elif rule.cycle is Cycle.QUARTERLY:
        for quarter in range(1, 5):
            yield f"quý {('I', 'II', 'III', 'IV')[quarter - 1]}/{year}", _in_month(rule.due, year, quarter * 3)
    elif rule.cycle is Cycle.MONTHLY:
        for month in range(1, 13):
            yield f"tháng {month}/{year}", _in_month(rule.due, year, month)


def _month_day(due: str, year: int) -> date | None:
    """ "06-15" in `year`; None where the plan gives no day."""
    match = re.fullmatch(r"(\d{2})-(\d{2})", due)
    if not match:
        return None
    month, day = int(match[1]), int(match[2])
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _in_month(due: str, year: int, month: int) -> date | None:
    """ "15 hằng tháng" → the 15th of that month; None where the plan gives no day."""
    match = re.match(r"(\d{1,2})\b", due)
    if not match:
        return None
    return date(year, month, min(int(match[1]), calendar.monthrange(year, month)[1]))
