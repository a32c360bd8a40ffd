"""Where a fact leaves the transaction that causes it: as a job with a snapshot, so that no process is asked later."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from workflow.context import Announcement

Snapshot = dict[str, Any]
CHUNK = 500  # announcements per job


def enqueue(announcements: Sequence[Announcement]) -> None:
    """The listener of `workflow.registry`: one job per chunk, enqueued with the rows that the job tells of."""
    from .tasks import expand

    heard = [snapshot(announcement) for announcement in announcements if _concerns_anybody(announcement)]
    for chunk in _chunks(heard):
        expand.enqueue(announcements=chunk)


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


def _concerns_anybody(announcement: Announcement) -> bool:
    return bool(announcement.task_desks or announcement.told_desks)


def _chunks(snapshots: list[Snapshot]) -> Iterator[list[Snapshot]]:
    for start in range(0, len(snapshots), CHUNK):
        yield snapshots[start : start + CHUNK]
