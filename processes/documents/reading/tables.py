"""Tables of tasks: which column is which, which row is a heading, and rows that lost their empty cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from processes.documents.facts import Place
from processes.documents.reading.roles import RoleKind, kind_of_label
from processes.documents.reading.source import Cell, Table
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
_CONTENT = re.compile(r"(?:tên |các |danh mục )?(?:nội dung|nhiệm vụ|công việc|hoạt động|tên|hạng mục|giải pháp|đề án|chương trình|văn bản)")
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
    return len(columns) == len(heads) >= 3 and Column.CONTENT in columns and Column.LEAD in columns


def is_header(heads: Sequence[str]) -> bool:
    """The heads of a table worth keeping as a table: of tasks, or of money."""
    columns = [column_of(head) for head in heads if len(head) < 80]
    return is_task_header(heads) or (len(columns) >= 2 and Column.CONTENT in columns and len(set(columns)) >= 2 and Column.MONEY in columns)


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
    for cells in _whole_rows(table.rows[start + 1 :], len(heads), number):
        texts = [cell.text for cell in cells]
        heading = _heading(texts, number)
        if heading:
            yield Row(cells, heading[1], heading[0])
        elif any(texts) and not _is_count_row(texts):
            yield Row((*cells, *[Cell(())] * (len(heads) - len(cells))))


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
    """"(1) (2) (3)" under the heads."""
    return all(re.fullmatch(r"\(?\d\)?(?:=.*)?", t) for t in texts if t) and len([t for t in texts if t]) > 2


def _whole_rows(rows: Sequence[tuple[Cell, ...]], width: int, number: int | None) -> Iterator[tuple[Cell, ...]]:
    """Rows again where an empty cell looked like the end of a row, and cut where a row ran into the next."""
    pending: list[Cell] = []
    for row in rows:
        cells = list(row)
        fresh = not pending or (number == 0 and _starts_row(cells[0].text)) or _heading([c.text for c in cells], number) is not None
        if not fresh and len(pending) + 1 + len(cells) <= width:
            pending += [Cell(()), *cells]
            continue
        if pending:
            yield tuple(pending)
        while len(cells) > width > 0:
            yield tuple(cells[:width])
            cells = cells[width:]
        pending = cells
        if len(pending) == width or _heading([c.text for c in pending], number):
            yield tuple(pending)
            pending = []
    if pending:
        yield tuple(pending)


def _starts_row(text: str) -> bool:
    return bool(_ROW_NUMBER.fullmatch(text) or _ROMAN.fullmatch(text))
