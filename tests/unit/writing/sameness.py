"""Whether two readings hold the same plan, up to what writing may change: places, doubts, capitals, closing marks."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from processes.documents.facts import Block, BlockKind, Fact, PlanFacts, Presence, Task
from processes.documents.reading.writing_forms import normal, shadow

LEFT_OUT = ("place", "confidence", "ref", "task_ref", "quote")
# Gathered over the whole text, tables and web page included. A table of tasks is printed as tasks with their labels, so
# what stood in its cells is met elsewhere, or twice; what it says stands in the facts that are compared.
GATHERED = ("moments", "links", "annexes", "announced", "frame", "end_mark")


def differences(one: PlanFacts, other: PlanFacts) -> list[str]:
    """A line for each field, and each item of it, in which they differ."""
    return list(_differ(_plain(one), _plain(other), ""))


def _plain(value: Any) -> Any:
    """Without places; text without capitals and marks at its ends; a blank and an absent fact are both nothing."""
    if isinstance(value, Fact):
        return _plain(value.value) if value.presence is Presence.VALUE else ""
    if isinstance(value, Block):
        return _block(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return _fields(value)
    if isinstance(value, str):
        return " ".join(shadow(normal(str(value))).strip(" .;,:/-()").split())
    return "" if value is None else value


def _fields(value: Any) -> dict[str, Any]:
    names = [one.name for one in dataclasses.fields(value)]
    left_out = (*LEFT_OUT[1:], *GATHERED) if isinstance(value, PlanFacts) else LEFT_OUT
    found = {name: _plain(getattr(value, name)) for name in names if name not in left_out}
    if isinstance(value, Task):  # the label of a line that is not there is not written
        for name, label in (("lead", "lead_label"), ("coordinating", "coordinating_label"), ("time", "time_label")):
            if not found[name]:
                del found[label]
    return found


def _block(block: Block) -> dict[str, Any]:
    """A heading numbered as sections are ("I" inside a table of tasks) is one, once it stands in the text."""
    if block.task_ref:
        return {"kind": "task"}
    section = block.kind is BlockKind.HEADING and re.match(r"[IVX]+\W*$", block.label)
    return _fields(block) | ({"kind": "section"} if section else {})


def _differ(one: Any, other: Any, path: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one | other:
            yield from _differ(one.get(name), other.get(name), f"{path}.{name}".lstrip("."))
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            missing, added = [x for x in one if x not in other], [x for x in other if x not in one]
            yield f"{path}: {len(one)} → {len(other)}, missing {missing[:3]}, added {added[:3]}"
            return
        for index, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _differ(a, b, f"{path}[{index}]")
    elif one != other:
        yield f"{path}: {one!r} → {other!r}"
