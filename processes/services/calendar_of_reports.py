"""A plan's reporting rules become papers with days: who, for which period, until when.

The next paper of every period always stands in a row. When it is opened, the same period's paper of the year after is
added (`add_following`), as long as the plan goes on: a rule for several years needs no other memory.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from processes.documents.facts import Cycle, PlanFacts, ReportRule
from processes.models import Consolidation, Plan, Report, ReportDuty
from processes.roles import REPORT_RECEIVER
from workflow.models import Agency, Desk

from .naming import Names, split_reporters

NOTICE = timedelta(days=30)  # how long before its last day a report is asked for
LAST_QUARTER = 10  # a plan "năm 2027" that is issued from October 2026 on asks for nothing about 2026
QUARTERS = ("I", "II", "III", "IV")

Paper = Report | Consolidation


class Rule(Protocol):
    """What a plan's rule and its row share: how often, the day as written, whether the day itself is too late."""

    @property
    def cycle(self) -> str: ...
    @property
    def due(self) -> str: ...
    @property
    def before(self) -> bool: ...


@dataclass(frozen=True)
class Period:
    """`due`: the last day that is in time, None where the plan gives none; `end`: the last day of the paper's time."""

    name: str
    due: date | None
    end: date


@dataclass(frozen=True)
class Occurrence:
    """One paper: its period, when it is asked for, its last day (None: the plan gives none)."""

    period: str
    opens_on: date
    due_on: date | None


# --- papers


def plan_reports(plan: Plan, facts: PlanFacts, names: Names, drafting: Agency) -> list[ReportDuty]:
    """Duties with the next paper of each period; four statements. Daily and ad-hoc ones wait for a call."""
    assert plan.issued_on is not None
    receiving = set(Desk.objects.filter(position__code=REPORT_RECEIVER.position).values_list("agency_id", flat=True))
    duties = ReportDuty.objects.bulk_create(
        [
            _duty(plan, order, rule, _receiver(rule, names, receiving) or drafting)
            for order, rule in enumerate(facts.reports, start=1)
        ]
    )
    years = plan_years(plan.title, plan.issued_on)
    _store(
        _paper(duty, agency, occurrence)
        for duty, rule in zip(duties, facts.reports, strict=True)
        for occurrence in occurrences(rule, plan.issued_on, years)
        for agency in _reporters(rule, names, duty)
    )
    return duties


def add_following(opened: Iterable[Paper]) -> None:
    """The papers of the year after for the same agencies, where the plan goes on. Repeating it changes nothing."""
    _store(following for paper in opened if (following := _following(paper)))


def _following(paper: Paper) -> Paper | None:
    plan = paper.duty.plan
    assert plan.issued_on is not None
    _first, last = plan_years(plan.title, plan.issued_on)
    for year in range(paper.opens_on.year - 1, paper.opens_on.year + 2):
        names = [period.name for period in periods(paper.duty, year)]
        if paper.period in names and paper.duty.cycle != Cycle.ONCE and (last is None or year < last):
            period = periods(paper.duty, year + 1)[names.index(paper.period)]
            return _paper(paper.duty, paper.agency, _occurrence(period, plan.issued_on))
    return None


def _paper(duty: ReportDuty, agency: Agency, occurrence: Occurrence) -> Paper:
    model = Consolidation if duty.tier == 2 else Report
    return model(
        duty=duty,
        agency=agency,
        agency_name=agency.name,
        period=occurrence.period,
        opens_on=occurrence.opens_on,
        due_on=occurrence.due_on,
    )


def _store(papers: Iterable[Paper]) -> None:
    made = list(papers)
    reports = [paper for paper in made if isinstance(paper, Report)]
    consolidations = [paper for paper in made if isinstance(paper, Consolidation)]
    Report.objects.bulk_create(reports, batch_size=500, ignore_conflicts=True)
    Consolidation.objects.bulk_create(consolidations, batch_size=500, ignore_conflicts=True)


def _duty(plan: Plan, order: int, rule: ReportRule, receiver: Agency) -> ReportDuty:
    return ReportDuty(
        plan=plan,
        order=order,
        tier=rule.tier,
        who=rule.who[:500],
        to=list(rule.to),
        via=rule.via[:300],
        receiver=receiver,
        cycle=rule.cycle,
        due=rule.due[:100],
        before=rule.before,
        task_ref=rule.task_ref[:30],
        quote=rule.quote,
    )


def _receiver(rule: ReportRule, names: Names, receiving: set[int]) -> Agency | None:
    """Through whom it goes, else to whom; None where nobody of these receives reports within the system."""
    for name in filter(None, (rule.via, *rule.to)):
        agencies = names.resolve(name).agencies
        if len(agencies) == 1 and agencies[0].pk in receiving:
            return agencies[0]
    return None


def _reporters(rule: ReportRule, names: Names, duty: ReportDuty) -> list[Agency]:
    """Who has to send it; of the agencies' reports never the one that receives them."""
    found = {agency.pk: agency for name in split_reporters(rule.who) for agency in names.resolve(name).agencies}
    if rule.tier == 1 and (rule.via or len(found) > 1):
        found.pop(duty.receiver_id or 0, None)
    return list(found.values())


# --- days


