"""`fire_many`: the same step of many files. Each is a transaction of its own, so one refusal stops no other."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..context import Actor, Seen
from ..refusals import Refusal
from .answer import ItemAnswer
from .firing import fire


@dataclass(frozen=True)
class Item:
    """One file of many, as the person saw it. The command's id is derived, so that the whole may be sent again."""

    instance: uuid.UUID
    seen: Seen


def fire_many(
    *,
    items: Sequence[Item],
    transition: str,
    actor: Actor,
    at: datetime,
    command_id: uuid.UUID,
    inputs: Mapping[str, Any] | None = None,
    request: str = "",
) -> list[ItemAnswer]:
    """Take one step of each file, in the order given; an answer or a refusal for each.

    Which steps are valid for all of them says `queries.common_actions`; here each is judged again, like a single one.
    """
    return [_one(item, transition, actor, at, command_id, inputs, request) for item in items]


def _one(
    item: Item,
    transition: str,
    actor: Actor,
    at: datetime,
    command_id: uuid.UUID,
    inputs: Mapping[str, Any] | None,
    request: str,
) -> ItemAnswer:
    try:
        answer = fire(
            instance_id=item.instance,
            transition=transition,
            actor=actor,
            at=at,
            seen=item.seen,
            command_id=uuid.uuid5(command_id, str(item.instance)),
            inputs=inputs,
            request=request,
        )
    except Refusal as refusal:
        return ItemAnswer(item.instance, refusal=refusal)
    return ItemAnswer(item.instance, answer=answer)
