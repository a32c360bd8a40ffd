"""What a portal's notice says of the plan that it speaks of: "Ngày 12/10/2021, UBND tỉnh ban hành Kế hoạch số …"."""

from __future__ import annotations

import re

from processes.documents.facts import Fact
from processes.documents.reading.dates import day_pattern, written_day
from processes.documents.reading.source import Paragraph
from processes.documents.reading.writing_forms import normal, same_tones, shadow

_KINDS = r"kế hoạch|quyết định|chỉ thị|chương trình hành động"
_ISSUED = re.compile(rf"ban hành (?:{_KINDS})\b|(?:{_KINDS}) do [^.;]{{4,80}} ký ban hành")
_OWN_NUMBER = re.compile(
    r"ban hành (?:Kế hoạch|Quyết định|Chỉ thị|Chương trình hành động)\s+(?:số\s*:?\s*)?"
    r"(?P<number>\d+[a-z]?)\s*/\s*(?P<symbol>[A-ZĐƯÔ]{2}[\wĐđ&./-]*[\wĐđ])"
)
_ON = re.compile(rf"(?:^|,\s*|;\s*){day_pattern()}\s*,?\s+(?=\S)[^.;]{{0,120}}?ban hành")
_ENDED = re.compile(r"[.;:…]\s*$")


def announcement(paragraphs: list[Paragraph]) -> int | None:
    """The index of the paragraph that tells of the plan: one of the first, and a sentence."""
    for index, paragraph in enumerate(paragraphs[:8]):
        if _ISSUED.search(shadow(paragraph.text)) and _ENDED.search(paragraph.text):
            return index
    return None


def headline(paragraphs: list[Paragraph]) -> Paragraph | None:
    """The title above it: the last line that is no sentence."""
    return next((p for p in reversed(paragraphs) if p.text and not _ENDED.search(p.text) and len(p.text) > 20), None)


def own_number(paragraph: Paragraph) -> tuple[Fact[str], Fact[str]]:
    found = _OWN_NUMBER.search(normal(same_tones(paragraph.text)))
    if not found:
        return Fact(), Fact()
    return Fact.of(found["number"], paragraph.place, 0.7), Fact.of(found["symbol"], paragraph.place, 0.7)


def own_date(paragraph: Paragraph) -> Fact[str]:
    """The day on which it was issued; a day without a year is none."""
    found = _ON.search(shadow(paragraph.text))
    day = written_day(found) if found else None
    return Fact.of(day.iso, paragraph.place, 0.7) if day and day.year else Fact()
