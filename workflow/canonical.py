"""The trail's canonical form and chain: what is hashed, to the byte.

An entry's hash is SHA-256, in hexadecimal, over the previous entry's hash (ASCII, empty for the first), a line feed,
and the entry's canonical form: UTF-8 JSON with sorted keys, no spaces, no escapes but JSON's own. Format 1 has exactly
the fields of `canonical_fields`. Public UUIDs stand for rows, times are UTC with microseconds, texts are in NFC, a
number with no fraction is an integer: so both databases, and an outsider with a copy, get the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from .models import AuditEntry, ProcessInstance

FORMAT = 1
CHUNK = 2000  # rows read at once
LINKED = ("instance", "actor", "person", "acting_for")  # written by their UUIDs
PLAIN = (
    "revision",
    "definition_key",
    "definition_version",
    "transition",
    "from_state",
    "to_state",
    "capacity",
    "authority",
    "inputs",
    "facts",
    "document_hash",
    "request",
)
Row = Mapping[str, Any]


def canonical(entry: AuditEntry) -> bytes:
    """The bytes that are hashed. Costs no query where instance, actor and persons are loaded."""
    row = {name: getattr(entry, name) for name in (*PLAIN, "uuid", "command_id", "at")}
    for name in LINKED:
        linked = getattr(entry, name)
        row[f"{name}__uuid"] = linked.uuid if linked else None
    return _bytes(canonical_fields(row))


def canonical_fields(row: Row) -> dict[str, Any]:
    """What format 1 says of an entry, from a row with `uuid`s of what it links to under "actor__uuid" and so on."""
    fields: dict[str, Any] = {name: _plain(row[name]) for name in PLAIN}
    fields |= {name: _text(row[f"{name}__uuid"]) for name in LINKED}
    return fields | {
        "format": FORMAT,
        "uuid": str(row["uuid"]),
        "command_id": _text(row["command_id"]),
        "at": _moment(row["at"]),
    }


def chain(entry: AuditEntry, previous_hash: str) -> str:
    """The hash of `entry` when it follows the entry with `previous_hash` ("" for the first)."""
    return _hash(canonical(entry), previous_hash)


def recomputed(row: Row) -> str:
    """The hash that the entry in `row` must have after the one that it names."""
    return _hash(_bytes(canonical_fields(row)), row["previous_hash"])


def _hash(form: bytes, previous_hash: str) -> str:
    return hashlib.sha256(previous_hash.encode() + b"\n" + form).hexdigest()


def _bytes(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: Any) -> Any:
    """JSON data as both databases give it back. Raises TypeError for anything that JSON does not know."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"the trail holds JSON only, not {type(value).__name__}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"keys of the trail's JSON are texts, not {key!r}")
    return unicodedata.normalize("NFC", key)


# --- reading it back


def trails(instances: QuerySet[ProcessInstance]) -> Iterator[tuple[Row, Iterator[Row]]]:
    """Each instance with its entries in order, from two streams that run side by side."""
    heads = instances.order_by("pk").values(
        "pk", "uuid", "state", "revision", "audit_head", "definition_key", "definition_version"
    )
    links = [f"{name}__uuid" for name in LINKED]
    entries = (
        AuditEntry.objects.filter(instance__in=instances.order_by().values("pk"))
        .order_by("instance_id", "revision")
        .values(*PLAIN, *links, "uuid", "command_id", "at", "instance_id", "previous_hash", "hash")
    )
    stream = _ByInstance(entries.iterator(chunk_size=CHUNK))
    for head in heads.iterator(chunk_size=CHUNK):
        yield head, stream.of(head["pk"])


class _ByInstance:
    """Rows in order of their instance, given out instance by instance."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, instance_id: int) -> Iterator[Row]:
        """Rows of instances before this one are skipped: they came to be after the instances were asked for."""
        while self._next is not None and self._next["instance_id"] <= instance_id:
            row, self._next = self._next, next(self._rows, None)
            if row["instance_id"] == instance_id:
                yield row
