"""Preview, move, undo.

A move takes every open file of a version or none, in one transaction. Each gets an entry in its own trail, keeps its
round (so that the processes below it still answer to it), and keeps the work that lies where it lay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from .. import acts, registry
from ..conflicts import Conflict, Conflicts
from ..context import Actor
from ..definition import ProcessDefinition, State
from ..engine import MOVE, Amendment, amend_many
from ..models import AuditEntry, Participation, ProcessInstance, VersionMove
from ..refusals import AlreadyUndone, CannotMove, NothingToMove, VersionGone
from .plan import BATCH, Fate, MovePlan, batches, title_in
from .warnings import warnings_of
from .work import Handover, Old, taken_away

Definition = type[ProcessDefinition]
States = Mapping[State, State]
MOVED, UNDONE = "move_version", "undo_move_version"  # acts


@dataclass(frozen=True)
class StateLine:
    """How many files stand in a state, and where they would go; `target` is "" where nobody knows."""

    state: State
    title: str
    count: int
    target: State
    target_title: str


@dataclass(frozen=True)
class Preview:
    """What a move would do. It is `possible` when nothing stands against it; warnings stop nothing."""

    definition_key: str
    from_version: int
    to_version: int
    lines: tuple[StateLine, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def possible(self) -> bool:
        return bool(self.count) and not self.conflicts


def preview(
    definition_key: str, from_version: int, to_version: int, states: States | None = None, *, at: datetime
) -> Preview:
    """What would become of the open files of a version. `states`: old → new where the name differs.

    Raises UnknownDefinition for a version to which nobody can go; the one from which they come may be gone.
    """
    to, before = registry.get(definition_key, to_version), registry.find(definition_key, from_version)
    plan = MovePlan(to, before, at)
    instances = list(_running(definition_key, from_version))
    target = _target(to, states or {})
    plan.fates(instances, target)
    counts = Counter((instance.state, target(instance)) for instance in instances)
    lines = [
        StateLine(state, title_in(before, state), count, found, title_in(to, found) if found else "")
        for (state, found), count in sorted(counts.items())
    ]
    reached = {line.target for line in lines if line.target}
    warnings = tuple(warnings_of(before, to, reached))
    return Preview(definition_key, from_version, to_version, tuple(lines), tuple(plan.conflicts), warnings)


@transaction.atomic
def move(
    definition_key: str,
    from_version: int,
    to_version: int,
    states: States | None = None,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    request: str = "",
) -> VersionMove:
    """Move every open file of the version. Raises CannotMove with all that stands against it, or NothingToMove."""
    to, before = registry.get(definition_key, to_version), registry.find(definition_key, from_version)
    plan = MovePlan(to, before, at)
    instances = list(_locked(_running(definition_key, from_version)))
    if not instances:
        raise NothingToMove(version=from_version)
    fates = plan.fates(instances, _target(to, states or {}))
    if plan.conflicts:
        raise CannotMove(list(plan.conflicts))
    recorded = VersionMove.objects.create(
        definition_key=definition_key,
        from_version=from_version,
        to_version=to_version,
        states={fate.instance.state: fate.target for fate in fates},
        files=len(fates),
        reason=reason,
        moved_at=at,
        moved_by=actor.person,
    )
    facts = {"from_version": from_version, "to_version": to_version, "move": str(recorded.uuid), "reason": reason}
    _take_part(fates)
    _resettle(fates, before, to, facts, actor, at, request)
    acts.record(MOVED, actor=actor, at=at, facts=_said(recorded), request=request)
    return recorded


@transaction.atomic
def undo(move: VersionMove, *, actor: Actor, at: datetime, request: str = "") -> None:
    """Move back all that it moved, or nothing: raises CannotMove naming those that have gone on since.

    Raises VersionGone, AlreadyUndone.
    """
    move = VersionMove.objects.select_for_update().get(pk=move.pk)
    if move.undone_at is not None:
        raise AlreadyUndone()
    to = registry.find(move.definition_key, move.from_version)
    if to is None:
        raise VersionGone(version=move.from_version)
    before = registry.find(move.definition_key, move.to_version)
    entries = {entry.instance_id: entry for entry in _entries(move)}
    instances = [
        instance
        for keys in batches(sorted(entries))
        for instance in _locked(ProcessInstance.objects.filter(pk__in=keys))
    ]
    _refuse_moved_on(instances, entries)
    plan = MovePlan(to, before, at)
    fates = plan.fates(instances, lambda instance: entries[instance.pk].from_state)
    if plan.conflicts:
        raise CannotMove(list(plan.conflicts))
    _take_away(entries.values())
    facts = {"from_version": move.to_version, "to_version": move.from_version, "undoes": str(move.uuid)}
    old = taken_away(entries, move.moved_at)
    _resettle(fates, before, to, facts, actor, at, request, old)
    move.undone_at = at
    move.save(update_fields=["undone_at"])
    acts.record(UNDONE, actor=actor, at=at, facts=_said(move), request=request)


def _resettle(
    fates: Sequence[Fate],
    before: Definition | None,
    to: Definition,
    facts: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    request: str,
    old: Old | None = None,
) -> None:
    """Write each file's entry and state, then give its work to whom it belongs now."""
    amendments = [
        Amendment(fate.instance, {**facts, **_added(fate)}, state=fate.target, version=to.version) for fate in fates
    ]
    entries = amend_many(amendments, name=MOVE, actor=actor, at=at, request=request)
    handover = Handover(before, to, at, old or {})
    for fate, entry in zip(fates, entries, strict=True):
        handover.add(fate, entry)
    handover.write(actor)


