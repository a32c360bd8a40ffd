"""A file as lines and tables, by its kind; refused before it is opened when it is too large or not what it says."""

from __future__ import annotations

from pathlib import Path, PurePath

from processes.documents.reading.docx_file import docx_units
from processes.documents.reading.office_file import OLE, doc_units, odt_units
from processes.documents.reading.pdf_file import pdf_units
from processes.documents.reading.source import Unit
from processes.documents.reading.text_file import units_of
from processes.documents.reading.tracked_changes import UNDECIDED, Decided
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

_TEXT = {".txt", ".md", ".markdown", ".text"}
_CONVERTED = {".odt": odt_units, ".doc": doc_units}


def units_of_file(
    source: Path | str | bytes,
    name: str,
    max_bytes: int,
    decided: Decided = UNDECIDED,
    *,
    may_convert: bool = True,
) -> list[Unit]:
    """`source`: a path or the content; the kind comes from the ending of `name` and must fit. Raises Unreadable.

    `decided`: on open changes and comments of a Word file. `may_convert`: another program may be started with the file.
    """
    content = _content(source, max_bytes)
    if not content.strip():
        raise Unreadable(UnreadableCode.EMPTY)
    ending = PurePath(name).suffix.lower()
    if ending == ".docm":
        raise Unreadable(UnreadableCode.MACROS)
    if ending not in {*_TEXT, *_CONVERTED, ".docx", ".pdf"}:
        raise Unreadable(UnreadableCode.UNKNOWN_KIND, name=PurePath(name).name)
    if ending in _CONVERTED:
        if not may_convert:
            raise Unreadable(UnreadableCode.NO_CONVERTER, name=ending)
        return _CONVERTED[ending](content, decided)
    if content.startswith(OLE):
        raise Unreadable(UnreadableCode.ENCRYPTED if ending == ".docx" else UnreadableCode.NOT_TEXT)
    if ending == ".docx":
        return docx_units(content, decided)
    if ending == ".pdf":
        return pdf_units(content)
    return units_of(_text(content))


def _content(source: Path | str | bytes, max_bytes: int) -> bytes:
    if isinstance(source, bytes):
        size, content = len(source), source
    else:
        path = Path(source)
        size = path.stat().st_size
        content = path.read_bytes() if size <= max_bytes else b""
    if size > max_bytes:
        raise Unreadable(UnreadableCode.TOO_LARGE, limit=max_bytes, size=size)
    return content


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(UnreadableCode.NOT_TEXT) from error
    if "\x00" in text or sum(c.isprintable() or c.isspace() for c in text[:4000]) < 0.9 * len(text[:4000]):
        raise Unreadable(UnreadableCode.NOT_TEXT)
    return text
