"""The next plan of a series from the one before: what stays, what goes, and which years move on.

Nothing moves by itself: `year_moves` proposes, a person confirms, `carried` does what was confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ..facts import Block, BlockKind, Duty, Fact, PlanFacts, Task
from .grid import Rows

_YEAR = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)(?!\d)|(?<=/)((?:19|20)\d\d)(?![\d/])")
_CITED = re.compile(
    r"\bsố\s+\S+(?:\s+ngày\s+\S+(?:\s+tháng\s+\S+\s+năm\s+\S+)?)?|\d+/(?:19|20)\d\d/[\w-]+", re.IGNORECASE
)
_PERIOD = re.compile(r"(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d")
UNSURE = 0.5  # what the person wants to change is asked for in the editor


class Fate(StrEnum):
    """What becomes of a task of the plan before."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


@dataclass(frozen=True)
class YearMove:
    """A place whose year moves on: `path` as in `title`, `tasks[2].time`, `reports[0].due`, `costs[1].year`."""

    path: str
    before: str
    after: str


def year_moves(facts: PlanFacts, by: int = 1) -> list[YearMove]:
    """Every place where the plan speaks of its own year, as it would read `by` years later.

    Years of cited documents stay, and a sentence that speaks of a period ("2021-2025") or of earlier years is left
    to the drafter.
    """
    own = plan_year(facts)
    return [move for move in _moves(facts, own, by) if move.before != move.after] if own else []


def plan_year(facts: PlanFacts) -> int | None:
    """The year that the plan is for: of its title, else of its tasks' times, else of its date; None for a period."""
    if _PERIOD.search(facts.title.value or ""):
        return None
    title = [int(year) for year in _years(facts.title.value or "")]
    times = [int(year) for task in facts.tasks for year in _years(task.time.value or "")]
    day = (facts.date.value or "")[:4]
    dated = [int(day)] if day.isdigit() else []
    return next((max(years) for years in (title, times, dated) if years), None)


def _years(text: str) -> Iterator[str]:
    for found in _YEAR.finditer(_without_citations(text)):
        yield found[1] or found[2]


def _without_citations(text: str) -> str:
    return _CITED.sub(lambda match: "#" * len(match[0]), text)


def _moves(facts: PlanFacts, own: int, by: int) -> Iterator[YearMove]:
    if facts.title.value:
        yield _move("title", facts.title.value, own, by)
    for number, task in enumerate(facts.tasks):
        if task.time.value:
            yield _move(f"tasks[{number}].time", task.time.value, own, by)
        yield _move(f"tasks[{number}].text", task.text, own, by)
    for number, block in enumerate(facts.body):
        if block.kind is not BlockKind.TASK:
            yield _move(f"body[{number}].text", block.text, own, by)
            yield from _cells(f"body[{number}].rows", block.rows, own, by)
    for number, rule in enumerate(facts.reports):
        if re.fullmatch(rf"{own}-\d\d(-\d\d)?", rule.due):
            yield YearMove(f"reports[{number}].due", rule.due, f"{own + by}{rule.due[4:]}")
    for number, line in enumerate(facts.costs):
        if line.year == own:
            yield YearMove(f"costs[{number}].year", str(own), str(own + by))


def _cells(path: str, rows: Rows, own: int, by: int) -> Iterator[YearMove]:
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            yield _move(f"{path}[{down}][{across}]", cell, own, by)


def _move(path: str, text: str, own: int, by: int) -> YearMove:
    """Of a text with earlier years beside the plan's own nothing moves: one of them alone could say something false."""
    if _PERIOD.search(text) or any(int(year) < own for year in _years(text)):
        return YearMove(path, text, text)
    moved, at = [], 0
    for found in _YEAR.finditer(_without_citations(text)):
        start = found.start(found.lastindex or 0)
        moved += [text[at:start], str(int(text[start : start + 4]) + by)]
        at = start + 4
    return YearMove(path, text, "".join(moved) + text[at:])


