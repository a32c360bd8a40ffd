"""Cost lines: what one piece of work costs, from the items or the table of an estimate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from processes.documents.facts import CostLine, Place, Task
from processes.documents.reading.source import Cell, Item, Paragraph, Shape, Table
from processes.documents.reading.tables import Column, column_of, header_of, rows_of
from processes.documents.reading.writing_forms import one_line, shadow

_AMOUNT = re.compile(
    r"(?P<number>\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s*(?P<unit>tỷ đồng|tỷ|triệu đồng|triệu|nghìn đồng|"
    r"đồng|vnđ|đ)(?![\w])"
)
_UNITS = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3}
_TOTAL = re.compile(r"(?:tổng|cộng|tổng cộng|kinh phí thực hiện|dự toán kinh phí|trong đó)\b")
_SOURCE = re.compile(r"nguồn\s*(?:vốn|kinh phí)?\s*:?\s*([^;.()]+)")
_YEAR = re.compile(r"năm (20\d{2})")


def costs_of(items: list[Item], tasks: list[Task]) -> tuple[CostLine, ...]:
    lines: list[CostLine] = []
    for item in items:
        lines += _of_table(item, tasks) if isinstance(item, Table) else _of_paragraph(item)
    return tuple(lines)


def _of_paragraph(paragraph: Paragraph) -> Iterator[CostLine]:
    plain = shadow(paragraph.text)
    found = _AMOUNT.search(plain)
    if paragraph.shape not in (Shape.BULLET, Shape.LETTER) or found is None or _TOTAL.match(plain):
        return
    content = re.sub(r"\s*(?::|–|-|,)?\s*(?:là|khoảng|dự kiến|kinh phí)?\s*:?\s*$", "", paragraph.text[: found.start()])
    rest = paragraph.text[found.end() :]
    if (
        content
        and ":" in paragraph.text[len(content) : found.start()] + " "
        and re.fullmatch(r"\W*(?:[(,;.].*)?", rest)
    ):
        yield CostLine(
            one_line(content).strip(" :,"), amount_of(found), _year(plain), source=_source(rest), place=paragraph.place
        )


def _of_table(table: Table, tasks: list[Task]) -> Iterator[CostLine]:
    start, heads = header_of(table)
    columns = [column_of(head) for head in heads]
    if start < 0 or Column.MONEY not in columns or Column.CONTENT not in columns:
        return
    money = len(columns) - 1 - columns[::-1].index(Column.MONEY)
    by_place = {task.place: task.ref for task in tasks}
    for row in rows_of(table):
        content = row.cells[columns.index(Column.CONTENT)].text
        amount = _amount_of_cell(row.cells[money], heads[money])
        if row.heading or not content or amount is None or _TOTAL.match(shadow(content)):
            continue
        agency = row.cells[columns.index(Column.LEAD)].text if Column.LEAD in columns else ""
        source = next((c.text for h, c in zip(heads, row.cells, strict=False) if shadow(h).startswith("nguồn")), "")
        year = _year(shadow(content)) or next(
            (_year(f"năm {c.text}") for h, c in zip(heads, row.cells, strict=False) if shadow(h) == "năm"), None
        )
        yield CostLine(content, amount, year, agency, source, _ref(by_place, row.place), row.place)


def _ref(by_place: dict[Place | None, str], place: Place | None) -> str:
    return by_place.get(place, "") if place else ""


def amount_of(found: re.Match[str]) -> int:
    """A written amount in đồng."""
    factor = next((factor for unit, factor in _UNITS.items() if found["unit"].startswith(unit)), 1)
    written = re.sub(r"\s", "", found["number"])
    grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written)
    number = Decimal((written.replace(".", "") if grouped else written).replace(",", "."))
    return int(number * factor)


def _amount_of_cell(cell: Cell, head: str) -> int | None:
    """A cell holds the amount with its unit, or the unit stands in the head of its column."""
    text = shadow(cell.text)
    unit = re.search(r"(tỷ|triệu|nghìn)", shadow(head))
    found = _AMOUNT.fullmatch(text) or _AMOUNT.fullmatch(
        f"{text} {unit.group() if unit else ''} đồng".replace("  ", " ")
    )
    return amount_of(found) if found else None


def _year(plain: str) -> int | None:
    found = _YEAR.search(plain)
    return int(found.group(1)) if found else None


def _source(text: str) -> str:
    found = _SOURCE.search(shadow(text))
    return text[found.start(1) : found.end(1)].strip() if found else ""
