"""A Word file as bytes that depend on its content alone: no clock, no machine, no order of a hash table."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

_EPOCH = (1980, 1, 1, 0, 0, 0)


def describe(document: Any, title: str, author: str, day: date | None) -> None:
    """What the file says of itself. `day` None: a draft has no day yet, and the file names none of its own."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(1980, 1, 1, tzinfo=UTC)
    said = document.core_properties
    said.title, said.author, said.language = title[:250], author[:250], "vi-VN"
    said.comments = said.keywords = said.subject = said.category = ""
    said.last_modified_by, said.revision = author[:250], 1
    said.created = said.modified = at


def packed(document: Any) -> bytes:
    """The parts in one order, each with one date, compressed in one way."""
    written, repacked = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(repacked, "w") as target:
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            _add(target, name, source.read(name))
    return repacked.getvalue()


def without_thumbnail(document: Any) -> None:
    """The empty document that python-docx begins with has a picture of itself."""
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]


def _add(target: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o600 << 16
    target.writestr(entry, content)