# --- the new plan


def carried(facts: PlanFacts, fates: Mapping[str, Fate], confirmed: Collection[str], by: int = 1) -> PlanFacts:
    """The next plan: `fates` by a task's ref (KEEP where nothing is said), `confirmed`: paths of year moves.

    Number, date and the signer's name are left open; nothing points to lines of a source that this plan has not.
    """
    moves = [move for move in year_moves(facts, by) if move.path in confirmed]
    moved = _with_years(facts, {move.path: move.after for move in moves})
    moved = replace(moved, duties=tuple(_duty_moved(duty, moves) for duty in moved.duties))
    dropped = {task.ref for task in facts.tasks if fates.get(task.ref) is Fate.DROP}
    now = replace(
        moved,
        number=Fact.blank(),
        date=Fact.blank(),
        urgency="",
        signer=replace(moved.signer, name="") if moved.signer else None,
        tasks=tuple(_fated(task, fates) for task in moved.tasks if task.ref not in dropped),
        body=tuple(block for block in moved.body if block.task_ref not in dropped or not block.task_ref),
        reports=tuple(rule for rule in moved.reports if rule.task_ref not in dropped or not rule.task_ref),
        costs=tuple(line for line in moved.costs if line.task_ref not in dropped or not line.task_ref),
    )
    return PlanFacts.from_dict(_without_places(now.to_dict()))


def _fated(task: Task, fates: Mapping[str, Fate]) -> Task:
    return replace(task, confidence=UNSURE if fates.get(task.ref) is Fate.CHANGE else 1.0)


def _with_years(facts: PlanFacts, after: Mapping[str, str]) -> PlanFacts:
    return replace(
        facts,
        title=replace(facts.title, value=after.get("title", facts.title.value)),
        tasks=tuple(_task_moved(task, f"tasks[{n}]", after) for n, task in enumerate(facts.tasks)),
        body=tuple(_block_moved(block, f"body[{n}]", after) for n, block in enumerate(facts.body)),
        reports=tuple(
            replace(rule, due=after.get(f"reports[{n}].due", rule.due)) for n, rule in enumerate(facts.reports)
        ),
        costs=tuple(
            replace(line, year=int(after.get(f"costs[{n}].year", line.year or 0)) or None)
            for n, line in enumerate(facts.costs)
        ),
    )


def _task_moved(task: Task, path: str, after: Mapping[str, str]) -> Task:
    time = replace(task.time, value=after.get(f"{path}.time", task.time.value))
    return replace(task, text=after.get(f"{path}.text", task.text), time=time)


def _block_moved(block: Block, path: str, after: Mapping[str, str]) -> Block:
    rows = tuple(
        tuple(after.get(f"{path}.rows[{down}][{across}]", cell) for across, cell in enumerate(row))
        for down, row in enumerate(block.rows)
    )
    return replace(block, text=after.get(f"{path}.text", block.text), rows=rows)


def _duty_moved(duty: Duty, moves: Iterable[YearMove]) -> Duty:
    """A duty says what a paragraph of the text says: it moves with it, and so does its time."""
    said = next((move for move in moves if move.path.startswith("body[") and duty.text in move.before), None)
    if said is None:
        return duty
    start = said.before.index(duty.text)
    # only digits of years differ, one for one: what stood at a place stands there still
    time = duty.time
    if time.value and time.value in duty.text:
        at = start + duty.text.index(time.value)
        time = replace(time, value=said.after[at : at + len(time.value)])
    return replace(duty, text=said.after[start : start + len(duty.text)], time=time)


def _without_places(data: Any) -> Any:
    """Facts as data, each pointing nowhere: the source they were read from is the other plan's."""
    if isinstance(data, dict):
        return {key: None if _is_place(value) else _without_places(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return tuple(_without_places(item) for item in data)
    return data


def _is_place(value: Any) -> bool:
    return isinstance(value, dict) and {"line", "end_line"} <= set(value)
