"""What a Word file leaves open: changes that nobody has accepted or undone, and comments. A person decides, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from docx.oxml.ns import qn

from processes.documents.reading.unreadable import Unreadable, UnreadableCode
from processes.documents.reading.writing_forms import one_line

SAMPLES = 5
SAMPLE_LETTERS = 120
_ADDED = (qn("w:ins"), qn("w:moveTo"))
_TAKEN = (qn("w:del"), qn("w:moveFrom"))
_FORMER = ("w:pPrChange", "w:rPrChange", "w:tblPrChange", "w:trPrChange", "w:tcPrChange", "w:sectPrChange")


class Changes(StrEnum):
    """Which text is read."""

    ACCEPTED = "accepted"
    ORIGINAL = "original"


class Comments(StrEnum):
    SKIPPED = "skipped"
    BESIDE = "beside"  # shown beside the source


@dataclass(frozen=True)
class Decided:
    """What the person said; None where nobody was asked yet."""

    changes: Changes | None = None
    comments: Comments | None = None


@dataclass(frozen=True)
class Comment:
    """`line`: where in the source it stands."""

    line: int
    author: str
    text: str


UNDECIDED = Decided()


def settle(body: Any, decided: Decided) -> None:
    """Leaves the text that was decided on. Raises Unreadable while something is open and was not decided."""
    changes = list(body.iter(*_ADDED, *_TAKEN))
    comments = sum(1 for _ in body.iter(qn("w:commentReference")))
    if changes and decided.changes is None:
        samples = list(_samples(changes))
        raise Unreadable(UnreadableCode.OPEN_TRACKED_CHANGES, count=len(changes), comments=comments, samples=samples)
    if comments and decided.comments is None:
        raise Unreadable(UnreadableCode.OPEN_COMMENTS, count=comments)
    if decided.changes is not None:
        _apply(body, decided.changes)


def _samples(changes: list[Any]) -> Iterator[dict[str, str]]:
    """The first changes with words in them, as a person tells them."""
    given = 0
    for change in changes:
        text = one_line("".join(one.text or "" for one in change.iter(qn("w:t"), qn("w:delText"))))
        if text and given < SAMPLES:
            given += 1
            sort = "added" if change.tag in _ADDED else "taken"
            yield {"sort": sort, "author": change.get(qn("w:author"), ""), "text": text[:SAMPLE_LETTERS]}


def _apply(body: Any, changes: Changes) -> None:
    kept, dropped = (_ADDED, _TAKEN) if changes is Changes.ACCEPTED else (_TAKEN, _ADDED)
    _settle_rows(body, dropped)
    _settle_paragraph_marks(body, dropped)
    for element in list(body.iter(*dropped)):
        _drop(element)
    for element in list(body.iter(*kept)):
        _unwrap(element)
    for text in list(body.iter(qn("w:delText"))):
        text.tag = qn("w:t")
    _settle_properties(body, changes)


def _settle_rows(body: Any, dropped: tuple[str, ...]) -> None:
    """A row or a cell that was put in or taken out as a whole."""
    cell_dropped = qn("w:cellDel") if _TAKEN[0] in dropped else qn("w:cellIns")
    for row in list(body.iter(qn("w:tr"))):
        properties = row.find(qn("w:trPr"))
        if properties is not None and any(properties.find(tag) is not None for tag in dropped):
            _drop(row)
    for cell in list(body.iter(qn("w:tc"))):
        properties = cell.find(qn("w:tcPr"))
        if properties is not None and properties.find(cell_dropped) is not None:
            _drop(cell)
    for table in list(body.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            _drop(table)


def _settle_paragraph_marks(body: Any, dropped: tuple[str, ...]) -> None:
    """Without its mark a paragraph runs on into the next one, whose shape it takes."""
    for paragraph in list(body.iter(qn("w:p"))):
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        found = [mark.find(tag) for tag in (*_ADDED, *_TAKEN)] if mark is not None else []
        goes = any(one is not None and one.tag in dropped for one in found)
        for one in found:
            if one is not None:
                mark.remove(one)
        following = paragraph.getnext()
        if not goes or following is None:
            continue
        content = [one for one in paragraph if one.tag != qn("w:pPr")]
        if following.tag == qn("w:p"):
            start = 1 if following.find(qn("w:pPr")) is not None else 0
            for offset, one in enumerate(content):
                following.insert(start + offset, one)
            _drop(paragraph)
        elif all(one.tag in dropped for one in content):
            _drop(paragraph)


def _settle_properties(body: Any, changes: Changes) -> None:
    """Numbering and style belong to the text that is read; how letters look does not matter."""
    if changes is Changes.ORIGINAL:
        for change in list(body.iter(qn("w:pPrChange"))):
            former, present = change.find(qn("w:pPr")), change.getparent()
            for one in [one for one in present if one.tag not in (qn("w:rPr"), qn("w:sectPr"), change.tag)]:
                present.remove(one)
            for place, one in enumerate(list(former) if former is not None else []):
                present.insert(place, one)
    for change in list(body.iter(*(qn(name) for name in _FORMER))):
        _drop(change)


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    place = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(place + 1, child)
    parent.remove(element)


def comments_of(document: Any, lines: Mapping[str, int]) -> list[Comment]:
    """The comments whose place is known, in the order of the text."""
    found = [
        Comment(lines[str(one.comment_id)], one.author or "", one_line(one.text))
        for one in (document.comments if lines else ())
        if str(one.comment_id) in lines
    ]
    return sorted(found, key=lambda one: one.line)
