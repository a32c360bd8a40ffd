"""A body stands once among those that lead, once among those that coordinate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_task
from processes.documents.checking.context import Context
from processes.documents.checking.folding import fold
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import Mention, PlanFacts, Task


@rule(Severity.SHOULD, OWN)
def named_twice_in_task(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for task in facts.tasks:
        for part, mentions in (("lead", task.lead), ("coordinating", task.coordinating)):
            if twice := _twice(mentions):
                params = {"ref": task.ref, "name": twice}
                place = context.line_with(twice, task.place)
                repair = Repair(with_task(task.ref, _each_once))
                yield Found(f"tasks[{task.ref}].{part}", f"{task.ref} {twice}", place, params, (repair,))


def _twice(mentions: tuple[Mention, ...]) -> str:
    seen: set[str] = set()
    for mention in mentions:
        if fold(mention.name) in seen:
            return mention.name
        seen.add(fold(mention.name))
    return ""


def _each_once(task: Task) -> Task:
    return replace(task, lead=_once(task.lead), coordinating=_once(task.coordinating))


def _once(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(fold(mention.name), mention)
    return tuple(first.values())
