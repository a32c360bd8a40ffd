"""Whoever has a duty receives the plan, by name or within a group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from processes.documents.checking.context import Context
from processes.documents.checking.coverage import Recipients
from processes.documents.checking.folding import fold
from processes.documents.checking.laws import RECIPIENTS
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import Place, PlanFacts, Recipient


@rule(Severity.SHOULD, RECIPIENTS)
def duty_without_recipient(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if not facts.recipients:
        return
    receives, seen = Recipients(facts, context), set[str]()
    for name, path, place in named_in_duties(facts):
        if fold(name) in seen or receives.covers(name):
            continue
        seen.add(fold(name))
        repair = Repair(_with(name), params={"name": name})
        yield Found(path, name, context.line_with(name, place), {"name": name}, (repair,))


def named_in_duties(facts: PlanFacts) -> Iterator[tuple[str, str, Place | None]]:
    for task in facts.tasks:
        for part, mentions in (("lead", task.lead), ("coordinating", task.coordinating)):
            yield from ((mention.name, f"tasks[{task.ref}].{part}", task.place) for mention in mentions)
    for number, duty in enumerate(facts.duties):
        yield from ((name, f"duties[{number}]", duty.place) for name in duty.agencies)


def _with(name: str) -> Callable[[PlanFacts], PlanFacts]:
    def apply(facts: PlanFacts) -> PlanFacts:
        rows = list(facts.recipients)
        archived = bool(rows) and rows[-1].purpose == "lưu"
        rows.insert(len(rows) - archived, Recipient(name))
        return replace(facts, recipients=tuple(rows))

    return apply
