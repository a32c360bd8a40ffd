"""Nothing is due before the plan is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from processes.documents.checking.context import Context
from processes.documents.checking.days import last_day, once_on
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts
from processes.documents.reading.times import TimeKind, parse_time

_YEAR = re.compile(r"\b20\d{2}\b")
_ENDS_AT = set(TimeKind) - {TimeKind.AFTER, TimeKind.FROM, TimeKind.OPEN_ENDED, TimeKind.ANNIVERSARY}


_span = lru_cache(maxsize=2_000)(parse_time)


@rule(Severity.MUST, OWN)
def due_before_issue(facts: PlanFacts, context: Context) -> Iterator[Found]:
    day = context.day_of(facts)
    for task in facts.tasks:
        written = task.time.value or ""
        span = _span(written, day)
        years = [int(year) for year in _YEAR.findall(written)]
        later = bool(years) and max(years) > day.year  # "Tháng 5 và tháng 12 năm 2027": its last part counts
        if span.kind in _ENDS_AT and span.end is not None and span.end < day and not later:
            params = {"ref": task.ref, "written": written, "day": day.isoformat()}
            place = context.line_with(written, task.place)
            yield Found(f"tasks[{task.ref}].time", f"{task.ref} {written}", place, params, case="task")
    for number, report in enumerate(facts.reports):
        stated = once_on(report)
        if stated is not None and last_day(report, stated) < day:
            params = {"who": report.who, "due": stated.isoformat(), "day": day.isoformat()}
            yield Found(f"reports[{number}].due", f"{report.who} {report.due}", report.place, params, case="report")
