"""Every task has a body that answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.MUST, OWN)
def task_without_lead(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for task in facts.tasks:
        if not any(mention.name.strip() for mention in task.lead):
            yield Found(f"tasks[{task.ref}].lead", f"{task.ref} {task.text}", task.place, {"ref": task.ref})
