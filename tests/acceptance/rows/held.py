"""Ways to a fact: each returns the function that reads it from a plan."""

from __future__ import annotations

from collections.abc import Iterable

from processes.documents.facts import Duty, Fact, Place, PlanFacts, ReportRule, Task
from processes.documents.particulars import DetailKind, MoneyKind, Relation
from processes.documents.reading.times import parse_time

from .row import Get


def fact(name: str) -> Get:
    """The value, or "blank" or "absent"."""

    def get(facts: PlanFacts) -> str:
        found: Fact[str] = getattr(facts, name)
        return found.value if found.value is not None else found.presence.value

    return get


def _covers(place: Place | None, line: int) -> bool:
    return place is not None and place.line <= line <= place.end_line


def duty(facts: PlanFacts, line: int) -> Duty:
    return next(one for one in facts.duties if _covers(one.place, line))


def begins(get: Get, words: int) -> Get:
    """The first words of a longer fact (of the first one, where there are several)."""

    def first(facts: PlanFacts) -> str:
        said = get(facts)
        whole = said if isinstance(said, str) else said[0]
        return " ".join(whole.split()[:words])

    return first


def agencies(line: int) -> Get:
    return lambda facts: duty(facts, line).agencies


def duty_roles(line: int) -> Get:
    return lambda facts: tuple(role.value for role in duty(facts, line).roles)


def partners(line: int) -> Get:
    """With whom the duty at a line is to be done."""
    return lambda facts: duty(facts, line).coordinating


def told(line: int, after: str, before: str) -> Get:
    """What the duty or the task at a line says between two of its phrases."""

    def get(facts: PlanFacts) -> str:
        text = next(one.text for one in _assigned(facts, line))
        return text.partition(after)[2].partition(before)[0]

    return get


def _assigned(facts: PlanFacts, line: int) -> Iterable[Task | Duty]:
    return (one for one in (*facts.duties, *facts.tasks) if _covers(one.place, line))


def detail(line: int, kind: DetailKind) -> Get:
    return lambda facts: tuple(d.text for one in _assigned(facts, line) for d in one.details if d.kind is kind)


def lead(ref: str) -> Get:
    return lambda facts: tuple(mention.name for mention in facts.task(ref).lead)


def coordinating(ref: str) -> Get:
    return lambda facts: tuple(mention.name for mention in facts.task(ref).coordinating)


def roles(ref: str) -> Get:
    """ "role: name" of those who do not lead."""
    return lambda facts: tuple(f"{mention.role}: {mention.name}" for mention in facts.task(ref).coordinating)


def label(ref: str, which: str) -> Get:
    return lambda facts: str(getattr(facts.task(ref), f"{which}_label"))


def task_time(ref: str) -> Get:
    return lambda facts: facts.task(ref).time.value or facts.task(ref).time.presence.value


def task_span(ref: str) -> Get:
    """What the words of a task's time come to: kind, first and last day."""

    def get(facts: PlanFacts) -> tuple[str, ...]:
        span = parse_time(facts.task(ref).time.value or "", None)
        return (span.kind.value, str(span.start or ""), str(span.end or ""))

    return get


def moments(line: int) -> Get:
    """The times that the text names at a line, in their own words."""
    return lambda facts: tuple(one.words for one in facts.moments if _covers(one.place, line))


def spans(line: int) -> Get:
    """First and last day of each time that the text names at a line."""
    return lambda facts: tuple(f"{one.start}..{one.end}" for one in facts.moments if _covers(one.place, line))


def links(line: int, relation: Relation) -> Get:
    return lambda facts: tuple(o.text for o in facts.links if o.relation is relation and _covers(o.place, line))


def basis(index: int, what: str) -> Get:
    return lambda facts: tuple(str(getattr(one, what)) for one in facts.bases[index].documents)


def audience(line: int) -> Get:
    return lambda facts: tuple(
        f"{one.scope}: {one.text}" if one.scope else one.text for one in facts.audiences if _covers(one.place, line)
    )


def loose(line: int) -> Get:
    return lambda facts: next(one.text for one in facts.loose_work if _covers(one.place, line))


def loose_agencies(line: int) -> Get:
    return lambda facts: next(one.agencies for one in facts.loose_work if _covers(one.place, line))


def funding(what: str) -> Get:
    return lambda facts: str(getattr(facts.funding, what)) if facts.funding else ""


def money(line: int, kind: MoneyKind) -> Get:
    return lambda facts: tuple(one.text for one in facts.money_rules if one.kind is kind and _covers(one.place, line))


def report(index: int, *what: str) -> Get:
    def get(facts: PlanFacts) -> tuple[str, ...]:
        rule: ReportRule = facts.reports[index]
        values = (getattr(rule, name) for name in what)
        return tuple("; ".join(value) if isinstance(value, tuple) else str(value) for value in values)

    return get


def feedback(what: str) -> Get:
    return lambda facts: str(getattr(facts.feedback[0], what))


def recipient(line: int) -> Get:
    """ "name (purpose)" of everybody on a line of "Nơi nhận"."""
    return lambda facts: tuple(
        f"{one.name} ({one.purpose})" if one.purpose else one.name
        for one in facts.recipients
        if _covers(one.place, line)
    )


def bodies(line: int) -> Get:
    """Who shares a line of "Nơi nhận"."""
    return lambda facts: next(one.bodies for one in facts.recipients if _covers(one.place, line))


def persons(line: int) -> Get:
    return lambda facts: str(next(one.persons for one in facts.recipients if _covers(one.place, line)))


def signer(what: str) -> Get:
    return lambda facts: str(getattr(facts.signer, what)) if facts.signer else ""


def block(line: int) -> Get:
    """Numbering and text of the body's block at a line."""
    return lambda facts: next(f"{b.label} {b.text}".strip() for b in facts.body if _covers(b.place, line))


def heading(line: int) -> Get:
    return lambda facts: next(f"{b.kind}: {b.label} {b.text}" for b in facts.body if _covers(b.place, line))
