"""A table that was copied as a run of cells: where its rows begin, and under which heads their cells stand.

An empty place in the run is the end of a row or a blank cell, and cells merged over several rows stand only once.
Of all ways to part the run, the one is taken in which numbers, names and times stand best under their heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from processes.documents.reading.names import starts_with_agency
from processes.documents.reading.source import Cell, Table
from processes.documents.reading.tables import ROW_NUMBER, Column, Head, is_count_row, is_roman, opens_group
from processes.documents.reading.times import TimeKind, parse_time
from processes.documents.reading.writing_forms import shadow

_NO_TIME = (TimeKind.OTHER, TimeKind.EVENT, TimeKind.BLANK, TimeKind.AFTER_WORK)
_LOOSE_TIME = re.compile(
    r"(?:theo (?:tiến độ|lộ trình|kế hoạch|quy định|thời hạn|hướng dẫn|chỉ đạo|yêu cầu)|"
    r"khi có|sau khi|ngay (?:sau|khi)|kỳ họp)\b"
)
# A lead is merged over its rows more often than those who coordinate.
_MISSING = {Column.CONTENT: -2.0, Column.NUMBER: -1.0, Column.COORDINATING: -0.6}
_BLANK = {Column.CONTENT: -3.0, Column.NUMBER: -0.5, Column.LEAD: -0.6}


def aligned(table: Table, head: Head) -> Iterator[tuple[Cell, ...]]:
    """The rows under the heads, each as wide as these; a merged cell is repeated in every row that it covers."""
    above: tuple[Cell, ...] = ()
    for row in _Run(_after(table, head), head).rows():
        if row.columns == ():
            yield row.cells
            continue
        filled = list(above) if len(row.columns) < len(head.heads) and above else [Cell(())] * len(head.heads)
        for column, cell in zip(row.columns, row.cells, strict=True):
            filled[column] = cell
        if not is_count_row([cell.text for cell in filled]):
            above = tuple(filled)
        yield tuple(filled)


def _after(table: Table, head: Head) -> list[Cell]:
    last = table.rows[head.last][-1]
    start = next(i for i, cell in enumerate(table.stream) if cell is last)
    return list(table.stream[start + 1 :])


@dataclass(frozen=True)
class _Row:
    """Cells of a row and the columns that they stand in; no columns for the name of a group."""

    cells: tuple[Cell, ...]
    columns: tuple[int, ...]
    worth: float


class _Run:
    def __init__(self, cells: list[Cell], head: Head) -> None:
        self.cells = cells
        self.texts = [cell.text for cell in cells]
        self.columns = head.columns
        self.width = len(head.heads)

    def rows(self) -> Iterator[_Row]:
        """From the end to the beginning: the best way on from each place; then along it."""
        size = len(self.cells)
        worth = [0.0] * (size + 1)
        way: list[tuple[int, _Row | None]] = [(size, None)] * (size + 1)
        for start in range(size - 1, -1, -1):
            worth[start] = worth[start + 1] - (0.05 if not self.texts[start] else 9.0)
            way[start] = (start + 1, None)
            for end in range(start + 1, min(start + self.width, size) + 1):
                if end < size and self.texts[end]:
                    continue
                row = self._row(start, end)
                after = min(end + 1, size)
                if row is not None and row.worth + worth[after] > worth[start]:
                    worth[start] = row.worth + worth[after]
                    way[start] = (after, row)
        place = 0
        while place < size:
            place, row = way[place]
            if row is not None:
                yield row

    def _row(self, start: int, end: int) -> _Row | None:
        cells, texts = tuple(self.cells[start:end]), self.texts[start:end]
        if not any(texts):
            return None
        group = self._group(texts, end)
        if group:
            return _Row(cells, (), group)
        if len(texts) < self.width - 4:
            return None
        worth, columns = self._placed(texts)
        return _Row(cells, columns, worth + (4.0 if is_count_row(texts) else 0.0))

    def _placed(self, texts: Sequence[str]) -> tuple[float, tuple[int, ...]]:
        """The best columns, from left to right, for the cells of a row; as far left as they stand equally well."""
        nowhere = (float("-inf"), ())
        best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[nowhere] * len(texts)]
        for index, column in enumerate(self.columns):
            missing = _MISSING.get(column, -0.5)
            for count in range(len(texts), 0, -1):
                passed, taken = best[count][0] + missing, best[count - 1][0] + _fit(column, texts[count - 1])
                best[count] = (taken, (*best[count - 1][1], index)) if taken > passed else (passed, best[count][1])
            best[0] = (best[0][0] + missing, ())
        return best[-1]

    def _group(self, texts: Sequence[str], end: int) -> float:
        """How well a row reads as the name of a group: one cell, or its number and its name. 0 where it does not."""
        if len(texts) > 2 or not all(texts):
            return 0.0
        name = texts[-1]
        if ROW_NUMBER.fullmatch(name) or is_roman(name) or _is_time(name):
            return 0.0
        if len(texts) == 1:
            if opens_group(name) or (name.isupper() and " " in name):
                return 3.0
            return 0.2 if not starts_with_agency(name) and len(name) > 3 else 0.0
        label = texts[0].rstrip(".) ")
        following = next((text for text in self.texts[end + 1 : end + 3] if text), "")
        if is_roman(texts[0]):
            return 4.0
        if not ROW_NUMBER.fullmatch(texts[0]) or not following:
            return 0.0
        numbered = (
            ROW_NUMBER.fullmatch(following) or is_roman(following) or opens_group(following) or following.isupper()
        )
        return 4.0 if following.startswith(f"{label}.") or not numbered else 0.0


@lru_cache(maxsize=20_000)
def _fit(column: Column, text: str) -> float:
    """How well a text stands under a head."""
    if not text:
        return _BLANK.get(column, -0.2)
    numbered = ROW_NUMBER.fullmatch(text) is not None or is_roman(text)
    if column is Column.NUMBER:
        return 3.0 if numbered else -4.0
    if column is Column.CONTENT:
        return -3.0 if numbered else (-1.5 if _is_time(text) else 1.0)
    agency, time = starts_with_agency(text), _is_time(text)
    if column in (Column.LEAD, Column.COORDINATING):
        return 2.0 if agency else (-3.0 if time or numbered else -0.5)
    if column is Column.TIME:
        return 2.0 if time else (-3.0 if agency else -0.5)
    if column is Column.MONEY:
        return 1.0 if any(c.isdigit() for c in text) else -1.0
    return -0.8 if time or agency else 0.2


@lru_cache(maxsize=20_000)
def _is_time(text: str) -> bool:
    return len(text) < 90 and (
        parse_time(text, None).kind not in _NO_TIME or _LOOSE_TIME.match(shadow(text)) is not None
    )
