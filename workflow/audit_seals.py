"""Do the seals still hold, and the chains what was sealed of them? Against the exported files, too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import OuterRef, Subquery

from . import seal_files
from .canonical import CHUNK, Grouped, digest, head_line, organization_line, seal_fields
from .faults import ORGANIZATION, SEALS, Fault
from .models import AuditEntry, OrganizationEntry, Seal, SealedHead
from .seal_files import SealedLine

BATCH = 400  # an instance and a revision a line: SQLite binds 999 values


def verify_seals(folder: Path | None = None) -> tuple[int, list[Fault]]:
    """The number of seals, and every fault. `folder`: exported files, which tell what the database may no longer.

    Two queries, and one for each BATCH of sealed heads. Raises OSError where the folder cannot be read.
    """
    # The files first: each was written after its seal, so that none can be without one.
    paths = sorted(path for path in folder.iterdir() if path.match(seal_files.PATTERN)) if folder else []
    standing = OrganizationEntry.objects.filter(sequence=OuterRef("organization_sequence")).values("hash")
    rows: list[Any] = list(Seal.objects.order_by("number").annotate(standing=Subquery(standing)).values())
    faults = list(_stored(rows))
    if folder is not None:
        faults += _files(paths, rows, {fault.params.get("seal") for fault in faults})
        names = ((row["number"], seal_files.name_of(row["day"])) for row in rows)
        missing = ((number, name) for number, name in names if not (folder / name).exists())
        faults += [Fault(SEALS, number, "no_seal_file", {"file": name}) for number, name in missing]
    once = {(fault.chain, fault.revision, fault.code): fault for fault in faults}
    return len(rows), list(once.values())


# --- in the database


def _stored(rows: list[dict[str, Any]]) -> Iterator[Fault]:
    heads = SealedHead.objects.order_by("seal_id", "instance").values("seal_id", "instance", "revision", "hash")
    by_seal = Grouped(heads.iterator(chunk_size=CHUNK), "seal_id")
    number, previous = 0, ""
    for row in rows:
        if row["number"] != number + 1:
            yield Fault(SEALS, row["number"], "gap", {"expected": number + 1})
        if row["previous_hash"] != previous:
            yield Fault(SEALS, row["number"], "previous_hash", _of(row))
        if row["hash"] != digest(seal_fields(row), row["previous_hash"]):
            yield Fault(SEALS, row["number"], "hash", _of(row))
        number, previous = row["number"], row["hash"]
        yield from _lines_of(row, by_seal.of(number))
        yield from _against_acts(row, row["standing"])


def _lines_of(row: Mapping[str, Any], heads: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """The root is what the lines give, and each line is what stands in its trail."""
    root = hashlib.sha256()

    def read() -> Iterator[SealedLine]:
        for head in heads:
            root.update(head_line(head["instance"], head["revision"], head["hash"]))
            yield SealedLine(str(head["instance"]), head["revision"], head["hash"])

    yield from _against_trails(read(), row)
    root.update(organization_line(row["organization_sequence"], row["organization_hash"]))
    if root.hexdigest() != row["root"]:
        yield Fault(SEALS, row["number"], "root", _of(row))


def _of(seal: Mapping[str, Any]) -> dict[str, Any]:
    return {"seal": seal["number"], "day": str(seal["day"])}


# --- in the folder


def _files(paths: list[Path], rows: list[dict[str, Any]], broken: set[Any]) -> Iterator[Fault]:
    stored = {row["number"]: row for row in rows}
    for path in paths:
        try:
            file = seal_files.read(path)
        except ValueError:
            yield Fault(SEALS, 0, "seal_file", {"file": path.name})
            continue
        row = stored.get(file.number)
        if row is None:
            yield Fault(SEALS, file.number, "seal_gone", _of(file.fields))
        elif row["hash"] != file.hash:
            yield Fault(SEALS, file.number, "seal_replaced", _of(file.fields))
        elif file.number not in broken:
            continue  # the same seal, and all of it was just compared with the trails
        yield from _against_trails(file.lines(), file.fields)
        sequence = file.fields["organization_sequence"]
        acts = OrganizationEntry.objects.filter(sequence=sequence).values_list("hash", flat=True)
        yield from _against_acts(file.fields, acts.first())


# --- against what stands now


def _against_trails(lines: Iterator[SealedLine], seal: Mapping[str, Any]) -> Iterator[Fault]:
    while batch := list(islice(lines, BATCH)):
        found = AuditEntry.objects.filter(
            instance__uuid__in={line.instance for line in batch}, revision__in={line.revision for line in batch}
        )
        standing = {(str(uuid), n): h for uuid, n, h in found.values_list("instance__uuid", "revision", "hash")}
        for line in batch:
            now = standing.get((line.instance, line.revision))
            if now != line.hash:
                yield Fault(line.instance, line.revision, _what(now), _of(seal))


def _against_acts(seal: Mapping[str, Any], now: str | None) -> Iterator[Fault]:
    if (now or "") != seal["organization_hash"]:
        yield Fault(ORGANIZATION, seal["organization_sequence"], _what(now), _of(seal))


def _what(now: str | None) -> str:
    return "sealed_cut" if now is None else "sealed_replaced"
