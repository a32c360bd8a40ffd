"""The task of a table row, whatever its cells hold: names, lists of names, or whole label lines."""

from __future__ import annotations

import re

from processes.documents.facts import Fact, Mention, Role, Task
from processes.documents.reading.names import split_names
from processes.documents.reading.roles import RoleKind, RoleLine, role_label, role_lines, role_of_label, without_place
from processes.documents.reading.source import Cell, Shape, split_label
from processes.documents.reading.tables import Column, Row, is_check
from processes.documents.reading.writing_forms import one_line, same_tones, shadow

# A line that begins a further body, where the one before is not cut in the middle of its name.
_BEGINS = re.compile(
    r"(?:Sở|Công an|UBND|Ủy ban nhân dân|Ủy ban M|UBMTTQ|Ban (?:Quản lý|Dân tộc|Chỉ đạo|Chỉ huy|Tổ chức|Tuyên giáo)|"
    r"Văn phòng|Thanh tra|Báo|Đài|Bưu điện|Thuế|Hải quan|Kho bạc|Bảo hiểm xã hội|BHXH|Cục|Chi cục|Tổng cục|Trung tâm|"
    r"Hội|Hiệp hội|Liên đoàn|Liên minh|Đoàn|Tỉnh đoàn|Trường|Viện|Vụ|Phòng|"
    r"Bộ(?! đội)|Trạm|Ngân hàng|Các|Thống kê|Tòa án)\s"
)
_GOES_ON = re.compile(
    r"(?:[,(/-]|\b(?:và|của|thuộc|với|các|do|phòng|ban|tâm|trực|ủy|tra|đạo|trưởng|tịch|đốc|hội|đoàn|tổ|quản lý|khu vực|"
    r"huy|cục|sở|bộ|vụ|viện|(?<!môi )trường|lệnh|nhánh|hiệp|minh|ty|ngành))$"
)
_UNIT_OF_TIME = re.compile(r"(?:(?:năm|quý|tháng)\s+)?(?:\d{4}(?:\s*-\s*\d{4})?|[IVX]+|\d{1,2})$")


def task_of_row(row: Row, heads: list[str], columns: list[Column]) -> tuple[Task, str]:
    """The task of a row, and the number in its first column."""
    cells: dict[Column, list[tuple[str, Cell]]] = {column: [] for column in Column}
    for head, column, cell in zip(heads, columns, row.cells, strict=False):
        cells[column].append((one_line(head), cell))
    extra = [f"{h}: {c.text}" for kind in (Column.OTHER, Column.MONEY) for h, c in cells[kind] if c.text]
    number = re.sub(r"[\s.)]+$", "", " ".join(cell.text for _, cell in cells[Column.NUMBER]))
    content = " – ".join(cell.text for _, cell in cells[Column.CONTENT] if cell.text)
    lines = _lines(cells)
    lead, coordinating = shared(lines)
    said = [line.value for line in lines if line.kind is RoleKind.TIME and line.value]
    time: Fact[str] = Fact()
    if said or cells[Column.TIME]:
        time = Fact.of("; ".join(said), row.place) if said else Fact.blank(row.place)
    task = Task(
        ref="",
        text="\n".join([content, *extra]),
        lead=lead,
        coordinating=coordinating,
        time=time,
        label=f"{number}." if number else "",
        lead_label=_label(cells, Column.LEAD, Task.lead_label),
        coordinating_label=_label(cells, Column.COORDINATING, Task.coordinating_label),
        time_label=_label(cells, Column.TIME, Task.time_label),
        place=row.place,
        confidence=0.9,
    )
    return task, number


def _label(cells: dict[Column, list[tuple[str, Cell]]], column: Column, usual: str) -> str:
    """The head of a column, where it says what its cells are."""
    head = cells[column][0][0] if cells[column] else ""
    return head if role_label(f"{head}:") else usual


def _lines(cells: dict[Column, list[tuple[str, Cell]]]) -> list[RoleLine]:
    """The cells that assign, as label lines."""
    lines: list[RoleLine] = []
    for column, kind in ((Column.LEAD, RoleKind.LEAD), (Column.COORDINATING, RoleKind.COORDINATING)):
        for head, cell in cells[column]:
            text = listed(cell)
            before, inside = role_lines(text, named=True)
            lines += [*([RoleLine(kind, head, before)] if before or not inside else []), *inside]
    return [*lines, *_times(cells[Column.TIME])]


def _times(cells: list[tuple[str, Cell]]) -> list[RoleLine]:
    """One line for the time; marks under years are these years."""
    filled = [(head, cell.text.strip(" .;")) for head, cell in cells if cell.text.strip(" .;")]
    if not filled:
        return []
    if len(cells) > 1 and all(is_check(text) for _, text in filled):
        units = [found.group() for head, _ in filled if (found := _UNIT_OF_TIME.search(head))]
        return [RoleLine(RoleKind.TIME, "", ", ".join(units))]
    if len(filled) == 2 and "bắt đầu" in shadow(filled[0][0]):
        return [RoleLine(RoleKind.TIME, "", " - ".join(text for _, text in filled))]
    return [RoleLine(RoleKind.TIME, head, text) for head, text in filled]


def shared(lines: list[RoleLine]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """(lead, coordinating) of label lines. Where a second line has another label, it is kept as a note."""
    lead: list[Mention] = []
    coordinating: list[Mention] = []
    first: dict[RoleKind, str] = {}
    for line in lines:
        if line.kind not in (RoleKind.LEAD, RoleKind.COORDINATING):
            continue
        role = role_of_label(line.label, line.kind)
        names = split_names(without_place(line.value), role)
        label = first.setdefault(line.kind, line.label)
        if names and label != line.label:
            names[0] = _noted(names[0], line.label)
        for mention in names:
            helps = line.kind is RoleKind.COORDINATING or mention.role is Role.COORDINATING
            (coordinating if helps else lead).append(mention)
    watching = [m for m in lead if m.role is Role.MONITORING]
    if len(watching) < len(lead):  # who only watches leads where nobody else does
        lead = [m for m in lead if m.role is not Role.MONITORING]
        coordinating += watching
    return tuple(lead), tuple(coordinating)


def _noted(mention: Mention, label: str) -> Mention:
    return Mention(mention.name, mention.role, "; ".join(filter(None, [label, mention.note])))


def listed(cell: Cell) -> str:
    """The text of a cell with ";" between the items of a list that has a line for each."""
    text = ""
    for line in cell.lines:
        shape, _, rest = split_label(line.text)
        item = shape is Shape.BULLET
        words = rest if item else line.text
        if not text:
            text = line.text  # the mark of a first item shows that more may follow in the line
        elif item or role_label(words) or (_BEGINS.match(same_tones(words)) and not _GOES_ON.search(shadow(text))):
            text = f"{text.rstrip(' ,;.')}; {words}"
        else:
            text = f"{text} {words}"
    return one_line(text)
