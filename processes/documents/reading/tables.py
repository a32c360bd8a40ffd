"""Tables of tasks: which column is which, where the heads end, which row is a heading over others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

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


ASSIGNING = (Column.LEAD, Column.COORDINATING, Column.TIME)
_NUMBER = re.compile(r"(?:stt|tt|số tt|s ?t ?t|số thứ tự|thứ tự|mã số|mã|#|số)$")
_CONTENT = re.compile(
    r"(?:tên |các |danh mục |tên gọi )?(?:nội dung|nhiệm vụ|công việc|hoạt động|tên|hạng mục|giải pháp|đề án|"
    r"chương trình|văn bản|đầu việc|phần việc|dự án|mô hình|chuyên đề|sự kiện|các việc)"
)
_BODY = r"(?:cơ quan|đơn vị|bộ phận|địa phương|tổ chức|cá nhân|sở|ban|ngành)"
_LEAD_HEAD = re.compile(
    rf"(?:các )?{_BODY}(?:\s*[,/]?\s*(?:và )?{_BODY})*$|"
    rf"(?:các )?{_BODY}\b.*\b(?:phụ trách|xây dựng|tổ chức|theo dõi|giao|phân công|đảm nhiệm|"
    r"chịu trách nhiệm|triển khai)|"
    r"chủ trì|đầu mối|phân công|trách nhiệm|tổ chức thực hiện"
)
# Bodies that do not carry a row out, and "đơn vị" as the unit that something is counted in.
_NO_LEAD = re.compile(
    r"(?:cơ quan|đơn vị|cấp|bộ phận)\s+(?:tính|trình|thẩm|ban hành|phê duyệt|quyết định|ký|tiếp nhận|nhận|đo|thụ hưởng|"
    r"được|hưởng|cấp)\b"
)
_TIME_HEAD = re.compile(
    r"(?:dự kiến )?(?:thời gian|thời hạn|tiến độ|hoàn thành|thời điểm|lộ trình|năm thực hiện|mốc|hạn |hạn$|kỳ hạn|"
    r"ngày hoàn thành|năm hoàn thành)"
)
_MONEY_HEAD = re.compile(
    r"(?:dự toán|(?:tổng |dự kiến |nhu cầu |mức |khái toán )?kinh phí|thành tiền|số tiền|đơn giá|tổng mức|nhu cầu vốn)"
)
_SUB_TIME = re.compile(
    r"(?:năm |quý |tháng )?(?:20\d{2}|[ivx]+|\d{1,2})(?:\s*[-–]\s*20\d{2})?$|bắt đầu|kết thúc|từ$|đến$"
)
_SUB_MONEY = re.compile(
    r"(?:tổng|cộng|ngân sách|nsnn|nstw|nsđp|trung ương|địa phương|xã hội hóa|"
    r"xhh|nguồn|khác|vốn|sự nghiệp|đầu tư)(?![\w])"
)
_CHECKED = re.compile(r"[xX×✓√v]")
_SAME = re.compile(r"[-–]*\s*(?:nt|như trên)\s*[-–.]*|//|[\"”″]{1,2}", re.IGNORECASE)
_ROMAN = re.compile(r"([IVXL]+|[A-EĐ])\s*[.)]?$")
_ROMAN_START = re.compile(r"([IVXL]+|[A-E])\s*[.):]\s+(\S.*)$", re.DOTALL)
ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*\s*[.)]?$|[a-zđ]\s*[.)]?$|[IVXL]+\.\d+(?:\.\d+)*[.)]?$")


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
    if _NO_LEAD.match(plain):
        return Column.OTHER
    if _CONTENT.match(plain):
        return Column.CONTENT
    if kind is RoleKind.LEAD or _LEAD_HEAD.match(plain):
        return Column.LEAD
    return Column.OTHER


def columns_of(heads: Sequence[str]) -> list[Column]:
    """The columns of a whole head: what one head leaves open, the others decide."""
    columns = [column_of(head) for head in heads]
    plain = [one_line(shadow(head)) for head in heads]
    named = [column is Column.LEAD and "chủ trì" in head for column, head in zip(columns, plain, strict=True)]
    if any(named):
        columns = [
            Column.OTHER if column is Column.LEAD and not sure and "thực hiện" not in head else column
            for column, head, sure in zip(columns, plain, named, strict=True)
        ]
    if columns.count(Column.CONTENT) > 1:
        grouping = [re.match(r"(?:nhóm|lĩnh vực|mục tiêu)\b", head) is not None for head in plain]
        columns = [Column.OTHER if group else column for column, group in zip(columns, grouping, strict=True)]
    if Column.CONTENT not in columns and any(named) and Column.OTHER in columns and len(set(columns)) > 2:
        columns[columns.index(Column.OTHER)] = Column.CONTENT
    return columns


def is_task_header(heads: Sequence[str]) -> bool:
    if not heads or any(len(head) >= 80 for head in heads):
        return False
    columns = columns_of(heads)
    wanted = {Column.CONTENT, Column.LEAD} <= set(columns)
    sure = len(heads) >= 3 or any(re.search("chủ trì|thực hiện", shadow(head)) for head in heads)
    return len(heads) >= 2 and wanted and sure and any(map(column_of, heads)) and not is_estimate_header(heads)


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
class Head:
    """The heads of a table: the last of their rows (-1 where there are none), and one text for each column."""

    last: int = -1
    heads: tuple[str, ...] = ()

    @property
    def columns(self) -> list[Column]:
        return columns_of(self.heads)


def head_of(table: Table) -> Head:
    """The heads of a table; a second row that parts the columns of the first is read with it."""
    for index, row in enumerate(table.rows[:4]):
        heads = [cell.text for cell in row]
        under = [cell.text for cell in table.rows[index + 1]] if index + 1 < len(table.rows) else []
        if _parts(under):
            both = _parted(heads, under)
            if both and is_header(both):
                return Head(index + 1, tuple(both))
        if is_header(heads):
            return Head(index, tuple(heads))
    return Head()


def header_of(table: Table) -> tuple[int, list[str]]:
    """(index of the last header row, the heads). (-1, []) where there is none."""
    head = head_of(table)
    return head.last, list(head.heads)


def _parts(under: Sequence[str]) -> bool:
    """Whether a row parts the columns above it: "Chủ trì | Phối hợp", "2026 | 2027"."""
    said = [text for text in under if text]
    kinds = {kind_of_label(text) for text in said if len(text) < 60}
    if not said or any(ROW_NUMBER.fullmatch(text) for text in said[:1]) or any(len(text) >= 80 for text in said):
        return False
    roles = RoleKind.COORDINATING in kinds and RoleKind.LEAD in kinds
    return roles or any(sum(bool(sub.match(shadow(text))) for text in said) >= 2 for sub in (_SUB_TIME, _SUB_MONEY))


def _parted(heads: Sequence[str], under: Sequence[str]) -> list[str]:
    """One text for each column of two rows of heads; [] where they do not fit together."""
    if len(under) == len(heads):
        over = ""
        both = []
        for head, part in zip(heads, under, strict=True):
            over = head or over
            both.append(head if not part or part == head else _together(over, part))
        return both
    parts = [text for text in under if text]
    both = []
    for index, head in enumerate(heads):
        kind = column_of(head)
        rest = [column_of(h) for h in heads[index + 1 :]]
        fits = [p for p in parts if _belongs(kind, p)]
        if len(fits) > 1 and kind not in rest:
            both += [_together(head, part) for part in fits]
            parts = [part for part in parts if part not in fits]
        else:
            both.append(head)
    return both if not parts else []


def _belongs(over: Column, part: str) -> bool:
    if over is Column.MONEY:
        return bool(_SUB_MONEY.match(shadow(part)))
    if over is Column.TIME:
        return bool(_SUB_TIME.match(shadow(part)))
    return over is Column.LEAD and column_of(part) in (Column.LEAD, Column.COORDINATING)


def _together(head: str, part: str) -> str:
    return part if kind_of_label(part) is not None else f"{head} {part}"


@dataclass(frozen=True)
class Row:
    """A row under the heads, or a heading over further rows (`heading` set)."""

    cells: tuple[Cell, ...]
    heading: str = ""
    label: str = ""

    @property
    def place(self) -> Place | None:
        places = [cell.place for cell in self.cells if cell.place]
        return Place(min(p.line for p in places), max(p.end_line for p in places)) if places else None


def rows_of(table: Table) -> Iterator[Row]:
    """The rows under the heads; heads that a new page repeats and rows of column numbers are left out."""
    from processes.documents.reading.cell_stream import aligned  # it needs to know the columns

    head = head_of(table)
    columns = head.columns
    repeated = [[cell.text for cell in row] for row in table.rows[: head.last + 1]]
    rows = aligned(table, head) if table.stream else _cut(table, head)
    above: tuple[Cell, ...] = ()
    for cells in rows:
        cells = tuple(a if _SAME.fullmatch(c.text) else c for a, c in zip_longest(above, cells, fillvalue=Cell(())))
        above = cells[: len(head.heads)]
        texts = [cell.text for cell in cells]
        heading = _heading(texts, columns)
        if heading:
            yield Row(cells, heading[1], heading[0])
        elif (
            any(texts) and not is_count_row(texts) and [t for t in texts if t] not in repeated and texts not in repeated
        ):
            yield Row((*cells, *[Cell(())] * (len(head.heads) - len(cells))))


def _cut(table: Table, head: Head) -> Iterator[tuple[Cell, ...]]:
    """The rows of a grid; a row of too many cells is several."""
    width = max(len(head.heads), 1)
    for row in table.rows[head.last + 1 :]:
        for index in range(0, max(len(row), 1), width):
            yield row[index : index + width]


def _heading(texts: list[str], columns: list[Column]) -> tuple[str, str] | None:
    """(label, words) of a row that only names a group of rows."""
    number = columns.index(Column.NUMBER) if Column.NUMBER in columns else None
    rest = [t for i, t in enumerate(texts) if i != number and t]
    label = texts[number] if number is not None and number < len(texts) else ""
    if len(set(texts) - {""}) == 1 and not ROW_NUMBER.fullmatch(next(t for t in texts if t)):
        whole = next(t for t in texts if t)
        found = _ROMAN_START.match(whole)
        return (found.group(1), found.group(2)) if found else ("", whole)
    if len(set(rest)) == 1 and (
        _ROMAN.match(label) or len(rest) > 2 or (len(rest) > 1 and not ROW_NUMBER.match(label))
    ):
        return label.strip(" .)"), rest[0]
    assigned = any(text for text, column in zip(texts, columns, strict=False) if column in ASSIGNING)
    if not assigned and len(set(rest)) == 1 and label and Column.LEAD in columns:
        return label.strip(" .)"), rest[0]
    return None


def is_count_row(texts: Sequence[str]) -> bool:
    """ "(1) (2) (3)" under the heads."""
    said = [t for t in texts if t]
    return len(said) > 2 and all(re.fullmatch(r"[\[(]?\d{1,2}[\])]?(?:\s*=.*)?", t) for t in said)


def is_check(text: str) -> bool:
    """A mark in a column of years: the work is done then."""
    return _CHECKED.fullmatch(text) is not None


def is_roman(text: str) -> bool:
    return _ROMAN.fullmatch(text) is not None


def opens_group(text: str) -> bool:
    """ "II. Hoàn thiện …" in one cell."""
    return _ROMAN_START.match(text) is not None


def is_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows are a table of something, not a letterhead or signatures set side by side."""
    filled = [[cell.text for cell in row] for row in rows if any(cell.text for cell in row)]
    numbered = any(row and _NUMBER.match(shadow(row[0]).strip(" .")) for row in filled[:3])
    wide = sum(len([text for text in row if text]) >= 3 for row in filled)
    return (numbered and len(filled) >= 2 and wide >= 1) or (len(filled) >= 4 and wide >= 0.75 * len(filled))
