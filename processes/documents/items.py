"""A plan as a list of things that people point at: a paragraph, a task, a line of "Nơi nhận"; each with its wording."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .facts import BlockKind, Cycle, Fact, Mention, PlanFacts

# Where a thing was read, and what was read out of its own words: neither is said beside them.
NOT_SAID = {"place", "confidence", "quote", "ref", "task_ref", "lead_label", "coordinating_label", "time_label"} | {
    "documents", "details", "roles", "bodies", "persons",
}  # fmt: skip
_OF_DUTIES = NOT_SAID | {"coordinating", "time"}
_HEAD = ("kind", "title", "symbol", "issuer", "place")


class Part(StrEnum):
    HEAD = "head"
    BASES = "bases"
    BODY = "body"
    TASKS = "tasks"
    DUTIES = "duties"
    REPORTS = "reports"
    FEEDBACK = "feedback"
    FUNDING = "funding"
    COSTS = "costs"
    RECIPIENTS = "recipients"
    SIGNER = "signer"


@dataclass(frozen=True)
class Item:
    """`index`: its place in that part of the facts; `label`: its numbering as written; `fields`: name → wording."""

    part: Part
    index: int
    label: str
    fields: dict[str, str]

    @property
    def text(self) -> str:
        return " ".join(value for value in self.fields.values() if value)


def items(facts: PlanFacts) -> list[Item]:
    """In reading order; a task stands where the body has it."""
    return [*_head(facts), *_rows(Part.BASES, facts.bases), *_body(facts), *_tail(facts)]


def _head(facts: PlanFacts) -> Iterator[Item]:
    said = {name: getattr(facts, name).value or "" for name in _HEAD}
    if any(said.values()):
        yield Item(Part.HEAD, 0, "", {**said, "urgency": facts.urgency})


def _body(facts: PlanFacts) -> Iterator[Item]:
    tasks = {task.ref: item for task, item in zip(facts.tasks, _rows(Part.TASKS, facts.tasks), strict=True)}
    for index, block in enumerate(facts.body):
        if block.kind is not BlockKind.TASK:
            yield Item(Part.BODY, index, block.label, {"text": _block_text(block.text, block.rows)})
        elif (task := tasks.pop(block.task_ref, None)) is not None:
            yield task
    yield from tasks.values()


def _block_text(text: str, rows: Sequence[Sequence[str]]) -> str:
    return "\n".join([text, *(" | ".join(row) for row in rows)]).strip()


def _tail(facts: PlanFacts) -> Iterator[Item]:
    for part in (Part.DUTIES, Part.REPORTS, Part.FEEDBACK, Part.COSTS):
        yield from _rows(part, getattr(facts, part.value))
    yield from _rows(Part.FUNDING, (facts.funding,) if facts.funding else ())
    yield from _rows(Part.RECIPIENTS, facts.recipients)
    yield from _rows(Part.SIGNER, (facts.signer,) if facts.signer else ())


def _rows(part: Part, rows: Sequence[Any]) -> Iterator[Item]:
    left_out = _OF_DUTIES if part is Part.DUTIES else NOT_SAID
    for index, row in enumerate(rows):
        held = {one.name: getattr(row, one.name) for one in dataclasses.fields(row) if one.name not in left_out}
        label = str(held.pop("label", ""))
        said = {name: worded(value) for name, value in held.items()}
        yield Item(part, index, label, said | ({"due": _day(said["due"])} if "due" in said else {}))


def _day(due: str) -> str:
    """ "06-15" → "15/6", "2026-12-15" → "15/12/2026"; words stay."""
    parts = due.split("-")
    return "/".join(str(int(one)) for one in reversed(parts)) if all(one.isdigit() for one in parts) else due


def worded(value: Any) -> str:
    """A value as people read it; names and words of a list are parted by semicolons."""
    if isinstance(value, Fact):
        return worded(value.value)
    if isinstance(value, Mention):
        return value.name
    if isinstance(value, (tuple, list)):
        return "; ".join(worded(one) for one in value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Cycle):
        return value.words
    return "" if value is None else str(value)
