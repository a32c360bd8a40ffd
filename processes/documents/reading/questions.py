"""What has to be asked of the drafter: what the source leaves blank, lacks, or says so that it may be misread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from processes.documents.facts import Fact, Place, PlanFacts, Presence, Task

SURE = 0.75


class QuestionCode(StrEnum):
    NOT_FOUND = "not_found"
    BLANK = "blank"
    UNSURE = "unsure"
    DAY_BLANK = "day_blank"  # month and year are known
    NO_TASKS = "no_tasks"
    NO_LEAD = "no_lead"
    NO_DUE = "no_due"  # a report with a cycle and no day


@dataclass(frozen=True)
class Question:
    """`path` names the field: "number", "tasks[II.1].time", "reports[2].due"."""

    code: QuestionCode
    path: str
    place: Place | None = None


def questions(facts: PlanFacts) -> list[Question]:
    return [*_identity(facts), *_lists(facts), *(q for task in facts.tasks for q in _task(task)), *_reports(facts)]


def _identity(facts: PlanFacts) -> Iterator[Question]:
    for name in ("number", "symbol", "place", "date", "kind", "title", "issuer"):
        yield from _fact(getattr(facts, name), name)
    if facts.date.value and len(facts.date.value) == 7:
        yield Question(QuestionCode.DAY_BLANK, "date", facts.date.place)


def _fact(fact: Fact[str], path: str) -> Iterator[Question]:
    if fact.presence is Presence.ABSENT:
        if fact.confidence == 1.0:  # a person said that there is none
            return
        yield Question(QuestionCode.NOT_FOUND, path)
    elif fact.presence is Presence.BLANK:
        yield Question(QuestionCode.BLANK, path, fact.place)
    elif fact.confidence < SURE:
        yield Question(QuestionCode.UNSURE, path, fact.place)


def _lists(facts: PlanFacts) -> Iterator[Question]:
    for name in ("bases", "recipients", "reports", "feedback"):
        if not getattr(facts, name) and name not in facts.absent:
            yield Question(QuestionCode.NOT_FOUND, name)
    if not facts.tasks and not facts.duties:
        yield Question(QuestionCode.NO_TASKS, "tasks")
    if facts.signer is None:
        yield Question(QuestionCode.NOT_FOUND, "signer")
    elif not facts.signer.name:
        yield Question(QuestionCode.BLANK, "signer.name")
    if facts.funding is None and "funding" not in facts.absent:
        yield Question(QuestionCode.NOT_FOUND, "funding")


def _task(task: Task) -> Iterator[Question]:
    path = f"tasks[{task.ref}]"
    if not task.lead:
        yield Question(QuestionCode.NO_LEAD, f"{path}.lead", task.place)
    if task.confidence < SURE:
        yield Question(QuestionCode.UNSURE, path, task.place)
    yield from _fact(task.time, f"{path}.time")


def _reports(facts: PlanFacts) -> Iterator[Question]:
    for index, rule in enumerate(facts.reports):
        if not rule.to:
            yield Question(QuestionCode.NOT_FOUND, f"reports[{index}].to", rule.place)
        if not rule.due:
            yield Question(QuestionCode.NO_DUE, f"reports[{index}].due", rule.place)
