"""What the drafter has done in a review, as a list that the page carries: replayed on the facts it began with.

Nothing is saved until the review is; the last act is undone by leaving it out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from processes.documents import reviewing
from processes.documents.facts import Block, BlockKind, Place, PlanFacts, Task
from workflow.names import fold

from ..corrected import corrected
from ..draft import FUNDING, IDENTITY, LISTS, SIGNER, STARTS, Row, cleaned, from_facts

MOST_ACTS = 3000
MOST_LETTERS = 20_000  # of one value
NEW = "new"  # "reports:new": one more


class NotTaken(Exception):
    """The words in the form cannot be taken so: box → sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Act:
    """`do`: the method of `State`; `at`: the key of the fact it is done to; `values`: what was typed or chosen."""

    do: str
    at: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """Who a name means; `always`: in the later plans of the drafting agency too."""

    name: str
    agencies: tuple[str, ...]
    always: bool = False


@dataclass
class State:
    """The facts as they are after the acts. `settled`: facts that were looked at and left as they are."""

    facts: PlanFacts
    settled: set[tuple[str, Any]] = field(default_factory=set)
    names: dict[str, Decision] = field(default_factory=dict)  # by folded name
    left: set[str] = field(default_factory=set)  # folded names that are left for later
    at: str = ""
    unfit: int = 0  # acts that could not be done again

    def take(self, act: Act) -> None:
        """Raises NotTaken, and KeyError or ValueError where there is no such fact or act."""
        self.at = act.at
        DOES[act.do](self, act)

    def _accept(self, act: Act) -> None:
        if act.at.startswith("name:"):
            self.left.add(fold(act.values["name"]))
            return
        self.facts = reviewing.accept(self.facts, act.at)
        self._settle(act.at)

    def _settle(self, key: str) -> None:
        self.settled.add((key.partition(":")[0], reviewing.fact_at(self.facts, key)))

    def _correct(self, act: Act) -> None:
        kind, _colon, number = act.at.partition(":")
        self.facts, key = corrected_fact(self.facts, kind, number, act.values)
        self.facts = reviewing.accept(self.facts, key)
        self.at = key
        self._settle(key)

    def _absent(self, act: Act) -> None:
        self.facts = reviewing.confirm_absent(self.facts, act.at)
        self._settle(act.at)

    def _remove(self, act: Act) -> None:
        self.facts = reviewing.remove(self.facts, act.at)

    def _paragraph(self, act: Act) -> None:
        self.facts = reviewing.to_paragraph(self.facts, act.at)

    def _split(self, act: Act) -> None:
        self.facts = reviewing.split_task(self.facts, _task_number(act.at), act.values["text"].splitlines())

    def _merge(self, act: Act) -> None:
        self.facts = reviewing.merge_tasks(self.facts, _task_number(act.at))

    def _line(self, act: Act) -> None:
        place = Place(int(act.values["line"]), int(act.values["end_line"]))
        self.facts, index = reviewing.task_from_lines(self.facts, act.values["text"], place)
        self.at = reviewing.key_of("tasks", index)

    def _name(self, act: Act) -> None:
        name, chosen = act.values["name"], tuple(act.values["agencies"].split())
        if not chosen:
            raise ValueError("nobody was chosen")
        self.names[fold(name)] = Decision(name, chosen, act.values.get("always") == "1")


DOES: dict[str, Callable[[State, Act], None]] = {
    "accept": State._accept,
    "correct": State._correct,
    "absent": State._absent,
    "remove": State._remove,
    "paragraph": State._paragraph,
    "split": State._split,
    "merge": State._merge,
    "line": State._line,
    "name": State._name,
}


def replay(base: PlanFacts, acts: Iterable[Act]) -> State:
    """What does not fit the facts (any more) is left out and counted."""
    state = State(base)
    for act in acts:
        try:
            state.take(act)
        except (LookupError, ValueError, NotTaken):
            state.unfit += 1
    return state


def _task_number(key: str) -> int:
    kind, _colon, number = key.partition(":")
    if kind != "tasks" or not number.isdigit():
        raise KeyError(key)
    return int(number)


# --- as the page carries them


def written(acts: Iterable[Act]) -> str:
    return json.dumps([[act.do, act.at, dict(act.values)] for act in acts], ensure_ascii=False, separators=(",", ":"))


