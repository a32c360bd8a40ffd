"""Where facts leave the transaction that causes them: as jobs with a snapshot, so that no process is asked later."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from workflow.context import Announcement

from .models import Dispatch, DispatchPart

Snapshot = dict[str, Any]
CHUNK = 500  # announcements per job
MANY = 20  # from so many on it is shown how far the telling is

Item = TypeVar("Item")


def enqueue(announcements: Sequence[Announcement]) -> None:
    """The listener of `workflow.registry`: one job per chunk, enqueued with the rows that the job tells of."""
    from .tasks import expand

    heard = [fact for fact in announcements if fact.task_desks or fact.told_desks]
    alike = list(_alike(heard))
    dispatch([facts for facts in alike if len(facts) >= MANY])
    few = [snapshot(fact) for facts in alike if len(facts) < MANY for fact in facts]
    for chunk in _chunks(few):
        expand.enqueue(announcements=chunk)


def dispatch(groups: Sequence[list[Announcement]]) -> None:
    """Each group hears of one thing. Two statements for all of them, and a job per chunk."""
    from .tasks import expand_part

    if not groups:
        return
    rows = [
        Dispatch(root=facts[0].root, topic=facts[0].topic, total=len(facts), started_at=facts[0].at) for facts in groups
    ]
    Dispatch.objects.bulk_create(rows)
    parts = [part for row, facts in zip(rows, groups, strict=True) for part in _parts(row, facts)]
    DispatchPart.objects.bulk_create(parts)
    for part in parts:
        expand_part.enqueue(part=part.pk)


def snapshot(announcement: Announcement) -> Snapshot:
    """The announcement as plain JSON."""
    return asdict(announcement) | {
        "entry": str(announcement.entry),
        "instance": str(announcement.instance),
        "root": str(announcement.root),
        "title": str(announcement.title),
        "at": announcement.at.isoformat(),
        "due_at": announcement.due_at.isoformat() if announcement.due_at else None,
        "task_desks": list(announcement.task_desks),
        "told_desks": list(announcement.told_desks),
    }


def restore(data: Snapshot) -> Announcement:
    """The announcement of a snapshot. Raises KeyError, TypeError or ValueError for anything else."""
    return Announcement(
        **data
        | {
            "entry": uuid.UUID(data["entry"]),
            "instance": uuid.UUID(data["instance"]),
            "root": uuid.UUID(data["root"]),
            "at": datetime.fromisoformat(data["at"]),
            "due_at": datetime.fromisoformat(data["due_at"]) if data["due_at"] else None,
            "task_desks": tuple(data["task_desks"]),
            "told_desks": tuple(data["told_desks"]),
        }
    )


def _alike(facts: Iterable[Announcement]) -> Iterator[list[Announcement]]:
    """The same happened below the same file: a plan that goes out to many."""
    groups: dict[tuple[uuid.UUID, str], list[Announcement]] = {}
    for fact in facts:
        groups.setdefault((fact.root, fact.topic), []).append(fact)
    yield from groups.values()


def _parts(row: Dispatch, facts: list[Announcement]) -> Iterator[DispatchPart]:
    for number, chunk in enumerate(_chunks(facts)):
        snapshots = [snapshot(fact) for fact in chunk]
        yield DispatchPart(dispatch=row, number=number, size=len(chunk), facts=snapshots, asked_at=row.started_at)


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
