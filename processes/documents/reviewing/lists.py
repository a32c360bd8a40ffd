"""A task that the reader did not see, made of lines of the source."""

from __future__ import annotations

from dataclasses import replace

from processes.documents.facts import Block, BlockKind, Fact, Place, PlanFacts, Presence, Task
from processes.documents.reading.source import Paragraph
from processes.documents.reviewing.tasks import unused


def task_from_lines(facts: PlanFacts, text: str, place: Place) -> tuple[PlanFacts, int]:
    """The facts with the task, and its index: it stands where its lines do, and takes the place of their paragraphs.

    Agencies and time are not guessed: the task is unsure until a person completes it.
    """
    paragraph = Paragraph.of(text, place)
    refs = {task.ref for task in facts.tasks}
    ref = paragraph.ref or "BS"
    task = Task(
        unused(ref, refs) if ref in refs else ref,
        paragraph.text,
        time=Fact(Presence.ABSENT),
        label=paragraph.label,
        place=place,
        confidence=0.5,
    )
    index = sum(1 for one in facts.tasks if one.place is None or one.place.line <= place.line)
    tasks = (*facts.tasks[:index], task, *facts.tasks[index:])
    return replace(facts, tasks=tasks, body=_placed(facts, task, index)), index


def _placed(facts: PlanFacts, task: Task, index: int) -> tuple[Block, ...]:
    assert task.place is not None
    covered = [number for number, block in enumerate(facts.body) if _is_of(block, task.place)]
    body = [block for number, block in enumerate(facts.body) if number not in covered]
    at = covered[0] if covered else _after(body, facts, index, task.place)
    return (*body[:at], Block(BlockKind.TASK, task_ref=task.ref, place=task.place), *body[at:])


def _is_of(block: Block, place: Place) -> bool:
    """A paragraph of these very lines."""
    own = block.place
    is_text = block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET)
    return is_text and own is not None and place.line <= own.line and own.end_line <= place.end_line


def _after(body: list[Block], facts: PlanFacts, index: int, place: Place) -> int:
    """Behind the block before it in the source, else behind the task before it."""
    before = [n for n, block in enumerate(body) if block.place and block.place.line < place.line]
    if before:
        return before[-1] + 1
    ref = facts.tasks[index - 1].ref if index else ""
    return next((n + 1 for n, block in enumerate(body) if ref and block.task_ref == ref), 0)
