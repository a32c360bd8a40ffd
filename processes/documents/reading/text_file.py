"""Plain text and Markdown as lines and tables: cells marked with "|", or one cell a line."""

from __future__ import annotations

import re

from processes.documents.reading.columns import column_lines, columns_end
from processes.documents.reading.repair import clean_line
from processes.documents.reading.source import Cell, Line, Table, Unit
from processes.documents.reading.tables import is_data, is_header, is_task_header

_MARK = re.compile(r"\s*\|\s*")
_MARKDOWN_ROW = re.compile(r"\s*\|(.*\S.*)\|\s*$")
_LONGEST_CELL = 40  # lines
_MARKDOWN_RULE = re.compile(r"[\s|:\-]+")


def units_of(text: str) -> list[Unit]:
    """The lines and tables of `text`, line numbers from 1."""
    raws = re.split(r"\r\n|\r|\n|\f", text)
    units: list[Unit] = []
    index = 0
    while index < len(raws):
        if _MARKDOWN_ROW.fullmatch(raws[index]):
            end = _end(raws, index, lambda raw: bool(_MARKDOWN_ROW.fullmatch(raw)))
            units += kept_or_flat(_markdown(raws, index, end))
        elif _MARK.fullmatch(raws[index]):
            end = _end_of_cells(raws, index)
            units += kept_or_flat(_marked(raws, index, end))
        elif (end := columns_end(raws, index)) > index:
            units += column_lines(raws, index, end)
        else:
            end = index + 1
            units.append(clean_line(end, raws[index]))
        index = end
    return _cell_a_line(units)


def kept_or_flat(table: Table) -> list[Unit]:
    """A real table, or the lines of one that only sets text side by side (letterhead, signatures)."""
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    if is_data(rows) or any(is_header([cell.text for cell in row]) for row in rows[:3]):
        return [Line(0, ""), table, Line(0, "")]
    lines: list[Unit] = []
    for row in rows:
        for cell in row:
            lines += [*cell.lines, Line(0, "")]
    return lines


def _end(raws: list[str], start: int, belongs: object) -> int:
    assert callable(belongs)
    return next((i for i in range(start, len(raws)) if not belongs(raws[i])), len(raws))


def _end_of_cells(raws: list[str], start: int) -> int:
    """Past the last bar. A blank line between two bars is a cell, one inside a cell a paragraph; else the cells end."""
    index, last = start + 1, start
    while index < len(raws):
        if _MARK.fullmatch(raws[index]):
            last = index
        elif not raws[index].strip() and not _bar_follows(raws, index, 2 if last == index - 1 else _LONGEST_CELL):
            return last + 1 if last > start else index
        index += 1
    return index


def _bar_follows(raws: list[str], index: int, within: int) -> bool:
    return any(_MARK.fullmatch(raw) for raw in raws[index + 1 : index + within])


def _markdown(raws: list[str], start: int, end: int) -> Table:
    rows = []
    for number in range(start, end):
        if not _MARKDOWN_RULE.fullmatch(raws[number]):
            cells = raws[number].strip().strip("|").split("|")
            rows.append(tuple(_cell(number + 1, cell) for cell in cells))
    return Table(tuple(rows))


def _cell(number: int, text: str) -> Cell:
    return Cell(tuple(clean_line(number, piece) for piece in re.split(r"<br\s*/?>", text)))


def _marked(raws: list[str], start: int, end: int) -> Table:
    """Cells between lines that hold "|" only; two such lines in a row end a row, or enclose a blank cell."""
    cells: list[Cell] = []
    lines: list[Line] = []
    for number in range(start, end):
        if not _MARK.fullmatch(raws[number]):
            lines.append(clean_line(number + 1, raws[number]))
            continue
        cells.append(Cell(tuple(line for line in lines if line.text)))
        lines = []
    cells.append(Cell(tuple(line for line in lines if line.text)))
    rows: list[list[Cell]] = [[]]
    for cell in cells:
        if cell.text:
            rows[-1].append(cell)
        elif rows[-1]:
            rows.append([])
    return Table(tuple(tuple(row) for row in rows if row), tuple(cells))


def _cell_a_line(units: list[Unit]) -> list[Unit]:
    """Finds a table that was copied as one cell a line under the heads of its columns, rows parted by blank lines."""
    for index, unit in enumerate(units):
        heads = _heads(units, index) if isinstance(unit, Line) and unit.text else []
        if heads and (index == 0 or not _is_text(units[index - 1]) or is_task_header([line.text for line in heads])):
            table, end = _rows(units, index, heads)
            return [*units[:index], Line(0, ""), table, Line(0, ""), *_cell_a_line(units[end:])]
    return units


def _heads(units: list[Unit], index: int) -> list[Line]:
    first = units[index]
    if not isinstance(first, Line) or not re.fullmatch(r"(?:stt|tt|số tt|số thứ tự)", first.text.lower().strip(".")):
        return []
    heads: list[Line] = []
    for unit in units[index : index + 12]:
        if not isinstance(unit, Line) or not unit.text:
            break
        heads.append(unit)
    return heads if is_task_header([line.text for line in heads]) else []


def _is_text(unit: Unit) -> bool:
    return isinstance(unit, Line) and bool(unit.text)


def _rows(units: list[Unit], start: int, heads: list[Line]) -> tuple[Table, int]:
    tabbed = all(line.tabbed for line in heads)
    rows: list[list[Cell]] = [[Cell((line,)) for line in heads], []]
    index = start + len(heads)
    while index < len(units):
        unit = units[index]
        if not isinstance(unit, Line) or (unit.text and tabbed and not unit.tabbed and not rows[-1]):
            break
        if unit.text and tabbed and not unit.tabbed:
            rows[-1][-1] = Cell((*rows[-1][-1].lines, unit))
        elif unit.text or (unit.tabbed and rows[-1]):
            rows[-1].append(Cell((unit,) if unit.text else ()))
        elif rows[-1]:
            rows.append([])
        index += 1
    return Table(tuple(tuple(row) for row in rows if any(cell.text for cell in row))), index
