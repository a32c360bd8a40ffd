"""A day off never shifts a stated day; it is said beforehand, with the working days beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from processes.documents.checking.context import Context
from processes.documents.checking.days import first_due, is_written_once, last_day, moved_due, working_day
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts, ReportRule


@rule(Severity.NOTE, OWN)
def due_on_day_off(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """The first time that a report comes; which weekday a yearly day is in later years is nobody's fault."""
    for number, report in enumerate(facts.reports):
        stated = first_due(report, context.day_of(facts))
        if stated is None or not context.is_day_off(last_day(report, stated)):
            continue
        last = last_day(report, stated)
        params = {"who": report.who, "day": last.isoformat()}
        repairs = tuple(_repairs(number, report, stated, facts, context))
        yield Found(f"reports[{number}].due", f"{report.who} {report.due}", report.place, params, repairs)


def _repairs(number: int, report: ReportRule, stated: date, facts: PlanFacts, context: Context) -> Iterator[Repair]:
    """To the working day before, then to the one after, where the words can follow."""
    if not report.quote or not is_written_once(report, stated) or not _is_printed(report.quote, facts):
        return
    last = last_day(report, stated)
    for step, label in ((-1, "earlier"), (1, "later")):
        worked = working_day(last, step, context)
        moved = stated + (worked - last)
        if moved.year == stated.year:
            yield Repair(moved_due(number, stated, moved), label, {"day": worked.isoformat()})


def _is_printed(quote: str, facts: PlanFacts) -> bool:
    return any(quote in text for text in (*(b.text for b in facts.body), *(task.text for task in facts.tasks)))
