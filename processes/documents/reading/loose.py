"""Work that the text names outside the section that assigns it: nobody is told, so a person has to decide."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from processes.documents.facts import Place
from processes.documents.particulars import LooseWork
from processes.documents.reading.duties import is_section
from processes.documents.reading.names import find_subject, split_names
from processes.documents.reading.source import Item, Paragraph, Shape
from processes.documents.reading.writing_forms import shadow

_OF_WORK = re.compile(r"nhiệm vụ|hình thức|giải pháp|biện pháp")
_ASSIGNS = re.compile(r"tổ chức,? thực hiện|tổ chức triển khai|trách nhiệm|phân công|kinh phí|nguồn lực")
_NO_WORK = re.compile(r"nội dung|thời gian|đối tượng")
_BETWEEN = re.compile(r"phối hợp\b[^.;]*?\bgiữa\s+")
_ITEMS = (Shape.BULLET, Shape.LETTER, Shape.PLAIN)


def loose_work_of(items: list[Item], taken: Collection[Place | None]) -> tuple[LooseWork, ...]:
    """`taken`: the places of what tasks and duties already say."""
    return tuple(_read(items, taken))


def _read(items: list[Item], taken: Collection[Place | None]) -> Iterator[LooseWork]:
    section = heading = ""
    for item in (i for i in items if isinstance(i, Paragraph)):
        if is_section(item):
            section, heading = item.text, ""
        elif item.shape is Shape.NUMBER and len(item.text) < 120:
            heading = item.text
        elif item.shape in _ITEMS and item.place not in taken and not _is_elsewhere(section, heading):
            yield from _work(item, heading or section)


def _is_elsewhere(section: str, heading: str) -> bool:
    """Whether this is where work is assigned or paid, or only spoken of."""
    assigns = _ASSIGNS.search(shadow(f"{section} {heading}")) is not None
    return assigns or _NO_WORK.search(shadow(heading or section)) is not None


def _work(item: Paragraph, section: str) -> Iterator[LooseWork]:
    subject = find_subject(item.text)
    between = _BETWEEN.search(shadow(item.text))
    if subject and subject.rest.startswith(("yêu cầu", "đề nghị")):
        return  # the order that closes the plan
    if subject and subject.rest:
        yield LooseWork(item.text, subject.names, section, item.place, 0.6)
    elif between:
        told = re.split(r"\s+(?:tránh|để|nhằm)\s", item.text[between.end() :])[0]
        names = tuple(mention.name for mention in split_names(told))
        yield LooseWork(item.text, names, section, item.place, 0.5)
    elif item.shape is not Shape.PLAIN and _OF_WORK.search(shadow(section)) and not item.text.endswith(":"):
        yield LooseWork(item.text, (), section, item.place, 0.4)
