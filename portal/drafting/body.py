"""The text in reading order, from the form: tasks and the pieces around them, each at the place where it was put."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from processes.documents.drafting.grid import grid_rows, grid_text
from processes.documents.facts import Block, BlockKind, Fact, Mention, PlanFacts, Presence, Role, Task

from .draft import BodyRow, Draft, Row, from_facts
from .words import lines, one_line, same

Tasks = Mapping[str, Task]  # by the key of their row


def tasks_of(draft: Draft, base: PlanFacts, errors: dict[str, str]) -> dict[str, Task]:
    """The tasks in their order, which changes only where somebody moved one."""
    found: dict[str, Task] = {}
    for row in draft.lists["tasks"]:
        if row.is_empty:
            continue
        if not row["text"]:
            errors[f"tasks.{row.key}.text"] = _("Nhiệm vụ chưa có nội dung; hãy ghi nội dung hoặc bỏ nhiệm vụ này.")
        read = base.tasks[row.origin] if row.origin is not None else None
        found[row.key] = _task(row, read, {task.ref for task in found.values()})
    return _as_listed(found, base)


def _as_listed(found: dict[str, Task], base: PlanFacts) -> dict[str, Task]:
    """A plan may list its tasks in another order than it prints them; unmoved, they stay so."""
    opened = [row.key for row in from_facts(base).lists["tasks"]]
    if [key for key in opened if key in found] != [key for key in found if key in opened]:
        return found
    if len(found) != len([key for key in found if key in opened]):
        return found
    return dict(sorted(found.items(), key=lambda one: int(one[0])))


def kept_refs(tasks: Tasks, base: PlanFacts) -> dict[str, str]:
    """What pointed to a task points to it under its new number, and to nothing once it is gone."""
    now = {base.tasks[int(key)].ref: task.ref for key, task in tasks.items() if key.isdigit()}
    return {task.ref: now.get(task.ref, "") for task in base.tasks}


def _task(row: Row, read: Task | None, refs: set[str]) -> Task:
    label = one_line(row["label"])
    ref = read.ref if read and same(label, read.label) else label.strip(" .)(:-–")
    start = read or Task(ref, "", label=label)
    return replace(
        start,
        ref=_unused(ref or "BS", refs),
        label=start.label if same(label, start.label) else label,
        text=start.text if same(row["text"], start.text) else one_line(row["text"]),
        lead=_mentions(row["lead"], start.lead, Role.LEAD),
        coordinating=_mentions(row["coordinating"], start.coordinating, Role.COORDINATING),
        time=_time(row["time"], start.time),
        confidence=1.0 if row["confirmed"] else start.confidence,
    )


def _unused(ref: str, refs: set[str]) -> str:
    if ref not in refs:
        return ref
    return next(f"{ref}-{n}" for n in range(2, len(refs) + 3) if f"{ref}-{n}" not in refs)


def _time(written: str, read: Fact[str]) -> Fact[str]:
    if same(written, read.value or ""):
        return read
    return Fact.of(one_line(written), read.place) if written else Fact(Presence.BLANK, None, read.place, 1.0)


def _mentions(written: str, read: tuple[Mention, ...], role: Role) -> tuple[Mention, ...]:
    """A name on each line; one that was there before keeps what stood beside it."""
    before: dict[str, list[Mention]] = {}
    for mention in read:
        before.setdefault(one_line(mention.name), []).append(mention)
    return tuple(before[name].pop(0) if before.get(name) else Mention(name, role) for name in lines(written))


# --- the pieces of the text


def body_of(draft: Draft, tasks: Tasks, base: PlanFacts) -> tuple[Block, ...]:
    places = {block.task_ref: block for block in reversed(base.body) if block.kind is BlockKind.TASK}
    moved = draft.order != from_facts(base).order
    pieces = (_piece(one, tasks, base, places, moved) for one in draft.body)
    return tuple(block for block in pieces if block is not None)


def _piece(one: BodyRow, tasks: Tasks, base: PlanFacts, places: Mapping[str, Block], moved: bool) -> Block | None:
    if not one.is_task:
        return _block(one.row, base)
    task = tasks.get(one.row.key)
    if task is None:
        return None
    read = places.get(base.tasks[one.row.origin].ref) if one.row.origin is not None else None
    if read is None and one.row.origin is not None and not moved:
        return None  # it had no place of its own, and nobody gave it one
    return replace(read, task_ref=task.ref) if read else Block(BlockKind.TASK, task_ref=task.ref)


def _block(row: Row, base: PlanFacts) -> Block | None:
    """None for a piece without any word; what nobody touched stays exactly as it was."""
    read = base.body[row.origin] if row.origin is not None else None
    if read is not None and _is_untouched(row, read):
        return read
    if row.is_empty:
        return None
    kind = _kind(row, read)
    return replace(
        read or Block(kind),
        kind=kind,
        text=read.text if read and same(row["text"], read.text) else one_line(row["text"]),
        label=one_line(row["label"]),
        rows=grid_rows(row["table"]) if kind is BlockKind.TABLE else (),
    )


def _is_untouched(row: Row, read: Block) -> bool:
    words = same(row["text"], read.text) and same(row["label"], read.label)
    return words and row["kind"] == read.kind.value and grid_rows(row["table"]) == grid_rows(grid_text(read.rows))


def _kind(row: Row, read: Block | None) -> BlockKind:
    """A task is no kind of its own here: it is a row of the tasks."""
    if row["kind"] not in set(BlockKind):
        return read.kind if read else BlockKind.PARAGRAPH
    kind = BlockKind(row["kind"])
    return BlockKind.PARAGRAPH if kind is BlockKind.TASK else kind
