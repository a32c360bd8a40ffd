"""One task that is two, and two that are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from processes.documents.facts import Block, BlockKind, Fact, Mention, Place, PlanFacts
from processes.documents.reading.questions import SURE
from processes.documents.reading.source import split_label
from processes.documents.reading.writing_forms import one_line

T = TypeVar("T")

_SENTENCE_END = re.compile(r"[.;:](?:\s+[-–+•])?\s+(?=\S)")
_CLAUSE_END = re.compile(r",\s+(?=\S)|\s+(?=(?:và|đồng thời)\s)")
_NO_END = re.compile(r"\b(?:TP|Tp|TS|ThS|GS|PGS|TT|TX|tp|tx|tr|KT|TM|TL|Q)\.$")
MOST_CUTS = 9  # as many as there are keys for them


def cut_points(text: str) -> list[int]:
    """Where one text may be two: after sentences and listed parts; where there is none, after clauses."""
    for pattern in (_SENTENCE_END, _CLAUSE_END):
        ends = [found.end() for found in pattern.finditer(text) if not _NO_END.search(text[: found.start() + 1])]
        if ends:
            return ends[:MOST_CUTS]
    return []


def split_task(facts: PlanFacts, index: int, pieces: Sequence[str]) -> PlanFacts:
    """The task's text as several tasks, which all have its agencies and time. Raises ValueError below two pieces."""
    texts = [text for piece in pieces if (text := one_line(piece))]
    if len(texts) < 2 or not 0 <= index < len(facts.tasks):
        raise ValueError("a task is split into at least two")
    task = facts.tasks[index]
    first, *further = texts
    refs = {one.ref for one in facts.tasks}
    parts = [replace(task, text=first)]
    for text in further:
        _shape, label, rest = split_label(text)
        ref = unused(task.ref, refs)
        refs.add(ref)
        parts.append(replace(task, ref=ref, label=label, text=rest or text))
    tasks = (*facts.tasks[:index], *parts, *facts.tasks[index + 1 :])
    body: list[Block] = []
    for block in facts.body:
        body.append(block)
        if block.kind is BlockKind.TASK and block.task_ref == task.ref:
            body += [Block(BlockKind.TASK, task_ref=part.ref, place=block.place) for part in parts[1:]]
    return replace(facts, tasks=tasks, body=tuple(body))


def unused(ref: str, refs: set[str]) -> str:
    return next(f"{ref}-{n}" for n in range(2, len(refs) + 3) if f"{ref}-{n}" not in refs)


def merge_tasks(facts: PlanFacts, index: int) -> PlanFacts:
    """The task and the next one as one, with the agencies of both. Raises ValueError for the last one."""
    if not 0 <= index < len(facts.tasks) - 1:
        raise ValueError("there is no next task")
    first, second = facts.tasks[index : index + 2]
    merged = replace(
        first,
        text=one_line(" ".join((first.text, second.label if second.label.strip("-+• ") else "", second.text))),
        lead=_both(first.lead, second.lead),
        coordinating=_both(first.coordinating, second.coordinating),
        time=_time(first.time, second.time),
        place=_around(first.place, second.place),
        confidence=min(first.confidence, second.confidence),
    )
    tasks = (*facts.tasks[:index], merged, *facts.tasks[index + 2 :])
    body = tuple(block for block in facts.body if block.task_ref != second.ref)
    return renamed(replace(facts, tasks=tasks, body=body), second.ref, first.ref)


def renamed(facts: PlanFacts, old: str, new: str) -> PlanFacts:
    """What points to the task `old` points to `new`: its place in the text, reports, costs."""
    if old == new:
        return facts
    return replace(
        facts,
        body=_moved(facts.body, old, new),
        reports=_moved(facts.reports, old, new),
        costs=_moved(facts.costs, old, new),
    )


def _both(first: tuple[Mention, ...], second: tuple[Mention, ...]) -> tuple[Mention, ...]:
    names = {one_line(mention.name) for mention in first}
    return (*first, *(mention for mention in second if one_line(mention.name) not in names))


def _time(first: Fact[str], second: Fact[str]) -> Fact[str]:
    """What either says; two different terms stay both, for a person to choose."""
    if not second.known or first.value == second.value:
        return first
    if not first.known:
        return second
    return Fact.of(f"{first.value}; {second.value}", _around(first.place, second.place), SURE / 2)


def _around(first: Place | None, second: Place | None) -> Place | None:
    if first is None or second is None:
        return first or second
    return Place(min(first.line, second.line), max(first.end_line, second.end_line))


def _moved(rows: tuple[T, ...], old: str, new: str) -> tuple[T, ...]:
    return tuple(replace(row, task_ref=new) if getattr(row, "task_ref", "") == old else row for row in rows)  # type: ignore[type-var]
