"""How a table of the text stands on its page: widths of columns, what is centered, what runs over the whole row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..facts import CostLine
from .wording import amount

UPRIGHT, LANDSCAPE = 163.0, 257.0  # millimetres between the margins
MOST_UPRIGHT = 7  # columns; a table with more is set on pages that lie on their side
_NARROWEST, _PER_LETTER, _PADDING = 9.0, 2.2, 3.5
COST_HEADS = ("TT", "Nội dung", "Cơ quan thực hiện", "Nguồn kinh phí", "Năm", "Số tiền (đồng)")
_AMOUNT = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+,\d+")
_SHORT = re.compile(r"(?:\d{1,4}|[IVX]{1,5}|[a-zđ])?[.)]?|\d{1,2}/\d{1,2}/\d{4}")


@dataclass(frozen=True)
class GridCell:
    text: str
    span: int = 1
    align: str = ""  # "center", "amount" or ""


@dataclass(frozen=True)
class Grid:
    """`widths` in millimetres. A table of one row has no head."""

    head: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    widths: tuple[float, ...]
    wide: bool


def cost_rows(costs: Sequence[CostLine]) -> tuple[tuple[str, ...], ...]:
    """The table of an estimate, its head first and the total last."""
    rows = [
        (str(n), cost.content, cost.agency, cost.source, str(cost.year or ""), amount(cost.amount))
        for n, cost in enumerate(costs, 1)
    ]
    return (COST_HEADS, *rows, ("", "Tổng cộng", "", "", "", amount(sum(cost.amount for cost in costs))))


def is_wide(rows: Sequence[Sequence[str]]) -> bool:
    return max((len(row) for row in rows), default=0) > MOST_UPRIGHT


def grid_of(rows: Sequence[Sequence[str]], room: float | None = None) -> Grid:
    """`rows`, the first of which is the head; rows that are too short are filled up with blank cells."""
    columns = max((len(row) for row in rows), default=0)
    full = [(*row, *[""] * (columns - len(row))) for row in rows]
    wide = is_wide(rows)
    head, body = (full[0], full[1:]) if len(full) > 1 else ((), full)
    widths = _widths(full, room or (LANDSCAPE if wide else UPRIGHT))
    return Grid(head, tuple(tuple(_cells(row)) for row in body), widths, wide)


def _cells(row: Sequence[str]) -> list[GridCell]:
    """One cell over the whole row where all say the same (a heading inside the table)."""
    if len(row) > 1 and row[0].strip() and len(set(row)) == 1:
        return [GridCell(row[0], len(row), "heading")]
    return [GridCell(text, align=_align(text)) for text in row]


def _align(text: str) -> str:
    if _AMOUNT.fullmatch(text.strip()):
        return "amount"
    return "center" if _SHORT.fullmatch(text.strip()) else ""


def _widths(rows: Sequence[Sequence[str]], room: float) -> tuple[float, ...]:
    """What the longest word of each column needs, and the rest in proportion to the root of what stands there."""
    columns = list(zip(*[row for row in rows if len(set(row)) > 1 or len(row) == 1] or rows, strict=True))
    least = [_least(column) for column in columns]
    if sum(least) >= room:
        return tuple(round(room * one / sum(least), 2) for one in least)
    weights = [0.0 if _is_short(column) else max(map(len, column)) ** 0.6 for column in columns]
    share = (room - sum(least)) / (sum(weights) or len(columns))
    return tuple(
        round(one + share * (weight if any(weights) else 1), 2) for one, weight in zip(least, weights, strict=True)
    )


def _least(column: Sequence[str]) -> float:
    """Room for the longest word; where short things stand below it, for the head on two lines."""
    letters = max((len(word) for text in column for word in text.split()), default=0)
    if _is_short(column):
        letters = max(letters, len(column[0]) // 2)
    return max(_NARROWEST, _PADDING + _PER_LETTER * letters)


def _is_short(column: Sequence[str]) -> bool:
    return all(_align(text) for text in column[1:])
