"""Every text that is printed, and one way to change words wherever they stand."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

from processes.documents.facts import Place, PlanFacts

KEPT = {"ref", "task_ref", "number", "symbol", "date"}  # what others point to, or what is no prose


@dataclasses.dataclass(frozen=True)
class Text:
    path: str
    words: str
    place: Place | None


def texts(facts: PlanFacts) -> Iterator[Text]:
    """The printed texts in the order of the document; what was derived from them is not read twice."""
    if facts.title.known:
        yield Text("title", facts.title.value or "", facts.title.place)
    for number, basis in enumerate(facts.bases):
        yield Text(f"bases[{number}]", basis.text, basis.place)
    for number, block in enumerate(facts.body):
        yield Text(f"body[{number}]", block.text, block.place)
        yield from (Text(f"body[{number}]", cell, block.place) for row in block.rows for cell in row)
    yield from _of_tasks(facts)
    for number, recipient in enumerate(facts.recipients):
        yield Text(f"recipients[{number}]", recipient.name, recipient.place)


def each_text(facts: PlanFacts) -> list[Text]:
    """Each wording once, at its first place: names stand in many tasks."""
    return list({text.words: text for text in reversed(list(texts(facts)))}.values())[::-1]


def _of_tasks(facts: PlanFacts) -> Iterator[Text]:
    for task in facts.tasks:
        path = f"tasks[{task.ref}]"
        yield Text(f"{path}.text", task.text, task.place)
        for part, mentions in (("lead", task.lead), ("coordinating", task.coordinating)):
            for mention in mentions:
                yield Text(f"{path}.{part}", f"{mention.name} {mention.note}".strip(), task.place)


def reword(old: str, new: str) -> Callable[[PlanFacts], PlanFacts]:
    return lambda facts: reworded(facts, old, new)


def reworded(facts: PlanFacts, old: str, new: str) -> PlanFacts:
    """`facts` with the words `old` changed to `new` wherever they stand as whole words."""
    changed = _reworded(facts, re.compile(rf"(?<!\w){re.escape(old)}(?!\w)"), new)
    assert isinstance(changed, PlanFacts)
    return changed


def _reworded(value: Any, old: re.Pattern[str], new: str) -> Any:
    if type(value) is str:
        return old.sub(lambda _match: new, value)
    if isinstance(value, tuple):
        return tuple(_reworded(item, old, new) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = [one.name for one in dataclasses.fields(value) if one.name not in KEPT]
    changed = {name: _reworded(held, old, new) for name in fields if (held := getattr(value, name))}
    return dataclasses.replace(value, **{name: told for name, told in changed.items() if told != getattr(value, name)})


def excerpt(words: str, start: int, end: int, around: int = 30) -> str:
    """What stands around a fault, so that it can be found by eye."""
    before, after = words[max(0, start - around) : start], words[end : end + around]
    if start > around:
        before = "…" + before.partition(" ")[2]
    if end + around < len(words):
        after = after.rpartition(" ")[0] + "…"
    return f"{before}{words[start:end]}{after}"
