"""Word and OpenDocument files are packages: what is in them is looked at before anything is unpacked for reading."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from PIL import Image

from processes.documents.reading.unreadable import Unreadable, UnreadableCode

MAX_ENTRIES = 3_000
MAX_UNPACKED = 250 * 1024 * 1024
MAX_PART = 60 * 1024 * 1024
MAX_DOTS = 60_000_000  # a page scanned in colour at 600 dots an inch has 35 million
_MACROS = re.compile(r"vbaproject\.bin$|vbadata\.xml$|^basic/|^scripts/|/macrosheets/", re.I)
_PROGRAMS = re.compile(r"activex/|\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|js|jar|lnk|hta|html?)$", re.I)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|webp)$", re.I)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.S)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
# What only a click follows; and the writer's own template, of which Word notes where it lay on his machine.
_HARMLESS = re.compile(
    rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']|"
    rb"Type\s*=\s*[\"'][^\"']*/attachedTemplate[\"'](?![^>]*Target\s*=\s*[\"'](?:https?:|ftp:|\\\\|file:/{2,5}\w+[./]))"
)
_PULLED_IN = re.compile(
    rb"\b(?:DDEAUTO|DDE|INCLUDETEXT)\b|"
    rb"\b(?:INCLUDEPICTURE|IMPORT|LINK)\b[^<]*?(?:https?:|ftp:|\\\\\\\\|file:/{2,3}\w+[./])",
    re.I,
)
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr\s*=\s*[\"']([^\"']*)")
_REFERENCE = re.compile(rb"<([\w:-]+)\b[^>]*?xlink:href\s*=\s*[\"']([^\"']*)[\"']", re.S)
_WRITTEN_LINK = {b"text:a", b"draw:a", b"text:bookmark-ref"}
_ELSEWHERE = re.compile(rb"[a-z][a-z0-9+.-]*:|/|\.\./", re.I)


def check_package(content: bytes, needed: str) -> zipfile.ZipFile:
    """The package, open, when nothing in it is dangerous. `needed`: the part without which it is none of its kind.

    Raises Unreadable.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        entries = package.infolist()
        _check_sizes(entries)
        _check_names([entry.filename for entry in entries], needed)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable(UnreadableCode.ENCRYPTED)
        for entry in entries:
            _check_entry(package, entry)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable(UnreadableCode.BROKEN_FILE) from error
    return package


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Unreadable(UnreadableCode.UNPACKS_TOO_LARGE, limit=MAX_ENTRIES)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(entry.file_size > MAX_PART for entry in entries):
        raise Unreadable(UnreadableCode.UNPACKS_TOO_LARGE, limit=MAX_UNPACKED)


def _check_names(names: list[str], needed: str) -> None:
    if any(_MACROS.search(name) for name in names):
        raise Unreadable(UnreadableCode.MACROS)
    if any(_PROGRAMS.search(name) for name in names):
        raise Unreadable(UnreadableCode.ACTIVE_CONTENT)
    climbs = any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names)
    if needed not in names or climbs or len(set(names)) < len(names):
        raise Unreadable(UnreadableCode.BROKEN_FILE)


def _check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower()
    if name.endswith((".xml", ".rels")):
        text = package.read(entry)
        _check_prolog(text)
        _check_references(name, text)
    elif _PICTURE.search(name):
        with package.open(entry) as picture:
            _check_picture(picture)


def _check_prolog(text: bytes) -> None:
    """A document type would define entities: no office program writes one."""

    def refuse(*declared: object) -> None:
        raise Unreadable(UnreadableCode.BROKEN_FILE)

    def stop(*element: object) -> None:
        raise StopIteration

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, stop
    try:
        parser.Parse(text, True)
    except StopIteration:
        return
    except expat.ExpatError as error:
        raise Unreadable(UnreadableCode.BROKEN_FILE) from error


def _check_references(name: str, text: bytes) -> None:
    if name.endswith(".rels"):
        relations = [one for one in _RELATION.findall(text) if _OUTSIDE.search(one)]
        if any(not _HARMLESS.search(one) for one in relations):
            raise Unreadable(UnreadableCode.EXTERNAL_CONTENT)
    instructions = b" ".join(b"".join(found) for found in _INSTRUCTION.findall(text))
    if _PULLED_IN.search(instructions + b" "):
        raise Unreadable(UnreadableCode.EXTERNAL_CONTENT)
    for element, target in _REFERENCE.findall(text):
        if element not in _WRITTEN_LINK and _ELSEWHERE.match(target):
            raise Unreadable(UnreadableCode.EXTERNAL_CONTENT)


def _check_picture(picture: IO[bytes]) -> None:
    """Only its head is read. What is no picture is nobody's business: no text stands in it."""
    try:
        width, height = Image.open(picture).size
    except Image.DecompressionBombError as error:
        raise Unreadable(UnreadableCode.PICTURE_TOO_LARGE, width=0, height=0) from error
    except Exception:
        return
    if width * height > MAX_DOTS:
        raise Unreadable(UnreadableCode.PICTURE_TOO_LARGE, width=width, height=height)
