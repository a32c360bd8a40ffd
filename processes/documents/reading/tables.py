"""Tables of tasks: which column is which, which row is a heading, and rows that lost their empty cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from processes.documents.facts import Place
from processes.documents.reading.roles import RoleKind, kind_of_label
from processes.documents.reading.source import Cell, Table
from processes.documents.reading.times import TimeKind, parse_time
from processes.documents.reading.writing_forms import one_line, shadow


class Column(StrEnum):
    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead"
    COORDINATING = "coordinating"
    TIME = "time"
    MONEY = "money"
    OTHER = "other"


_NUMBER = re.compile(r"(?:stt|tt|số tt|số thứ tự|mã số)$")
_CONTENT = re.compile(
    r"(?:tên |các |danh mục )?(?:nội dung|nhiệm vụ|công việc|hoạt động|tên|hạng mục|giải pháp|đề án|chương trình|"
    r"văn bản)"
)
_LEAD_HEAD = re.compile(r"(?:cơ quan|đơn vị|chủ trì|đầu mối|phân công|trách nhiệm|sở,? ngành)")
_TIME_HEAD = re.compile(r"(?:thời gian|thời hạn|tiến độ|hoàn thành|thời điểm|lộ trình|năm thực hiện)")
_MONEY_HEAD = re.compile(r"(?:dự toán|kinh phí|thành tiền|số tiền|tổng kinh phí|nhu cầu kinh phí|mức kinh phí)")
_ROMAN = re.compile(r"([IVXL]+|[A-E])\s*[.)]?$")
_ROMAN_START = re.compile(r"([IVXL]+|[A-E])\s*[.)]\s+(\S.*)$", re.DOTALL)
_ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*\s*[.)]?$|[a-zđ]\s*[.)]$")


def column_of(head: str) -> Column:
    plain = one_line(shadow(head)).strip(" .:*")
    if _NUMBER.match(plain):
        return Column.NUMBER
    kind = kind_of_label(plain)
    if kind is RoleKind.COORDINATING:
        return Column.COORDINATING
    if _MONEY_HEAD.match(plain):
        return Column.MONEY
    if kind is RoleKind.TIME or _TIME_HEAD.match(plain):
        return Column.TIME
    if _CONTENT.match(plain):
        return Column.CONTENT
    if kind is RoleKind.LEAD or _LEAD_HEAD.match(plain):
        return Column.LEAD
    return Column.OTHER


def is_task_header(heads: Sequence[str]) -> bool:
    columns = [column_of(head) for head in heads if len(head) < 80]
    fits = len(columns) == len(heads) >= 3 and Column.CONTENT in columns and Column.LEAD in columns
    return fits and not is_estimate_header(heads)


def is_estimate_header(heads: Sequence[str]) -> bool:
    """The heads of an estimate: money and where it comes from, but nobody is told to do anything by a time."""
    columns = [column_of(head) for head in heads]
    sources = any(shadow(head).startswith("nguồn") for head in heads)
    return Column.MONEY in columns and sources and not {Column.TIME, Column.COORDINATING} & set(columns)


def is_header(heads: Sequence[str]) -> bool:
    """The heads of a table worth keeping as a table: of tasks, or of money."""
    columns = [column_of(head) for head in heads if len(head) < 80]
    return is_task_header(heads) or (
        len(columns) >= 2 and Column.CONTENT in columns and len(set(columns)) >= 2 and Column.MONEY in columns
    )


@dataclass(frozen=True)
class Row:
    """A row under the heads, or a heading over further rows (`heading` set)."""

    cells: tuple[Cell, ...]
    heading: str = ""
    label: str = ""

    @property
    def place(self) -> Place | None:
        places = [cell.place for cell in self.cells if cell.place]
        return Place(places[0].line, places[-1].end_line) if places else None


def header_of(table: Table) -> tuple[int, list[str]]:
    """(index of the header row, the heads); two header rows are read as one. (-1, []) where there is none."""
    for index, row in enumerate(table.rows[:3]):
        heads = [cell.text for cell in row]
        if is_header(heads):
            return index, heads
    return -1, []


def rows_of(table: Table) -> Iterator[Row]:
    start, heads = header_of(table)
    number = next((i for i, head in enumerate(heads) if column_of(head) is Column.NUMBER), None)
    columns = [column_of(head) for head in heads]
    above: tuple[Cell, ...] = ()
    for cells in _rows_under(table, start, heads, number):
        texts = [cell.text for cell in cells]
        heading = _heading(texts, number)
        if heading:
            yield Row(cells, heading[1], heading[0])
        elif any(texts) and not _is_count_row(texts):
            above = (
                _filled(cells, columns, above) if table.stream else (*cells, *[Cell(())] * (len(heads) - len(cells)))
            )
            yield Row(above)


def _heading(texts: list[str], number: int | None) -> tuple[str, str] | None:
    """(label, words) of a row that only names a group of rows."""
    rest = [t for i, t in enumerate(texts) if i != number and t]
    label = texts[number] if number is not None and number < len(texts) else ""
    if len(set(texts) - {""}) == 1 and not _ROW_NUMBER.fullmatch(texts[0]):
        whole = next(t for t in texts if t)
        found = _ROMAN_START.match(whole)
        return (found.group(1), found.group(2)) if found else ("", whole)
    if len(set(rest)) == 1 and (_ROMAN.match(label) or (len(rest) > 1 and not _ROW_NUMBER.match(label))):
        return label.strip(" .)"), rest[0]
    return None


def _is_count_row(texts: list[str]) -> bool:
    """ "(1) (2) (3)" under the heads."""
    return all(re.fullmatch(r"\(?\d\)?(?:=.*)?", t) for t in texts if t) and len([t for t in texts if t]) > 2


def _rows_under(table: Table, start: int, heads: list[str], number: int | None) -> Iterator[tuple[Cell, ...]]:
    """The rows under the heads; a row of too many cells is cut."""
    width = len(heads)
    if table.stream:
        yield from _of_stream(table, start, width, number)
        return
    for row in table.rows[start + 1 :]:
        for index in range(0, max(len(row), 1), max(width, 1)):
            yield row[index : index + width]


def _of_stream(table: Table, start: int, width: int, number: int | None) -> Iterator[tuple[Cell, ...]]:
    cells = list(table.stream)
    last_head = table.rows[start][-1]
    index = next(i for i, cell in enumerate(cells) if cell is last_head) + 1
    before = 0
    while index < len(cells):
        row: list[Cell] = []
        while index < len(cells) and len(row) < width:
            cell = cells[index]
            if not cell.text and (not row or _ends_row(row, cells, index, before, number)):
                break
            row.append(cell)
            index += 1
        if row:
            found = re.match(r"\d+", row[0].text)
            before = int(found.group()) if found else before
            yield tuple(row)
        else:
            index += 1


def _ends_row(row: list[Cell], cells: list[Cell], index: int, before: int, number: int | None) -> bool:
    """Whether the gap at `index` ends the row, rather than being a blank cell of it."""
    following = cells[index + 1].text if index + 1 < len(cells) else ""
    if len(row) == 1 and not _ROW_NUMBER.fullmatch(row[0].text) and (number == 0 or _ROMAN_START.match(row[0].text)):
        return not _ROMAN.fullmatch(row[0].text)
    if number != 0 or not following:
        return not any(cell.text for cell in cells[index:])
    found = re.fullmatch(r"(\d+)\s*[.)]?", following)
    return bool(_ROMAN.fullmatch(following) or _ROMAN_START.match(following)) or (
        found is not None and int(found.group(1)) in (1, before + 1, _number(row) + 1)
    )


def _number(row: list[Cell]) -> int:
    found = re.match(r"\d+", row[0].text)
    return int(found.group()) if found else 0


def _filled(row: tuple[Cell, ...], columns: list[Column], above: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row that is short because cells are merged over several rows, with those cells taken from the row above."""
    width = len(columns)
    if len(row) >= width or len(above) != width or Column.CONTENT not in columns:
        return (*row, *[Cell(())] * (width - len(row)))
    content = columns.index(Column.CONTENT)
    filled = [*row[: content + 1], *above[content + 1 :]]
    wanted = content + 1
    for cell in row[content + 1 :]:
        is_time = parse_time(cell.text, None).kind not in (TimeKind.OTHER, TimeKind.EVENT)
        places = [i for i in range(wanted, width) if (columns[i] is Column.TIME) == is_time]
        if places:
            filled[places[0]] = cell
            wanted = places[0] + 1
    return tuple(filled)