def plan_years(title: str, issued_on: date) -> tuple[int, int | None]:
    """First and last year that a plan reports on; the last is None where its title names no end.

    "giai đoạn 2026 - 2030", "đến năm 2030", "năm 2027". A year before the plan's own is of a law or a report it cites.
    """
    issued = issued_on.year
    span = re.search(r"\b(20\d\d)\s*(?:-|–|đến)\s*(?:hết\s+)?(?:năm\s+)?(20\d\d)\b", title)
    if span and int(span[2]) >= issued:
        return max(int(span[1]), issued), int(span[2])
    named = [int(year) for year in re.findall(r"\bnăm\s+(20\d\d)\b(?!/)", title) if int(year) >= issued]
    if not named:
        return issued, None
    ahead = min(named) == issued + 1 and issued_on.month >= LAST_QUARTER and "đến năm" not in title
    return (issued + 1 if ahead else issued), max(named)


def occurrences(rule: Rule, issued_on: date, years: tuple[int, int | None]) -> Iterator[Occurrence]:
    """The next paper of each period of a year, within `years`: none whose last day is before the plan was issued."""
    first, last = years
    this_year, next_year = periods(rule, first), periods(rule, first + 1)
    for now, later in zip(this_year, next_year, strict=True):
        if now.end >= issued_on:
            yield _occurrence(now, issued_on)
        elif later.end >= issued_on and (last is None or first < last):
            yield _occurrence(later, issued_on)


def _occurrence(period: Period, issued_on: date) -> Occurrence:
    return Occurrence(period.name, max(period.end - NOTICE, issued_on), period.due)


def periods(rule: Rule, year: int) -> list[Period]:
    """The periods of `year`, as many every year; none where no paper is owed without a call."""
    make = _PERIODS.get(Cycle(rule.cycle))
    return make(rule, year) if make else []


def _annual(rule: Rule, year: int) -> list[Period]:
    """A day in January ends the year before."""
    month = _month(rule.due)
    due = _last_day(rule, year + (month == 1), month) if month else None
    return [Period(f"năm {year}", due, due or date(year, 12, 31))]


def _semiannual(rule: Rule, year: int) -> list[Period]:
    """The half that a day in the plan ends; both halves where it gives none."""
    month = _month(rule.due)
    if month is None:
        halves = (("đầu", date(year, 6, 30)), ("cuối", date(year, 12, 31)))
        return [Period(f"6 tháng {half} năm {year}", None, end) for half, end in halves]
    due = _last_day(rule, year + (month == 1), month)
    half = "cuối" if month == 1 or month >= LAST_QUARTER else "đầu"
    return [Period(f"6 tháng {half} năm {year}", due, due)]


def _quarterly(rule: Rule, year: int) -> list[Period]:
    """A given month stands for the quarter it ends, or, being a quarter's first, for the one before."""
    month = _month(rule.due)
    if month is not None:
        quarter = (month - 2) // 3 if month > 1 else 3
        due = _last_day(rule, year + (month == 1), month)
        return [Period(f"quý {QUARTERS[quarter]}/{year}", due, due)]
    return [_part_of_year(rule, year, f"quý {name}/{year}", 3 * n) for n, name in enumerate(QUARTERS, start=1)]


def _monthly(rule: Rule, year: int) -> list[Period]:
    return [_part_of_year(rule, year, f"tháng {month}/{year}", month) for month in range(1, 13)]


def _part_of_year(rule: Rule, year: int, name: str, month: int) -> Period:
    """ "25 hằng tháng" is a day of the period's last `month`, "ngày 05 tháng sau" one of the month after it."""
    end = date(year, month, calendar.monthrange(year, month)[1])
    if not re.search(r"\d", rule.due):
        return Period(name, None, end)
    after = end + timedelta(days=1)
    due = _last_day(rule, after.year, after.month) if re.search(r"\bsau\b", rule.due) else _last_day(rule, year, month)
    return Period(name, due, due)


def _once(rule: Rule, year: int) -> list[Period]:
    try:
        day = date.fromisoformat(rule.due)
    except ValueError:
        return []
    due = day - timedelta(days=rule.before)
    return [Period("một lần", due, due)]


def _month(due: str) -> int | None:
    """The month of "06-15"; None where the plan gives no day of the year."""
    match = re.fullmatch(r"(0[1-9]|1[0-2])-\d{2}", due)
    return int(match[1]) if match else None


def _last_day(rule: Rule, year: int, month: int) -> date:
    """ "Trước ngày 15" means by the end of the 14th, "ngày 15" by the end of that day. No holiday shifts it.

    A day that this month does not have ("ngày 31" in April) is its last one.
    """
    day = int(re.findall(r"\d{1,2}", rule.due)[-1 if _month(rule.due) else 0])
    first = date(year, month, 1)
    end = first.replace(day=calendar.monthrange(year, month)[1])
    return min(first + timedelta(days=max(day, 1) - 1 - rule.before), end)


_PERIODS = {
    Cycle.ANNUAL: _annual,
    Cycle.SEMIANNUAL: _semiannual,
    Cycle.QUARTERLY: _quarterly,
    Cycle.MONTHLY: _monthly,
    Cycle.ONCE: _once,
}
