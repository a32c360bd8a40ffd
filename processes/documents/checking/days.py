"""Days of reports and tasks: when they come, and how their words change when they move."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from processes.documents.checking.context import Context
from processes.documents.checking.texts import reworded
from processes.documents.facts import PlanFacts, ReportRule

_YEARLY = re.compile(r"(\d{2})-(\d{2})")
_OF_MONTH = re.compile(r"(?:ngày\s*)?(\d{1,2})\b")
_DAY = timedelta(days=1)


def once_on(rule: ReportRule) -> date | None:
    """The stated day of a report that is due once."""
    try:
        return date.fromisoformat(rule.due)
    except ValueError:
        return None


def first_due(rule: ReportRule, after: date) -> date | None:
    """The stated day: of a yearly one the first that comes after `after`."""
    yearly = _YEARLY.fullmatch(rule.due)
    if not yearly:
        return once_on(rule)
    for year in (after.year, after.year + 1):
        try:
            day = date(year, int(yearly[1]), int(yearly[2]))
        except ValueError:
            return None
        if day >= after:
            return day
    return None


def last_day(rule: ReportRule, stated: date) -> date:
    """The last day that is in time: "trước 15/6" ends with the 14th."""
    return stated - _DAY if rule.before else stated


def day_of_month(rule: ReportRule) -> int | None:
    """Of "15 hằng tháng", "ngày 25 của tháng cuối quý"."""
    found = _OF_MONTH.match(rule.due)
    return int(found[1]) if found and rule.due[2:3] != "-" and once_on(rule) is None else None


def working_day(day: date, step: int, context: Context) -> date:
    """The next (`step` 1) or previous (-1) day that is worked."""
    moved = day + step * _DAY
    while context.is_day_off(moved):
        moved += step * _DAY
    return moved


def moved_due(position: int, stated: date, moved: date) -> Callable[[PlanFacts], PlanFacts]:
    """A repair that moves a report's day in the rule and in its words; nothing where the words name it not once."""

    def apply(facts: PlanFacts) -> PlanFacts:
        rule = facts.reports[position]
        written = _written(rule.quote, stated)
        if written is None:
            return facts
        quote = rule.quote.replace(written, _as_written(written, moved))
        changed = reworded(facts, rule.quote, quote)
        due = moved.isoformat() if once_on(rule) else moved.isoformat()[5:]
        rules = list(changed.reports)
        rules[position] = replace(rules[position], due=due)
        return replace(changed, reports=tuple(rules))

    return apply


def is_written_once(rule: ReportRule, stated: date) -> bool:
    return _written(rule.quote, stated) is not None


def _written(text: str, day: date) -> str | None:
    month, number = rf"0?{day.month}", rf"0?{day.day}"
    forms = rf"(?<!\d)(?:{number}/{month}|{number} tháng {month})(?:(?:/| năm ){day.year})?(?![\d/])"
    found = re.findall(forms, text)
    return found[0] if len(found) == 1 else None


def _as_written(like: str, day: date) -> str:
    year = str(day.year)
    if "tháng" in like:
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"{day.day:02d} tháng {month}" + (f" năm {year}" if year_in(like) else "")
    return f"{day.day:02d}/{day.month:02d}" + (f"/{year}" if year_in(like) else "")


def year_in(written: str) -> bool:
    return re.search(r"\d{4}$", written) is not None
