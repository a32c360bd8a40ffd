"""A drafter's file or text read into facts, within limits of time, and why it could not be."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from portal.unreadable import why_unreadable
from processes.documents.reading import Reading, Unreadable, UnreadableCode, read_confined, read_pasted_text
from processes.documents.reading.tracked_changes import UNDECIDED, Decided


class NotRead(Exception):
    """Why nothing could be read; `str()` is the sentence for the drafter."""

    def __init__(self, code: UnreadableCode, params: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.params = code, params or {}

    def __str__(self) -> str:
        return why_unreadable(self.code, self.params)


def read_pasted(text: str) -> Reading:
    """Raises NotRead for a text without letters."""
    if not text.strip():
        raise NotRead(UnreadableCode.EMPTY)
    return _without_secrets(read_pasted_text(text))


def read_upload(content: bytes, name: str, decided: Decided = UNDECIDED) -> Reading:
    """Reads in a process of its own. Raises NotRead."""
    try:
        reading = read_confined(content, name, decided, max_bytes=settings.MAX_UPLOAD_BYTES)
    except Unreadable as unreadable:
        raise NotRead(unreadable.code, unreadable.params) from None
    return _without_secrets(reading)


def _without_secrets(reading: Reading) -> Reading:
    if reading.facts.security:
        raise NotRead(UnreadableCode.CLASSIFIED, {"mark": reading.facts.security})
    return reading
