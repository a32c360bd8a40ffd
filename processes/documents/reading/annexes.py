"""The annexes of a plan, and the words that announce one: what is announced and not there has to be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.particulars import Annex, Announced, Clause
from processes.documents.reading.outline import Part
from processes.documents.reading.source import Item, Paragraph, Table
from processes.documents.reading.tables import header_of, rows_of
from processes.documents.reading.writing_forms import one_line, shadow

_POINTS = re.compile(
    r"\(?\s*(?:(?:có\s+)?(?:đính kèm|kèm theo|gửi kèm)\s+(?:tại\s+)?(?:các\s+)?(?:phụ lục|biểu)|"
    r"(?:chi tiết|cụ thể)[^.;()]{0,40}(?:phụ lục|biểu)|(?:theo|tại)\s+(?:các\s+)?phụ lục)[^.;()]*\)?"
)
_ATTACHED_FILE = re.compile(r"(?:tập tin|tệp)\s+đính kèm\s*:?")


def annexes_of(parts: list[Part]) -> tuple[Annex, ...]:
    return tuple(_annex(part) for part in parts[1:] if "phụ lục" in shadow(part.kind) or "biểu" in shadow(part.kind))


def _annex(part: Part) -> Annex:
    tables = [item for item in part.body if isinstance(item, Table)]
    heads: list[str] = []
    sections: list[str] = []
    for table in tables[:1]:
        _, heads = header_of(table)
        rows = [row for row in rows_of(table) if row.heading]
        sections = [f"{row.label}. {row.heading}" if row.label else row.heading for row in rows]
    caption = part.caption.whole if part.caption else ""
    columns = tuple(one_line(head) for head in heads)
    return Annex(part.kind, part.title, caption, columns, tuple(sections), part.place, 0.9)


def announced_of(items: list[Item], frame: tuple[Clause, ...], annexes: tuple[Annex, ...]) -> tuple[Announced, ...]:
    return tuple(_announced(items, frame, bool(annexes)))


def _announced(items: list[Item], frame: tuple[Clause, ...], found: bool) -> Iterator[Announced]:
    for item in (i for i in items if isinstance(i, Paragraph)):
        for match in _POINTS.finditer(shadow(item.text)):
            yield Announced(item.text[match.start() : match.end()].strip(), found, item.place, 0.9)
    for line in frame:
        if _ATTACHED_FILE.match(shadow(line.text)):
            yield Announced(line.text, False, line.place, 0.9)
