"""The canonical forms of what is chained, and the chain itself: what is hashed, to the byte.

A link's hash is SHA-256, in hexadecimal, over the hash of the link before it (ASCII, empty for the first), a line feed,
and the canonical form: UTF-8 JSON with sorted keys, no spaces, no escapes but JSON's own. Public UUIDs stand for rows,
times are UTC with microseconds, texts are in NFC, a number with no fraction is an integer: so both databases, and an
outsider with a copy, get the same bytes. Three kinds of chains have format 1: each instance's entries, the
organization's acts, the daily seals. Their fields differ, so that none can pass for another.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from .models import AuditEntry, OrganizationEntry, ProcessInstance

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
ACT_LINKED = ("actor", "person")
ACT_PLAIN = ("sequence", "act", "facts", "request")
SEAL_PLAIN = ("number", "instances", "organization_sequence", "organization_hash", "root")
ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
Row = Mapping[str, Any]


# --- forms


def entry_fields(row: Row) -> dict[str, Any]:
    """What is hashed of an entry, from a row with `uuid`s of what it links to under "actor__uuid" and so on."""
    return _fields(row, PLAIN, LINKED) | {"command_id": _text(row["command_id"]), "at": _moment(row["at"])}


def act_fields(row: Row) -> dict[str, Any]:
    """The same of an act of the organization's chain."""
    return _fields(row, ACT_PLAIN, ACT_LINKED) | {"at": _moment(row["at"])}


def seal_fields(row: Row) -> dict[str, Any]:
    """The same of a daily seal."""
    return _fields(row, SEAL_PLAIN, ()) | {"day": row["day"].isoformat(), "sealed_at": _moment(row["sealed_at"])}


def row_of(entry: AuditEntry | OrganizationEntry) -> dict[str, Any]:
    """The row of an object that may not be saved yet. Costs no query where what it links to is loaded."""
    linked = LINKED if isinstance(entry, AuditEntry) else ACT_LINKED
    row = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
    return row | {f"{name}__uuid": getattr(getattr(entry, name), "uuid", None) for name in linked}


def canonical(entry: AuditEntry) -> bytes:
    """The bytes that are hashed of an entry."""
    return _bytes(entry_fields(row_of(entry)))


# --- the chain


def chain(entry: AuditEntry, previous_hash: str) -> str:
    """The hash of `entry` when it follows the entry with `previous_hash` ("" for the first)."""
    return digest(entry_fields(row_of(entry)), previous_hash)


def digest(fields: Mapping[str, Any], previous_hash: str) -> str:
    """The hash of a link with these canonical fields."""
    return hashlib.sha256(previous_hash.encode() + b"\n" + _bytes(fields)).hexdigest()


def head_line(instance: object, revision: int, head: str) -> bytes:
    """Where one trail ended, as a line of a seal."""
    return f"{instance} {revision} {head}\n".encode()


def organization_line(sequence: int, head: str) -> bytes:
    """Where the organization's chain ended: the last line of a seal. Its root is SHA-256 over all its lines."""
    return f"organization {sequence} {head}\n".encode()


def _fields(row: Row, plain: tuple[str, ...], linked: tuple[str, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: _plain(row[name]) for name in plain}
    fields |= {name: _text(row[f"{name}__uuid"]) for name in linked}
    return fields | {"format": FORMAT, "uuid": str(row["uuid"])}


def _bytes(fields: Mapping[str, Any]) -> bytes:
    return ENCODER.encode(fields).encode()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _plain(value: Any) -> Any:
    """JSON data as both databases give it back. Raises TypeError for anything that JSON does not know."""
    if isinstance(value, str):
        return _nfc(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"the trail holds JSON only, not {type(value).__name__}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"keys of the trail's JSON are texts, not {key!r}")
    return _nfc(key)


def _nfc(text: str) -> str:
    return str(text) if text.isascii() else unicodedata.normalize("NFC", str(text))


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
    stream = Grouped(entries.iterator(chunk_size=CHUNK), "instance_id")
    for head in heads.iterator(chunk_size=CHUNK):
        yield head, stream.of(head["pk"])


class Grouped:
    """Rows in order of a key, given out key by key."""

    def __init__(self, rows: Iterator[Row], key: str) -> None:
        self._rows, self._key = rows, key
        self._next = next(rows, None)

    def of(self, wanted: int) -> Iterator[Row]:
        """Rows of keys before this one are skipped: they came to be after the keys were asked for."""
        while self._next is not None and self._next[self._key] <= wanted:
            row, self._next = self._next, next(self._rows, None)
            if row[self._key] == wanted:
                yield row


def acts() -> Iterator[Row]:
    """The organization's chain in order, from a stream."""
    links = [f"{name}__uuid" for name in ACT_LINKED]
    rows = OrganizationEntry.objects.order_by("sequence")
    yield from rows.values(*ACT_PLAIN, *links, "uuid", "at", "previous_hash", "hash").iterator(chunk_size=CHUNK)
