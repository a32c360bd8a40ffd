"""A table as one text: cells parted by tabs, rows by line ends, as Word and spreadsheets copy them.

A cell with a tab, a line end or a quotation mark at its start stands in quotation marks, doubled within.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

Rows = tuple[tuple[str, ...], ...]

MOST_ROWS, MOST_COLUMNS = 1000, 30


def grid_text(rows: Sequence[Sequence[str]]) -> str:
    """`rows` as text; `grid_rows` gives them back."""
    if not rows:
        return ""
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    return written.getvalue().removesuffix("\n")


def grid_rows(text: str) -> Rows:
    """The cells of a table that was typed or pasted, every row equally long; rows without any word are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines.strip():
        return ()
    read = csv.reader(io.StringIO(lines, newline=""), delimiter="\t")
    rows = [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in read][:MOST_ROWS]
    kept = [row for row in rows if any(row)]
    width = max((len(row) for row in kept), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in kept)
