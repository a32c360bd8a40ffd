"""Seals as files, for a folder where the database's owner cannot write.

seal-2026-11-24.txt: first a line of JSON, {"seal": canonical fields, "previous_hash", "hash"}; then the lines over
which the seal's root was taken, one for each instance ("uuid revision hash") and one for the organization's chain. So
`tail -n +2 seal-2026-11-24.txt | sha256sum` gives the root, without any program of ours.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from .canonical import CHUNK, digest, head_line, organization_line, seal_fields
from .models import Seal

logger = logging.getLogger(__name__)

PATTERN = "seal-*.txt"
BATCH = 500


class SealBroken(ValueError):
    """The database no longer holds what was sealed: no file is made of it."""


@dataclass(frozen=True)
class SealedLine:
    """A trail's end as it was sealed."""

    instance: str
    revision: int
    hash: str


def name_of(day: date) -> str:
    return f"seal-{day.isoformat()}.txt"


# --- writing


def write_missing(folder: Path) -> None:
    """Write the file of each seal that has none."""
    present = {path.name for path in folder.glob(PATTERN)}
    days = [day for day in Seal.objects.values_list("day", flat=True) if name_of(day) not in present]
    write_each(Seal.objects.filter(day__in=days[:BATCH]), folder)


def write_each(seals: QuerySet[Seal], folder: Path) -> None:
    """Write their files. A seal that does not hold is logged, and holds up no other."""
    folder.mkdir(parents=True, exist_ok=True)
    for seal in seals:
        try:
            write(seal, folder)
        except SealBroken:
            logger.exception("The seal of %s does not hold; verify_audit says where", seal.day)


def write(seal: Seal, folder: Path) -> Path:
    """Whole or not at all, and on the disk when this returns. Raises SealBroken."""
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".seal-")
    try:
        with os.fdopen(handle, "wb") as file:
            root = hashlib.sha256()
            file.write(header(vars(seal)).encode() + b"\n")
            for line in _lines(seal):
                root.update(line)
                file.write(line)
            if root.hexdigest() != seal.root:
                raise SealBroken(str(seal))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o444)
        os.replace(temporary, folder / name_of(seal.day))
    except BaseException:
        os.unlink(temporary)
        raise
    _sync(folder)
    return folder / name_of(seal.day)


def header(seal: Mapping[str, Any]) -> str:
    """The first line, from the fields of a seal."""
    said = {"seal": seal_fields(seal), "previous_hash": seal["previous_hash"], "hash": seal["hash"]}
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def _lines(seal: Seal) -> Iterator[bytes]:
    heads = seal.heads.order_by("instance").values_list("instance", "revision", "hash")
    for instance, revision, head in heads.iterator(chunk_size=CHUNK):
        yield head_line(instance, revision, head)
    yield organization_line(seal.organization_sequence, seal.organization_hash)


def _sync(folder: Path) -> None:
    """The new name itself on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- reading


@dataclass(frozen=True)
class SealFile:
    """A file whose hash, root and name agree."""

    path: Path
    fields: Mapping[str, Any]
    hash: str

    @property
    def number(self) -> int:
        return int(self.fields["number"])

    def lines(self) -> Iterator[SealedLine]:
        """The trails' ends, read from the file as they are asked for."""
        with self.path.open(encoding="utf-8") as file:
            next(file)
            for text in file:
                instance, revision, *head = text.split()
                if instance != "organization":
                    yield SealedLine(instance, int(revision), *head)


def read(path: Path) -> SealFile:
    """Raises OSError, or ValueError where the file is not as it was written."""
    with path.open("rb") as file:
        try:
            said = json.loads(next(file))
            fields, previous_hash, own = said["seal"], said["previous_hash"], said["hash"]
            named = name_of(date.fromisoformat(fields["day"]))
        except (StopIteration, KeyError, TypeError) as error:
            raise ValueError(f"{path} is no seal") from error
        root = hashlib.sha256()
        for line in file:
            root.update(line)
    if (named, root.hexdigest(), digest(fields, previous_hash)) != (path.name, fields["root"], own):
        raise ValueError(f"{path} was changed")
    return SealFile(path, fields, own)
