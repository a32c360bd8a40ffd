"""The source as it is shown beside the facts: its lines and tables, with what was read from each of them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from processes.documents.facts import BlockKind, Place, PlanFacts
from processes.models import Plan, PlanVersion

from .words import KINDS, LEGEND, Kind

LINE_END = re.compile(r"\r\n|\r|\n|\f")  # as the reader counts
MOST_LINES = 6000
TEXT = "text"  # kept as a paragraph of the plan, in no fact
MISSED = "missed"


@dataclass(frozen=True)
class Mark:
    """One fact's beginning in the source: a press leads to its card."""

    key: str
    kind: Kind
    words: str


@dataclass
class Line:
    """`code`: the color of what was read from it, "text" or "missed"."""

    number: int
    text: str
    code: str = MISSED
    marks: list[Mark] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)  # what somebody noted beside it in Word
    is_current: bool = False

    @property
    def is_free(self) -> bool:
        """No fact has it: it may have been missed."""
        return bool(self.text.strip()) and self.code in (MISSED, TEXT)


@dataclass
class Cell:
    lines: list[Line]
    span: int = 1


@dataclass
class Sheet:
    """The whole source. `pieces`: lines, and tables as rows of cells."""

    name: str
    pieces: list[Line | list[list[Cell]]]
    missed: int
    reading: dict[str, Any]

    @property
    def legend(self) -> list[Kind]:
        """The colors that are there."""
        there = {mark.kind.code for line in self.all_lines() for mark in line.marks}
        return [kind for kind in LEGEND if kind.code in there]

    def all_lines(self) -> Iterable[Line]:
        for piece in self.pieces:
            if isinstance(piece, Line):
                yield piece
            else:
                yield from (line for row in piece for cell in row for line in cell.lines)


def texts_of(version: PlanVersion | None) -> list[str]:
    return LINE_END.split(version.source_text)[:MOST_LINES] if version else []


def version_with_source(plan: Plan) -> PlanVersion | None:
    return PlanVersion.objects.filter(plan=plan).exclude(source_text="").order_by("number").first()


@dataclass(frozen=True)
class Found:
    """A fact with its place, for the marks."""

    key: str
    kind: str
    words: str
    place: Place


def sheet_of(version: PlanVersion | None, facts: PlanFacts, found: Iterable[Found], current: Place | None) -> Sheet:
    """The lines of the file or text from which the plan was made; nothing where there is none."""
    lines = [Line(number, text) for number, text in enumerate(texts_of(version), start=1)]
    reading: dict[str, Any] = version.source_notes if version else {}
    _color(lines, facts, list(found))
    for line in _within(lines, current):
        line.is_current = True
    for note in reading.get("comments", []):
        if 0 < note["line"] <= len(lines):
            lines[note["line"] - 1].notes.append(note)
    _spare_frame(lines, facts, reading.get("tables", []))
    missed = sum(1 for line in lines if line.code == MISSED and line.text.strip())
    return Sheet(version.source_name if version else "", _pieces(lines, reading.get("tables", [])), missed, reading)


def _color(lines: list[Line], facts: PlanFacts, found: list[Found]) -> None:
    """The narrowest fact gives a line its color; each fact is marked where it begins."""
    for block in facts.body:
        if block.kind is not BlockKind.TASK:
            for line in _within(lines, block.place):
                line.code = TEXT
    for place in _other_places(facts):
        for line in _within(lines, place):
            line.code = TEXT
    for one in sorted(found, key=lambda one: one.place.line - one.place.end_line):
        kind = KINDS[one.kind]
        own = _within(lines, one.place)
        for line in own:
            line.code = kind.code
        if own:
            own[0].marks.append(Mark(one.key, kind, one.words))


def _spare_frame(lines: list[Line], facts: PlanFacts, tables: list[Any]) -> None:
    """The letterhead, and the heads of tables that were read, hold no facts of their own: nothing was missed there."""
    head = facts.kind.place or facts.title.place
    frame = list(lines[: head.line]) if head else []
    for rows in tables:
        cells = [[line for cell in row if cell for line in _within(lines, Place(cell[0], cell[1]))] for row in rows]
        if cells and any(line.code not in (MISSED, TEXT) for row in cells[1:] for line in row):
            frame += cells[0]
    for line in frame:
        if line.code == MISSED:
            line.code = TEXT


def _other_places(facts: PlanFacts) -> Iterator[Place | None]:
    """Of what was read and has no card of its own: the period, links, annexes, the frame of a web page …"""
    for one in dataclasses.fields(facts):
        held = getattr(facts, one.name)
        for row in held if isinstance(held, tuple) else (held,):
            yield getattr(row, "place", None)


def _within(lines: list[Line], place: Place | None) -> list[Line]:
    return lines[place.line - 1 : place.end_line] if place and place.line > 0 else []


# --- tables


def _pieces(lines: list[Line], tables: list[Any]) -> list[Line | list[list[Cell]]]:
    """Each table where its first line stands; one whose lines are not its own stays lines."""
    at: dict[int, tuple[int, list[list[Cell]]]] = {}
    for rows in tables:
        numbers = [n for row in rows for cell in row if cell for n in range(cell[0], cell[1] + 1)]
        if numbers and max(numbers) <= len(lines) and _is_alone(lines, numbers):
            at[min(numbers)] = (max(numbers), [_row(lines, row) for row in rows])
    pieces: list[Line | list[list[Cell]]] = []
    number = 1
    while number <= len(lines):
        if number in at:
            last, table = at[number]
            pieces.append(table)
            number = last + 1
        else:
            pieces.append(lines[number - 1])
            number += 1
    return pieces


def _is_alone(lines: list[Line], numbers: list[int]) -> bool:
    """Every written line from its first to its last is of the table, and in one row only."""
    own = set(numbers)
    between = range(min(numbers), max(numbers) + 1)
    return all(n in own or not lines[n - 1].text.strip(" |\t") for n in between)


def _row(lines: list[Line], row: list[Any]) -> list[Cell]:
    cells: list[Cell] = []
    before: Any = None
    for cell in row:
        if cell and cell == before:
            cells[-1].span += 1
        else:
            cells.append(Cell(_within(lines, Place(cell[0], cell[1])) if cell else []))
        before = cell
    return cells
