"""PDF files that hold text: lines in reading order, columns one after the other, ruled tables as tables."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from processes.documents.reading.pdf_dangers import check_pdf
from processes.documents.reading.repair import clean_line
from processes.documents.reading.source import Cell, Line, Table, Unit
from processes.documents.reading.tables import Column, column_of, is_header
from processes.documents.reading.text_file import kept_or_flat
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

MAX_PAGES = 500
Row = tuple[Cell, ...]
LEAST_GAP = 3.3  # points: lines of one paragraph stand as far apart where they are set loosely
MOST_FIELDS, LONGEST_FIELD = 500, 200
_PAGE_NUMBER = re.compile(r"\W*\d{1,3}\W*$")
_BEFORE_BLANKS = {"số", "ngày", "tháng", "năm"}  # a place that is left blank after them parts no columns

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def pdf_units(content: bytes) -> list[Unit]:
    """Raises Unreadable."""
    if not content[:1024].lstrip().startswith(b"%PDF"):
        raise Unreadable(UnreadableCode.BROKEN_FILE)
    check_pdf(content)
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise Unreadable(UnreadableCode.TOO_MANY_PAGES, limit=MAX_PAGES, pages=len(pdf.pages))
            units = _Reader().units(pdf.pages)
    except Unreadable:
        raise
    except Exception as error:  # pdfminer raises many kinds for a broken or locked file
        locked = (
            "password" in type(error).__name__.lower() or "password" in str(error).lower() or b"/Encrypt" in content
        )
        raise Unreadable(UnreadableCode.ENCRYPTED if locked else UnreadableCode.BROKEN_FILE) from error
    if not any(isinstance(unit, Table) or unit.text for unit in units):
        raise Unreadable(UnreadableCode.NO_TEXT)
    return units


class _Reader:
    """Gives every line its number over the whole file."""

    def __init__(self) -> None:
        self.line = 0
        self.indent: float | None = None  # of first lines, where a page shows it, or the pages before it did

    def units(self, pages: list[Any]) -> list[Unit]:
        units: list[Unit] = []
        for page in pages:
            for unit in self._page(page):
                if isinstance(unit, Table) and (last := _last_table(units)) is not None and _goes_on(units[last], unit):
                    before = units[last]
                    assert isinstance(before, Table)
                    units[last] = Table(_joined(before.rows, _without_head(before, unit).rows))
                elif isinstance(unit, Table):
                    units += kept_or_flat(unit)
                else:
                    units.append(unit)
            page.close()
        return units

    def _page(self, page: Any) -> Iterator[Unit]:
        found = page.find_tables({"explicit_horizontal_lines": _open_ends(page.edges)})
        tables = [table for table in found if len(table.rows) > 1 and len(table.rows[0].cells) > 2]
        boxes = [table.bbox for table in tables]
        words = [
            w
            for w in [*page.extract_words(x_tolerance=1.5, keep_blank_chars=False), *_filled(page)]
            if not any(_within(w, box) for box in boxes)
        ]
        rows = _rows(words)
        if rows and _PAGE_NUMBER.match(_text(rows[0])) and rows[0][0]["top"] < 0.12 * page.height:
            rows = rows[1:]
        if rows and _PAGE_NUMBER.match(_text(rows[-1])) and rows[-1][0]["top"] > 0.9 * page.height:
            rows = rows[:-1]
        pieces: list[tuple[float, list[Unit]]] = [(top, units) for top, units in self._text(rows, float(page.width))]
        pieces += [(float(table.bbox[1]), [self._table(table)]) for table in tables]
        for _, units in sorted(pieces, key=lambda piece: piece[0]):
            yield from units

    def _text(self, rows: list[list[dict[str, Any]]], width: float) -> Iterator[tuple[float, list[Unit]]]:
        gap = max(_usual_gap(rows) * 1.25, LEAST_GAP)
        indent = self.indent = _first_line_indent(rows) or self.indent
        pending: list[list[list[dict[str, Any]]]] = []
        last_bottom = 0.0
        for row in rows:
            parts = _columns(row, width)
            space = row[0]["top"] - last_bottom
            last_bottom = max(word["bottom"] for word in row)
            side = _side(row, width, space > gap) if pending else None
            if len(parts) == 2 or side is not None:
                pending.append(parts if len(parts) == 2 else ([row, []] if side == 0 else [[], row]))
                continue
            if pending:
                yield row[0]["top"] - 0.5, self._side_by_side(pending)
                pending = []
            lines = [self._blank()] if _begins_paragraph(row, indent, space, gap) else []
            yield row[0]["top"], [*lines, self._next(_text(row))]
        if pending:
            yield pending[-1][0][0]["top"] if pending[-1][0] else pending[-1][1][0]["top"], self._side_by_side(pending)

    def _side_by_side(self, rows: list[list[list[dict[str, Any]]]]) -> list[Unit]:
        left = [self._next(_text(row[0])) for row in rows if row[0]]
        right = [self._next(_text(row[1])) for row in rows if row[1]]
        return [self._blank(), *left, self._blank(), *right, self._blank()]

    def _table(self, table: Any) -> Table:
        """The cells with their lines; a place under a merged cell holds that cell again."""
        rows: list[list[Cell]] = []
        bottoms: list[list[float]] = []
        for texts, row in zip(table.extract(), table.rows, strict=True):
            cells: list[Cell] = []
            ends: list[float] = []
            for column, (text, box) in enumerate(zip(texts, row.cells, strict=True)):
                covered = box is None and rows and bottoms[-1][column] > row.bbox[1] + 2
                if covered or (box is None and cells):
                    cells.append(rows[-1][column] if covered else cells[-1])
                    ends.append(bottoms[-1][column] if covered else ends[-1])
                    continue
                cells.append(Cell(tuple(self._next(line) for line in (text or "").splitlines() if line.strip())))
                ends.append(float(box[3]) if box else row.bbox[3])
            rows.append(cells)
            bottoms.append(ends)
        return Table(tuple(map(tuple, rows)))

    def _next(self, text: str) -> Line:
        self.line += 1
        return clean_line(self.line, text)

    def _blank(self) -> Line:
        return Line(self.line, "")


def _open_ends(edges: list[dict[str, Any]]) -> list[float]:
    """Where the columns of a table end without a line across: the page cut a row there."""
    across = [edge["top"] for edge in edges if edge["orientation"] == "h"]
    ends = Counter(round(edge[side]) for edge in edges if edge["orientation"] == "v" for side in ("top", "bottom"))
    return [float(end) for end, columns in ends.items() if columns > 2 and all(abs(end - line) > 2 for line in across)]


def _filled(page: Any) -> list[dict[str, Any]]:
    """What stands in form fields, as words: number and day of a document that was numbered after it was signed."""
    found = []
    for reference in (resolve1(page.page_obj.annots) or [])[:MOST_FIELDS]:
        field = resolve1(reference)
        value = resolve1(field.get("V")) if isinstance(field, dict) and "T" in field else None
        text = decode_text(value).strip()[:LONGEST_FIELD] if isinstance(value, bytes) else ""
        if text:
            left, low, right, high = (float(resolve1(edge)) for edge in resolve1(field["Rect"]))
            top, bottom = float(page.height) - high, float(page.height) - low
            found.append({"text": text, "x0": left, "x1": right, "top": top, "bottom": bottom})
    return found


def _within(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    return bool(box[0] - 1 <= word["x0"] <= box[2] + 1 and box[1] - 1 <= middle <= box[3] + 1)


def _rows(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words that stand on one line, from left to right."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (round(w["bottom"]), w["x0"])):
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) < 0.4 * (word["bottom"] - word["top"]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w["x0"]) for row in rows]


def _columns(row: list[dict[str, Any]], width: float) -> list[list[dict[str, Any]]]:
    """A line cut in two where a wide gap near the middle shows two columns."""
    for index, (a, b) in enumerate(pairwise(row)):
        if a["text"].lower().rstrip(":") in _BEFORE_BLANKS:
            continue
        if b["x0"] - a["x1"] > max(14.0, 0.03 * width) and 0.2 * width < b["x0"] < 0.75 * width:
            return [row[: index + 1], row[index + 1 :]]
    return [row]


def _side(row: list[dict[str, Any]], width: float, after_gap: bool) -> int | None:
    """0 or 1 for a line in the left or right column only; a line in the middle of the page is in neither."""
    left, right = float(row[0]["x0"]), float(row[-1]["x1"])
    if abs((left + right) / width - 1.04) < 0.1:
        return None
    if left > 0.5 * width:
        return 1
    return 0 if right < 0.52 * width and not after_gap else None


def _usual_gap(rows: list[list[dict[str, Any]]]) -> float:
    gaps = [b[0]["top"] - max(w["bottom"] for w in a) for a, b in pairwise(rows)]
    small = [gap for gap in gaps if 0 < gap < 40]
    return max(median(small), 2.0) if small else 2.0


def _first_line_indent(rows: list[list[dict[str, Any]]]) -> float | None:
    """Where the first lines of paragraphs begin, as official documents indent them; None where they do not."""
    starts = [round(float(row[0]["x0"])) for row in rows]
    left = min(starts, default=0)
    indents = Counter(start for start in starts if 20 <= start - left <= 60)
    place, count = indents.most_common(1)[0] if indents else (0, 0)
    return float(place) if count >= 2 else None


def _begins_paragraph(row: list[dict[str, Any]], indent: float | None, space: float, gap: float) -> bool:
    """An indented line does, and a centered one; the first of a page, not indented, goes on from the one before."""
    if indent is None:
        return space > gap
    start = float(row[0]["x0"])
    if start >= indent - 2:
        return abs(start - indent) < 2 or space > LEAST_GAP
    return space > gap and not row[0]["top"] < 90


def _text(row: list[dict[str, Any]]) -> str:
    return " ".join(word["text"] for word in row)


def _last_table(units: list[Unit]) -> int | None:
    """The index of a table that ends the units so far, blank lines aside."""
    for index in range(len(units) - 1, -1, -1):
        unit = units[index]
        if isinstance(unit, Table):
            return index
        if unit.text:
            return None
    return None


def _goes_on(before: Unit, after: Table) -> bool:
    return isinstance(before, Table) and len(before.rows[-1]) == len(after.rows[0])


def _joined(before: tuple[Row, ...], after: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of a table and of the next page; a row without a number goes on with the one that the page cut."""
    if not after or not before or not _is_cut(before[-1], after[0]):
        return (*before, *after)
    whole = tuple(Cell((*a.lines, *b.lines)) for a, b in zip(before[-1], after[0], strict=True))
    return (*before[:-1], whole, *after[1:])


def _is_cut(last: Row, first: Row) -> bool:
    numbered = bool(re.fullmatch(r"[\dIVXa-z.)]+", last[0].text)) and not first[0].text
    alone = not first[1].text or not last[1].text  # the number, or what follows it, is left alone on its page
    return numbered and (alone or any(a.text and b.text for a, b in zip(last, first, strict=True)))


def _without_head(before: Table, after: Table) -> Table:
    """The rows of the next page without the heads repeated on it."""
    heads = [cell.text for cell in after.rows[0]]
    repeated = (
        is_header(heads) or [cell.text for cell in before.rows[0]] == heads or column_of(heads[0]) is Column.NUMBER
    )
    return Table(after.rows[1:]) if repeated else after
