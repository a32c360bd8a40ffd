"""Who stands on a line of "Nơi nhận": several bodies that share it, units of one body, or leaders in person."""

from __future__ import annotations

import re

from processes.documents.reading.names import split_names
from processes.documents.reading.writing_forms import one_line, shadow

_HEAD_WORD = re.compile(r"(Văn phòng|Văn Phòng|VP)\s*:\s*(?=\S)")
_UNITS = re.compile(r"([^:;]{4,}?)\s*:\s*(?=\S)")
_FAMILY = re.compile(r"các\s+\S+\s*:|(?:sở|bộ|ban|cục|phòng)\s*:")
_PERSONS = re.compile(
    r"(?:các\s+)?(?:đ/c|đồng chí|ct|chủ tịch|pct|phó chủ tịch|lãnh đạo|bí thư|phó bí thư)\b|thủ tướng,? các phó"
)


def bodies_of(line: str) -> tuple[str, ...]:
    """The bodies of a line that names several, each with the head word they share; () for one body or for persons."""
    if are_persons(line):
        return ()
    found = [name for part in line.split(";") for name in _of_part(one_line(part))]
    return tuple(found) if len(found) > 1 else ()


def are_persons(line: str) -> bool:
    """ "Đ/c Chủ tịch, các PCT UBND tỉnh": leaders get it, not an agency."""
    return _PERSONS.match(shadow(line)) is not None


def _of_part(part: str) -> list[str]:
    head = _HEAD_WORD.match(part)
    if head:
        return [f"{head.group(1)} {one_line(name)}" for name in part[head.end() :].split(",")]
    units = None if _FAMILY.match(shadow(part)) else _UNITS.match(part)
    if units:
        return [f"{units.group(1)}: {one_line(name)}" for name in part[units.end() :].split(",")]
    return [mention.name for mention in split_names(part)] if part else []