def parsed(text: str) -> list[Act]:
    """What a page sent; anything that is no act is left out."""
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return [act for row in rows[:MOST_ACTS] if (act := _act(row))] if isinstance(rows, list) else []


def _act(row: Any) -> Act | None:
    match row:
        case [str(do), str(at), dict(values)] if do in DOES and len(at) <= 100:
            kept = {name: cleaned(value)[:MOST_LETTERS] for name, value in values.items() if isinstance(value, str)}
            return Act(do, at, kept)
    return None


# --- one fact corrected


def corrected_fact(facts: PlanFacts, kind: str, number: str, values: Mapping[str, str]) -> tuple[PlanFacts, str]:
    """The facts with this one as it was typed, and its key. Raises NotTaken, KeyError.

    It goes through the editor's form as a plan that has nothing else, however long the plan is.
    """
    if kind == "tasks":
        return _task(facts, number, values)
    if kind in LISTS:
        return _row(facts, kind, number, values)
    alone = _alone(kind, getattr(facts, kind))
    draft = from_facts(alone)
    if kind in IDENTITY:
        draft.single[kind] = values["value"]
    elif kind in ("signer", "funding"):
        names = SIGNER if kind == "signer" else FUNDING
        draft.single.update({f"{kind}_{name}": values[name] for name in names if name in values})
    else:
        raise KeyError(kind)
    return _with(facts, kind, getattr(corrected(draft, alone).facts, kind)), kind


def _row(facts: PlanFacts, kind: str, number: str, values: Mapping[str, str]) -> tuple[PlanFacts, str]:
    rows: tuple[Any, ...] = getattr(facts, kind)
    index = int(number) if number.isdigit() else len(rows)
    row = _typed(_alone(kind, rows[index : index + 1]), kind, values)
    return _with(facts, kind, (*rows[:index], row, *rows[index + 1 :])), reviewing.key_of(kind, index)


def _task(facts: PlanFacts, number: str, values: Mapping[str, str]) -> tuple[PlanFacts, str]:
    """With another label it has another ref: what points to it follows."""
    if not number.isdigit():
        facts = _with_empty_task(facts)
        number = str(len(facts.tasks) - 1)
    index = int(number)
    old = facts.tasks[index]
    task: Task = _typed(PlanFacts(tasks=(old,), body=(Block(BlockKind.TASK, task_ref=old.ref),)), "tasks", values)
    others = {one.ref for one in facts.tasks if one is not old}
    task = replace(task, ref=reviewing.unused(task.ref, others) if task.ref in others else task.ref)
    facts = replace(facts, tasks=(*facts.tasks[:index], task, *facts.tasks[index + 1 :]))
    return reviewing.renamed(facts, old.ref, task.ref), reviewing.key_of("tasks", index)


def _typed(alone: PlanFacts, kind: str, values: Mapping[str, str]) -> Any:
    """The only row of a list with what was typed. Raises NotTaken."""
    draft = from_facts(alone)
    rows = draft.lists[kind]
    if not rows:
        rows.append(Row("n1", dict.fromkeys(LISTS[kind], "") | STARTS.get(kind, {})))
    [row] = rows
    row.values.update({name: values[name] for name in LISTS[kind] if name in values})
    result, boxes = corrected(draft, alone), f"{kind}.{row.key}."
    errors = {box.removeprefix(boxes): said for box, said in result.errors.items() if box.startswith(boxes)}
    if errors or not getattr(result.facts, kind):
        raise NotTaken(errors or {LISTS[kind][0]: _("Hãy ghi nội dung.")})
    return getattr(result.facts, kind)[0]


def _alone(kind: str, held: Any) -> PlanFacts:
    return _with(PlanFacts(), kind, held)


def _with(facts: PlanFacts, name: str, value: Any) -> PlanFacts:
    changes: dict[str, Any] = {name: value}
    return replace(facts, **changes)


def _with_empty_task(facts: PlanFacts) -> PlanFacts:
    ref = reviewing.unused("BS", {task.ref for task in facts.tasks})
    body = (*facts.body, Block(BlockKind.TASK, task_ref=ref))
    return replace(facts, tasks=(*facts.tasks, Task(ref, "")), body=body)
