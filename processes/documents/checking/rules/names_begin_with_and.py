"""A list of bodies that begins with "và" has lost the body before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import Mention, Place, PlanFacts, Task

_WRITTEN = re.compile(r"((?:chủ trì|phối hợp|thực hiện)[^:]{0,80}):[\s*_]*và\s+\S+", re.IGNORECASE)


@rule(Severity.SHOULD, OWN)
def names_begin_with_and(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Read where it was written: the facts hold the names alone."""
    for task in facts.tasks:
        for part, mentions in (("lead", task.lead), ("coordinating", task.coordinating)):
            if mentions and mentions[0].name.lower().startswith("và "):
                params = {"ref": task.ref, "name": mentions[0].name}
                yield Found(f"tasks[{task.ref}].{part}", f"{task.ref} {mentions[0].name}", task.place, params)
        for number in range(task.place.line, task.place.end_line + 1) if task.place and context.lines else ():
            written = _WRITTEN.search(context.text_of(Place(number, number)))
            if written:
                part, mentions = _part(task, written[1])
                params = {"ref": task.ref, "name": mentions[0].name if mentions else ""}
                yield Found(f"tasks[{task.ref}].{part}", f"{task.ref} {written[1]}", Place(number, number), params)


def _part(task: Task, label: str) -> tuple[str, tuple[Mention, ...]]:
    return ("coordinating", task.coordinating) if "phối hợp" in label.lower() else ("lead", task.lead)
