"""What a command did."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class ItemAnswer:
    """What became of one of many: its answer, or the refusal."""

    instance: uuid.UUID
    answer: Answer | None = None
    refusal: Refusal | None = None