def _take_part(fates: Sequence[Fate]) -> None:
    """The parts that the new version needs and the files lacked."""
    rows = [
        Participation(instance=fate.instance, participant=key, agency=agency)
        for fate in fates
        for key, agency in fate.added.items()
    ]
    Participation.objects.bulk_create(rows, batch_size=BATCH)


def _added(fate: Fate) -> dict[str, dict[str, str]]:
    """The parts that the file got with the move, for its trail and for who undoes it."""
    return {"parts": {key: agency.name for key, agency in fate.added.items()}} if fate.added else {}


def _target(to: Definition, states: States) -> Callable[[ProcessInstance], State]:
    """The state that was named, else the one of the same name; "" where there is none."""

    def target(instance: ProcessInstance) -> State:
        named = states.get(instance.state) or instance.state
        return named if named in to.states.values else ""

    return target


# --- rows


def _running(key: str, version: int) -> QuerySet[ProcessInstance]:
    rows = ProcessInstance.objects.filter(definition_key=key, definition_version=version, closed_at__isnull=True)
    return rows.order_by("pk").select_related("root", "parent")


def _locked(rows: QuerySet[ProcessInstance]) -> QuerySet[ProcessInstance]:
    return rows.order_by("pk").select_related("root", "parent").select_for_update(of=("self",))


def _entries(move: VersionMove) -> QuerySet[AuditEntry]:
    """What the move wrote into the trails."""
    rows = AuditEntry.objects.filter(instance__definition_key=move.definition_key, transition=MOVE, at=move.moved_at)
    return rows.filter(facts__move=str(move.uuid))


def _refuse_moved_on(instances: Sequence[ProcessInstance], entries: Mapping[int, AuditEntry]) -> None:
    gone = Conflicts()
    for instance in instances:
        if instance.revision != entries[instance.pk].revision:
            gone.add("moved_on", instance)
    if gone:
        raise CannotMove(list(gone))


def _take_away(entries: Iterable[AuditEntry]) -> None:
    """The parts that the move gave: who got one sees the file no longer."""
    files: dict[str, list[int]] = {}
    for entry in entries:
        for participant in entry.facts.get("parts", {}):
            files.setdefault(participant, []).append(entry.instance_id)
    for participant, keys in files.items():
        for batch in batches(keys):
            Participation.objects.filter(instance__in=batch, participant=participant).delete()


def _said(move: VersionMove) -> dict[str, Any]:
    return {
        "move": str(move.uuid),
        "definition": move.definition_key,
        "from_version": move.from_version,
        "to_version": move.to_version,
        "states": move.states,
        "files": move.files,
        "reason": move.reason,
    }
