"""A body leads a task or coordinates in it, not both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_task
from processes.documents.checking.context import Context
from processes.documents.checking.folding import fold
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import Mention, PlanFacts, Task


@rule(Severity.SHOULD, OWN)
def lead_also_coordinates(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for task in facts.tasks:
        leads = {fold(mention.name) for mention in task.lead}
        for mention in task.coordinating:
            if fold(mention.name) in leads:
                repair = Repair(with_task(task.ref, _without(mention)))
                params = {"ref": task.ref, "name": mention.name}
                place = context.line_with(mention.name, task.place)
                path = f"tasks[{task.ref}].coordinating"
                yield Found(path, f"{task.ref} {mention.name}", place, params, (repair,))


def _without(twice: Mention) -> Callable[[Task], Task]:
    return lambda task: replace(task, coordinating=tuple(one for one in task.coordinating if one != twice))
