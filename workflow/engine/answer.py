"""What a command did."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..models import AuditEntry
from ..refusals import Refusal


@dataclass(frozen=True)
class Answer:
    """`repeated`: the command had been done before, and this is the first answer again."""

    instance: uuid.UUID
    entry: uuid.UUID
    revision: int
    state: str
    facts: Mapping[str, Any]
    repeated: bool = False
    acting_for: str = ""
    capacity: str = ""

    @classmethod
    def of(cls, entry: AuditEntry, instance: uuid.UUID, *, repeated: bool = False) -> Answer:
        """What the trail's entry says was done, and in whose place."""
        return cls(
            instance, entry.uuid, entry.revision, entry.to_state, entry.facts, repeated,
            str(entry.acting_for or ""), entry.capacity,
        )  # fmt: skip


@dataclass(frozen=True)
class ItemAnswer:
    """What became of one of many: its answer, or the refusal."""

    instance: uuid.UUID
    answer: Answer | None = None
    refusal: Refusal | None = None
