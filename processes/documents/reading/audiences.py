"""Whom the work is meant to reach: what stands under a heading "Đối tượng …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.particulars import Audience
from processes.documents.reading.source import Item, Paragraph, Shape
from processes.documents.reading.writing_forms import shadow

_HEADING = re.compile(r"(?:nhóm )?đối tượng\b(?! là)")
_SCOPE = re.compile(r"([^:.;,]{3,40}):\s*")
_ENDS = (Shape.SECTION, Shape.ARTICLE, Shape.NUMBER)


def audiences_of(items: list[Item]) -> tuple[Audience, ...]:
    return tuple(_read(items))


def _read(items: list[Item]) -> Iterator[Audience]:
    inside, priority, scope = False, False, ""
    for item in (i for i in items if isinstance(i, Paragraph)):
        if item.shape in _ENDS or item.upper:
            heading, _, rest = item.text.partition(":")
            inside = bool(_HEADING.match(shadow(heading))) and len(heading) < 100
            priority, scope = "ưu tiên" in shadow(heading), ""
            if inside and rest.strip():
                yield _audience(rest, "", priority, item)
            continue
        if not inside:
            continue
        found = _SCOPE.match(item.text)
        if found:
            scope = found.group(1)
        rest = item.text[found.end() :] if found else item.text
        if rest.strip():
            yield _audience(rest, scope, priority, item)


def _audience(text: str, scope: str, priority: bool, item: Paragraph) -> Audience:
    return Audience(text.strip(" .;/…"), scope, priority, item.place, 0.9)
