"""Short forms that a plan introduces: "… (viết tắt là ASEAN)", "Ủy ban nhân dân tỉnh Kon Tum (UBND tỉnh)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from processes.documents.particulars import Abbreviation, Clause
from processes.documents.reading.writing_forms import fold, one_line, shadow

_TOLD = re.compile(r"\(\s*(?:sau đây\s+)?(?:(?:được\s+)?(?:viết|gọi) tắt là|gọi là)\s*:?\s*([^()]{2,40})\)")
_BARE = re.compile(r"\(([A-ZĐ&]{2,10}(?:\s+[a-zđ]\S*){0,2})\)")
_MOST_AFTER = 4  # words between the spelled-out letters and the bracket: "… nhân dân tỉnh Kon Tum (UBND tỉnh)"


def abbreviations_of(told: Iterable[Clause]) -> tuple[Abbreviation, ...]:
    """Each once, where it is first introduced."""
    found: dict[str, Abbreviation] = {}
    for paragraph in told:
        for short, before, sure in _introduced(paragraph.text):
            full = _spelled(short, before)
            if full or sure:
                full = full or _last_name(before)
                found.setdefault(short, Abbreviation(short, full, paragraph.place, 1.0 if full else 0.6))
    return tuple(found.values())


def _introduced(text: str) -> Iterator[tuple[str, str, bool]]:
    """(short form, what stands before the bracket, whether the text says that it is one)."""
    for match in _TOLD.finditer(shadow(text)):
        yield one_line(text[match.start(1) : match.end(1)]).strip(" .\"“”'"), text[: match.start()], True
    for match in _BARE.finditer(text):
        yield match.group(1), text[: match.start()], False


def _spelled(short: str, before: str) -> str:
    """The last words whose initials are the capitals of `short`, up to the bracket."""
    initials = fold("".join(c for c in short.split()[0] if c.isalpha())).replace(" ", "")
    words = before.split()
    for start in range(len(words) - len(initials), max(-1, len(words) - len(initials) - _MOST_AFTER - 1), -1):
        run = words[start : start + len(initials)]
        if len(initials) > 1 and "".join(fold(word)[:1] for word in run) == initials:
            return " ".join(words[start:]).strip(" ,;")
    return ""


def _last_name(before: str) -> str:
    """The name that ends `before`, as far back as the last "của", "về", "với"; "" where it opens with no capital."""
    name = re.split(r"\b(?:của|về|với|cho|là|từ)\s+|[,;:.(]\s*", before.rstrip())[-1].strip()
    return name if name[:1].isupper() else ""
