"""Writing a reorganization down before its day, and deciding for single files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from .. import acts
from ..context import Actor
from ..models import (
    Agency,
    FieldOfWork,
    Participation,
    ProcessInstance,
    Succession,
    SuccessionChoice,
    SuccessionPart,
)
from .refusals import NamedTwice, NoPartInIt, NothingToMove, NotThere, NotWaiting, PreparedAlready, ToWhoEnds


@dataclass(frozen=True)
class Part:
    """`successor` takes the predecessor's work in `field`; without a field, all that is left."""

    predecessor: Agency
    successor: Agency | None = None
    field: FieldOfWork | None = None


@transaction.atomic
def prepare(
    *,
    kind: str,
    effective_on: date,
    paper: str,
    parts: Sequence[Part],
    actor: Actor,
    at: datetime,
    new_name: str = "",
) -> Succession:
    """Nothing moves yet. A rename has parts without successors. Raises what `refusals` names."""
    is_rename = kind == Succession.Kind.RENAME
    if not paper.strip() or not parts or (is_rename and not new_name.strip()):
        raise NothingToMove()
    predecessors = list(
        Agency.objects.select_for_update(no_key=True).filter(pk__in={part.predecessor.pk for part in parts})
    )
    _refuse_waiting(predecessors)
    _refuse_unsound(kind, effective_on, parts)
    succession = Succession.objects.create(
        kind=kind,
        effective_on=effective_on,
        paper=paper.strip()[:300],
        new_name=new_name.strip()[:200] if is_rename else "",
        prepared_at=at,
    )
    SuccessionPart.objects.bulk_create(
        SuccessionPart(succession=succession, predecessor=p.predecessor, successor=p.successor, field=p.field)
        for p in parts
    )
    acts.record("succession_prepared", actor=actor, at=at, facts=told(succession))
    return succession


def _refuse_waiting(predecessors: Sequence[Agency]) -> None:
    waiting = SuccessionPart.objects.filter(
        predecessor__in=predecessors, succession__applied_at__isnull=True, succession__undone_at__isnull=True
    ).select_related("predecessor")
    for part in waiting[:1]:
        raise PreparedAlready(agency=part.predecessor)


def _refuse_unsound(kind: str, day: date, parts: Sequence[Part]) -> None:
    seen: set[tuple[int, int | None]] = set()
    living_on = Succession.Kind.RENAME, Succession.Kind.SPLIT
    ending = {part.predecessor.pk for part in parts if part.field is None or kind not in living_on}
    for part in parts:
        key = (part.predecessor.pk, part.field.pk if part.field else None)
        if key in seen:
            raise NamedTwice(agency=part.predecessor)
        seen.add(key)
        _refuse_absent(part.predecessor, day - timedelta(days=1))
        if part.successor is None:
            continue
        if part.successor.pk in ending or part.successor == part.predecessor:
            raise ToWhoEnds(agency=part.successor)
        _refuse_absent(part.successor, day)


def _refuse_absent(agency: Agency, day: date) -> None:
    if agency.valid_from > day or (agency.valid_to is not None and agency.valid_to < day):
        raise NotThere(agency=agency, day=f"{day:%d/%m/%Y}")


@transaction.atomic
def choose(
    succession: Succession, instance: ProcessInstance, agency: Agency, *, actor: Actor, at: datetime
) -> list[SuccessionChoice]:
    """`agency` takes the predecessors' part in this file, whatever the parts say; a later choice replaces it.

    A choice for the file itself holds for all processes below it that have none of their own.
    """
    succession = Succession.objects.select_for_update().get(pk=succession.pk)
    if succession.applied_at or succession.undone_at:
        raise NotWaiting()
    _refuse_absent(agency, succession.effective_on)
    parts = succession.parts.values_list("predecessor_id", flat=True)
    if agency.pk in parts:
        raise ToWhoEnds(agency=agency)
    taking_part = Participation.objects.filter(agency__in=parts, instance__closed_at__isnull=True)
    below = taking_part.filter(instance=instance) or taking_part.filter(instance__root=instance)
    predecessors = sorted(set(below.values_list("agency_id", flat=True)))
    if not predecessors:
        raise NoPartInIt(title=instance.title)
    chosen = [
        SuccessionChoice.objects.update_or_create(
            succession=succession, instance=instance, predecessor_id=pk, defaults={"successor": agency}
        )[0]
        for pk in predecessors
    ]
    facts = {**told(succession), "instance": str(instance.uuid), "to": str(agency)}
    acts.record("succession_chosen", actor=actor, at=at, facts=facts)
    return chosen


def told(succession: Succession) -> dict[str, Any]:
    """The reorganization as an act writes it down: with the names of the day."""
    parts = succession.parts.select_related("predecessor", "successor", "field").order_by("pk")
    return {
        "succession": str(succession.uuid),
        "kind": succession.kind,
        "effective_on": succession.effective_on.isoformat(),
        "paper": succession.paper,
        "new_name": succession.new_name,
        "parts": [
            {
                "from": str(part.predecessor),
                "to": str(part.successor) if part.successor else None,
                "field": part.field.code if part.field else None,
            }
            for part in parts
        ],
    }
