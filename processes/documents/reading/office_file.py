"""OpenDocument and the Word files of before 2007, through LibreOffice where the machine has it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from processes.documents.reading.docx_file import docx_units
from processes.documents.reading.packages import check_package
from processes.documents.reading.source import Unit
from processes.documents.reading.tracked_changes import UNDECIDED, Decided
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

CONVERTER = "soffice"
SECONDS = 45.0
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = ("_VBA_PROJECT", "VBA", "Macros")  # names of storages
_PULLED_IN = re.compile(
    rb"\b(?:DDEAUTO|DDE|INCLUDETEXT)\b|\b(?:INCLUDEPICTURE|LINK)\b[^\x13-\x15]{0,200}?(?:https?:|\\\\)"
)
_FIELD = re.compile(rb"\x13[^\x14\x15]{0,400}")
_WORD, _ENCRYPTED = b"\xec\xa5", 0x01  # the file information block's mark, and a bit of its byte 11 (MS-DOC 2.5.2)
_BLOCK = 512


def odt_units(content: bytes, decided: Decided = UNDECIDED) -> list[Unit]:
    """Raises Unreadable."""
    with check_package(content, "content.xml") as package:
        manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.namelist() else b""
    if b"encryption-data" in manifest:
        raise Unreadable(UnreadableCode.ENCRYPTED)
    return _converted(content, "odt", decided)


def doc_units(content: bytes, decided: Decided = UNDECIDED) -> list[Unit]:
    """Raises Unreadable."""
    if content.startswith(b"PK"):  # saved under the old ending by a newer program
        return docx_units(content, decided)
    if not content.startswith(OLE):
        raise Unreadable(UnreadableCode.BROKEN_FILE)
    if any(_entry(name) in content for name in _MACROS):
        raise Unreadable(UnreadableCode.MACROS)
    if _is_encrypted(content):
        raise Unreadable(UnreadableCode.ENCRYPTED)
    if any(_PULLED_IN.search(field) for field in _FIELD.findall(content.replace(b"\x00", b""))):
        raise Unreadable(UnreadableCode.EXTERNAL_CONTENT)
    return _converted(content, "doc", decided)


def _entry(name: str) -> bytes:
    """A directory entry's name as it stands in the file: with its end, padded to 64 bytes (MS-CFB 2.6.1)."""
    return (name + "\0").encode("utf-16-le").ljust(64, b"\0")


def _is_encrypted(content: bytes) -> bool:
    blocks = range(_BLOCK, len(content), _BLOCK)
    start = next((at for at in blocks if content.startswith(_WORD, at)), None)
    return start is not None and bool(content[start + 11 : start + 12] and content[start + 11] & _ENCRYPTED)


def _converted(content: bytes, ending: str, decided: Decided) -> list[Unit]:
    program = shutil.which(CONVERTER)
    if program is None:
        raise Unreadable(UnreadableCode.NO_CONVERTER, name=ending)
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        folder = Path(name)
        source = folder / f"source.{ending}"
        source.write_bytes(content)
        order = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        order += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)]
        try:
            subprocess.run(  # noqa: S603 - a program of the machine, on a file of our own naming
                order, capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise Unreadable(UnreadableCode.TOO_LONG, seconds=int(SECONDS)) from None
        made = folder / "source.docx"
        if not made.exists():
            raise Unreadable(UnreadableCode.BROKEN_FILE)
        return docx_units(made.read_bytes(), decided)
