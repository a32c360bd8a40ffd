"""Every task says when; a blank cell says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.MUST, OWN)
def task_without_time(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for task in facts.tasks:
        if not (task.time.value or "").strip():
            place = task.time.place or task.place
            yield Found(f"tasks[{task.ref}].time", f"{task.ref} {task.text}", place, {"ref": task.ref})
