"""Do the trails still hold? Contiguous, chained, unedited, along the edges of each pinned definition, to the head."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from . import registry
from .audit_acts import verify_acts
from .audit_export import Head, export, read_heads
from .audit_faults import Fault
from .audit_seals import verify_seals
from .canonical import Row, canonical, chain, digest, entry_fields, trails
from .definition import ProcessDefinition
from .models import ProcessInstance
from .names_of_entries import MOVE, REVIVE, START, SUCCEED

__all__ = [
    "Fault",
    "Head",
    "Verification",
    "canonical",
    "chain",
    "export",
    "read_heads",
    "verify_all",
    "verify_instance",
]


@dataclass(frozen=True)
class Verification:
    entries: int
    instances: int
    faults: list[Fault]
    acts: int = 0
    seals: int = 0


def verify_instance(instance: ProcessInstance) -> list[Fault]:
    """Every fault of one instance's trail. The instance is locked meanwhile, so that no step comes in between."""
    return _confirmed(str(instance.uuid), None)


def verify_all(
    progress: Callable[[int], None] | None = None,
    earlier: Mapping[str, Head] | None = None,
    seals: Path | None = None,
) -> Verification:
    """Every trail, the organization's chain and the seals, while others work; in streams, no query per entry.

    `progress` hears the count of entries. `seals`: the folder of exported seals; `earlier`: exported heads by instance
    UUID. Without either nobody can see that the owner of the database wrote all of it anew.
    """
    entries, instances, faults = _verify_trails(progress, earlier or {})
    acts, of_acts = verify_acts()
    sealed, of_seals = verify_seals(seals)
    return Verification(entries, instances, [*faults, *of_acts, *of_seals], acts, sealed)


def _verify_trails(progress: Callable[[int], None] | None, earlier: Mapping[str, Head]) -> tuple[int, int, list[Fault]]:
    missing = dict(earlier)
    suspects: dict[str, Head | None] = {}
    entries = instances = 0
    for instance, rows in trails(ProcessInstance.objects.all()):
        uuid = str(instance["uuid"])
        reading = _Reading(instance, missing.pop(uuid, None))
        for row in rows:
            reading.read(row)
            entries += 1
            if progress and entries % 1000 == 0:
                progress(entries)
        instances += 1
        if reading.finish():
            suspects[uuid] = reading.earlier
    faults = [fault for uuid, head in suspects.items() for fault in _confirmed(uuid, head)]
    faults += [Fault(uuid, head.revision, "cut") for uuid, head in missing.items()]
    return entries, instances, faults


@transaction.atomic
def _confirmed(uuid: str, earlier: Head | None) -> list[Fault]:
    """The faults of one trail under lock: a step that was taken while the streams ran is none."""
    found: QuerySet[ProcessInstance] = ProcessInstance.objects.filter(uuid=uuid)
    list(found.select_for_update().values_list("pk"))
    faults: list[Fault] = []
    for instance, rows in trails(found):
        reading = _Reading(instance, earlier)
        for row in rows:
            reading.read(row)
        faults += reading.finish()
    return faults


class _Reading:
    """The walk along one trail. After a fault it goes on from what stands there, so that each is told once."""

    def __init__(self, instance: Row, earlier: Head | None) -> None:
        self._instance, self.earlier = instance, earlier
        self._last: Row | None = None
        self._faults: list[Fault] = []

    def read(self, row: Row) -> None:
        expected = self._last["revision"] + 1 if self._last else 0
        if row["revision"] != expected:
            self._fault(row["revision"], "gap", expected=expected)
        if row["previous_hash"] != (self._last["hash"] if self._last else ""):
            self._fault(row["revision"], "previous_hash")
        if row["hash"] != digest(entry_fields(row), row["previous_hash"]):
            self._fault(row["revision"], "hash")
        self._legal(row)
        if self.earlier and self.earlier.revision == row["revision"] and self.earlier.hash != row["hash"]:
            self._fault(row["revision"], "replaced")
        self._last = row

    def finish(self) -> list[Fault]:
        """What the instance itself says must be what its last entry says."""
        instance, last = self._instance, self._last
        if last is None:
            self._fault(instance["revision"], "no_entries")
        else:
            for name, of_entry, code in (
                ("audit_head", "hash", "head"),
                ("revision", "revision", "revision"),
                ("state", "to_state", "state"),
                ("definition_version", "definition_version", "version"),
            ):
                if instance[name] != last[of_entry]:
                    self._fault(instance["revision"], code, recorded=instance[name])
        if self.earlier and self.earlier.revision > (last["revision"] if last else -1):
            self._fault(self.earlier.revision, "cut")
        return self._faults

    def _legal(self, row: Row) -> None:
        """Is the step an edge of the definition to which the instance was pinned then?"""
        revision, pinned = row["revision"], (row["definition_key"], row["definition_version"])
        before = self._last and (self._last["definition_key"], self._last["definition_version"])
        if before and not _follows(before, pinned, row["transition"]):
            self._fault(revision, "definition")
        try:
            definition = registry.get(*pinned)
        except registry.UnknownDefinition:
            self._fault(revision, "unknown_definition", definition=f"{pinned[0]} {pinned[1]}")
            return
        source, target, name = row["from_state"], row["to_state"], row["transition"]
        if self._last is None:
            if (name, source) != (START, "") or target not in definition.initials():
                self._fault(revision, "start")
            return
        if source != self._last["to_state"]:
            self._fault(revision, "from_state")
        if not _is_edge(definition, name, source, target):
            self._fault(revision, "edge", transition=name, source=source, target=target)

    def _fault(self, revision: int, code: str, **params: Any) -> None:
        self._faults.append(Fault(str(self._instance["uuid"]), revision, code, params))


def _follows(before: tuple[str, int], pinned: tuple[str, int], name: str) -> bool:
    """A move goes to another version of the same definition; everything else stays where it is."""
    return before[0] == pinned[0] and (name == MOVE) == (before[1] != pinned[1])


def _is_edge(definition: type[ProcessDefinition], name: str, source: str, target: str) -> bool:
    if name == MOVE:
        return target in definition.states.values
    if name == SUCCEED:
        return source == target
    if name == REVIVE:
        return source in definition.final and target in definition.stages
    step = definition.steps.get(name)
    return step is not None and (source, target) in {(edge.source, edge.target) for edge in step.edges()}
