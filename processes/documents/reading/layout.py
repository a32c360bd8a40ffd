"""Where the tables of a source stand among its lines, so that it can be shown as it was laid out."""

from __future__ import annotations

from processes.documents.facts import Place
from processes.documents.reading.source import Table, Unit

Span = tuple[int, int] | None  # first and last line of a cell; None for an empty one


def tables_of(units: list[Unit]) -> list[list[list[Span]]]:
    """Each table as rows of the cells' lines. One whose cells share lines ("| a | b |") is left out."""
    found = [[[_span(cell.place) for cell in row] for row in unit.rows] for unit in units if isinstance(unit, Table)]
    return [table for table in found if _has_own_lines(table)]


def _span(place: Place | None) -> Span:
    return (place.line, place.end_line) if place else None


def _has_own_lines(table: list[list[Span]]) -> bool:
    seen: set[int] = set()
    for row in table:
        spans = {span for span in row if span}  # a merged cell stands in its row more than once
        lines = [n for first, last in spans for n in range(first, last + 1)]
        if len(lines) != len(set(lines)) or seen & set(lines):
            return False
        seen |= set(lines)
    return bool(seen)
