"""What is in a PDF besides its pages: looked at before the pages are read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pikepdf

from processes.documents.reading.packages import MAX_DOTS, MAX_PART
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

_SCRIPTS = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/EF")
_ACTIONS = ("/Launch", "/JavaScript", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE", "/Rendition")
_CHUNK = 1024 * 1024


def check_pdf(content: bytes) -> None:
    """Raises Unreadable. A file that is merely damaged passes: the reader may still mend it."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for thing in _dictionaries(pdf):
                _check(thing)
    except pikepdf.PasswordError as error:
        raise Unreadable(UnreadableCode.ENCRYPTED) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary, and what stands directly in it: an action is often written on the spot."""
    for thing in pdf.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield thing
            yield from (held for _key, held in thing.items() if isinstance(held, pikepdf.Dictionary))


def _check(thing: pikepdf.Object) -> None:
    if any(key in thing for key in _SCRIPTS) or str(thing.get("/S", "")) in _ACTIONS:
        raise Unreadable(UnreadableCode.ACTIVE_CONTENT)
    if not isinstance(thing, pikepdf.Stream):
        return
    if str(thing.get("/Subtype", "")) == "/Image":
        width, height = int(thing.get("/Width", 0)), int(thing.get("/Height", 0))
        if width * height > MAX_DOTS:
            raise Unreadable(UnreadableCode.PICTURE_TOO_LARGE, width=width, height=height)
    elif _unpacks_beyond(thing):
        raise Unreadable(UnreadableCode.UNPACKS_TOO_LARGE, limit=MAX_PART)


def _unpacks_beyond(stream: pikepdf.Object) -> bool:
    """Counts what comes out without keeping it. Packed more than once: no program writes text so."""
    filters = stream.get("/Filter", ())
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names.count("/FlateDecode") > 1:
        return True
    if not names or names[0] != "/FlateDecode":
        return False
    packed, unpacked, size = stream.read_raw_bytes(), zlib.decompressobj(), 0
    try:
        while packed and not unpacked.eof and size <= MAX_PART:
            size += len(unpacked.decompress(packed, _CHUNK))
            packed = unpacked.unconsumed_tail
    except zlib.error:
        return False
    return size > MAX_PART
