"""One table as it comes in files of four kinds: copied cells, Markdown, Word and PDF, merged cells included."""

from __future__ import annotations

import html
import io
import textwrap
from dataclasses import dataclass

import docx
from weasyprint import HTML

HEAD = ["KẾ HOẠCH", "Nâng cao chất lượng phục vụ người dân năm 2026", "I. NHIỆM VỤ"]
RULED = """<style>@page { size: A4 landscape; margin: 2cm } body { font: 12pt serif }
    table { border-collapse: collapse; width: 100% } td, th { border: 1px solid; vertical-align: top }
    thead { display: table-header-group }</style>"""


@dataclass(frozen=True)
class Span:
    """A cell over several columns or rows."""

    text: str
    columns: int = 1
    rows: int = 1


Given = str | Span


def span(cell: Given) -> Span:
    return cell if isinstance(cell, Span) else Span(cell)


@dataclass(frozen=True)
class Ruled:
    """Rows of cells, the first `heads` of them the head; a cell under a merged one is left out, as in HTML."""

    rows: list[list[Given]]
    heads: int = 1

    def grid(self) -> list[list[tuple[Span, bool]]]:
        """Every place of the grid with its cell, and whether the cell begins there."""
        below: dict[tuple[int, int], Span] = {}
        full: list[list[tuple[Span, bool]]] = []
        for row, cells in enumerate(self.rows):
            line: list[tuple[Span, bool]] = []
            waiting = [span(cell) for cell in cells]
            while waiting or (row, len(line)) in below:
                if (row, len(line)) in below:
                    line.append((below[row, len(line)], False))
                    continue
                cell = waiting.pop(0)
                start = len(line)
                for column in range(start, start + cell.columns):
                    below.update({(row + down, column): cell for down in range(1, cell.rows)})
                    line.append((cell, column == start))
            full.append(line)
        return full


def copied(table: Ruled) -> str:
    """Cells between bars, long lines wrapped, nothing said of merged cells."""
    rows = []
    for cells in table.rows:
        lines = [line for cell in cells for line in [*_wrapped(span(cell).text), "|"]]
        rows.append("\n".join(["|", *lines]))
    return "\n\n".join(HEAD) + "\n\n" + "\n".join(rows) + "\n\nII. KINH PHÍ\n\nTheo quy định.\n"


def _wrapped(text: str) -> list[str]:
    return [line for part in text.split("\n") for line in textwrap.wrap(part, 76)]


def markdown(table: Ruled) -> str:
    rows = [
        "| " + " | ".join(cell.text.replace("\n", " ") if begins else "" for cell, begins in line) + " |"
        for line in table.grid()
    ]
    rows.insert(1, "|" + " --- |" * len(table.grid()[0]))
    return "\n\n".join(HEAD) + "\n\n" + "\n".join(rows) + "\n\nII. KINH PHÍ\n\nTheo quy định.\n"


def word(table: Ruled) -> bytes:
    document = docx.Document()
    for line in HEAD:
        document.add_paragraph(line)
    grid = table.grid()
    made = document.add_table(rows=len(grid), cols=len(grid[0]))
    for row, line in enumerate(grid):
        for column, (cell, begins) in enumerate(line):
            if begins and not (row and grid[row - 1][column][0] is cell):
                last = made.cell(row + cell.rows - 1, column + cell.columns - 1)
                made.cell(row, column).merge(last).text = cell.text
    document.add_paragraph("II. KINH PHÍ")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(table: Ruled) -> bytes:
    def row_of(cells: list[Given]) -> str:
        return "".join(
            f'<td colspan="{c.columns}" rowspan="{c.rows}">{html.escape(c.text).replace(chr(10), "<br>")}</td>'
            for c in map(span, cells)
        )

    rows = [f"<tr>{row_of(cells)}</tr>" for cells in table.rows]
    body = f"<thead>{''.join(rows[: table.heads])}</thead><tbody>{''.join(rows[table.heads :])}</tbody>"
    text = "".join(f"<p>{line}</p>" for line in HEAD)
    made = HTML(string=f"{RULED}{text}<table>{body}</table><p>II. KINH PHÍ</p>").write_pdf()
    assert isinstance(made, bytes)
    return made
