"""What a person does with one fact: it was read rightly, the plan has none, it is no such thing."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from processes.documents.facts import Block, BlockKind, Fact, PlanFacts, Presence, Task
from processes.documents.reviewing.items import ABSENT_KINDS, LISTS, SINGLES, WHOLES


def accept(facts: PlanFacts, key: str) -> PlanFacts:
    """A person has compared it with the source. What is missing in it stays missing. Raises KeyError."""
    kind, index = _at(facts, key)
    fact = getattr(facts, kind)
    if index is None:
        return facts if fact is None or isinstance(fact, tuple) else _with(facts, kind, _sure(fact))
    return _with(facts, kind, (*fact[:index], _sure(fact[index]), *fact[index + 1 :]))


def fact_at(facts: PlanFacts, key: str) -> Any:
    """What stands at the key of an item, None where the plan has nothing of the kind. Raises KeyError."""
    kind, index = _at(facts, key)
    held = getattr(facts, kind)
    if index is not None:
        return held[index]
    return None if isinstance(held, tuple) else held


def _sure(row: Any) -> Any:
    """Of what is there, every confidence is whole."""
    certain: dict[str, Any] = {}
    for one in fields(row):
        value = getattr(row, one.name)
        if one.name == "confidence" and getattr(row, "presence", Presence.VALUE) is Presence.VALUE:
            certain[one.name] = 1.0
        elif isinstance(value, Fact) and value.known:
            certain[one.name] = replace(value, confidence=1.0)
    return replace(row, **certain)


def confirm_absent(facts: PlanFacts, key: str) -> PlanFacts:
    """The plan has none, and that is right. Raises KeyError where a plan must have it, or has it."""
    if key in SINGLES and not getattr(facts, key).known:
        return _with(facts, key, Fact(Presence.ABSENT, None, None, 1.0))
    if key in ABSENT_KINDS and not getattr(facts, key):
        return replace(facts, absent=tuple(sorted({*facts.absent, key})))
    raise KeyError(key)


def remove(facts: PlanFacts, key: str) -> PlanFacts:
    """What stands there is no such fact; a task goes with its text. Raises KeyError."""
    kind, index = _at(facts, key)
    if index is None:
        if kind in SINGLES:
            return _with(facts, kind, Fact(Presence.ABSENT, None, None, 1.0))
        if kind in WHOLES:
            return _with(facts, kind, None)
        raise KeyError(key)
    rows = getattr(facts, kind)
    if kind == "tasks":
        facts = replace(facts, body=_without(facts.body, rows[index].ref))
    return _with(facts, kind, (*rows[:index], *rows[index + 1 :]))


def to_paragraph(facts: PlanFacts, key: str) -> PlanFacts:
    """What was taken for a task is plain text: its words stay where they stand. Raises KeyError."""
    kind, index = _at(facts, key)
    if kind != "tasks" or index is None:
        raise KeyError(key)
    task = facts.tasks[index]
    body: list[Block] = []
    for block in facts.body:
        body += _paragraphs(task, block) if block.task_ref == task.ref else [block]
    tasks = (*facts.tasks[:index], *facts.tasks[index + 1 :])
    return replace(facts, tasks=tasks, body=tuple(body))


def _paragraphs(task: Task, block: Block) -> list[Block]:
    parts = [
        (task.lead_label, "; ".join(one.name for one in task.lead)),
        (task.coordinating_label, "; ".join(one.name for one in task.coordinating)),
        (task.time_label, task.time.value or ""),
    ]
    kept = [Block(BlockKind.BULLET, f"{name}: {words}", "-", place=task.place) for name, words in parts if words]
    return [Block(BlockKind.PARAGRAPH, task.text, task.label, place=block.place or task.place), *kept]


def _without(body: tuple[Block, ...], ref: str) -> tuple[Block, ...]:
    return tuple(block for block in body if block.task_ref != ref)


def _at(facts: PlanFacts, key: str) -> tuple[str, int | None]:
    kind, _colon, number = key.partition(":")
    if not number and kind in (*SINGLES, *WHOLES, *LISTS):
        return kind, None
    if kind in LISTS and number.isascii() and number.isdigit() and int(number) < len(getattr(facts, kind)):
        return kind, int(number)
    raise KeyError(key)


def _with(facts: PlanFacts, name: str, value: Any) -> PlanFacts:
    changes: dict[str, Any] = {name: value}
    return replace(facts, **changes)
