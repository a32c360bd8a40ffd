"""The text of a Word file: paragraphs by their styles, tables with heads that repeat, the head of an appendix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from ...facts import CostLine
from ..body import Annex
from ..lines import Line
from ..tables import Grid, GridCell, cost_rows, grid_of
from ..wording import without_stop
from .elements import add_text, first_paragraph, keep_row_whole, pad
from .styles import style_of


def add_line(document: Any, line: Line) -> None:
    """A line's further lines are paragraphs of their own; its numbering stands in the text, as it is cited."""
    first, *more = line.text.split("\n")
    paragraph = document.add_paragraph(style=style_of(line.kind))
    if line.kind == "enacting":
        paragraph.alignment, paragraph.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Mm(0)
    if line.label:
        add_text(paragraph, f"{line.label} ", bold=line.label.startswith("Điều"))
    if line.name:
        add_text(paragraph, f"{line.name}:", italic=True)
        add_text(paragraph, " ")
    add_text(paragraph, first, bold=line.kind == "enacting")
    last = paragraph
    for text in more:
        last = document.add_paragraph(style=style_of("paragraph"))
        add_text(last, text)
    last.paragraph_format.keep_with_next = line.keeps or line.kind == "task" or None


def add_table(document: Any, line: Line, room: float | None = None) -> None:
    """`room`: the millimetres between the margins, where they are not those that the columns ask for."""
    if line.text:
        add_text(document.add_paragraph(style=style_of("table")), line.text)
    _add_grid(document, grid_of(line.rows, room))


def add_costs(document: Any, costs: Sequence[CostLine]) -> None:
    _add_grid(document, grid_of(cost_rows(costs)))


def _add_grid(document: Any, grid: Grid) -> None:
    table = document.add_table(rows=0, cols=len(grid.widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    pad(table, 3.5, 2)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(width)
    heads = [[GridCell(text, align="center") for text in grid.head]] if grid.head else []
    for cells, is_head in [*((row, True) for row in heads), *((row, False) for row in grid.rows)]:
        row = table.add_row()
        keep_row_whole(row, is_head)
        _fill(row, cells, grid, is_head)
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def _fill(row: Any, cells: Sequence[GridCell], grid: Grid, is_head: bool) -> None:
    places = row.cells
    at = 0
    for cell in cells:
        place = places[at] if cell.span == 1 else places[at].merge(places[at + cell.span - 1])
        for width_at in range(at, at + cell.span):
            places[width_at].width = Mm(grid.widths[width_at] if cell.span == 1 else sum(grid.widths))
        at += cell.span
        for index, text in enumerate(cell.text.split("\n")):
            paragraph = place.add_paragraph() if index else first_paragraph(place)
            paragraph.alignment = _ALIGNED.get(cell.align)
            add_text(paragraph, text, bold=is_head or cell.align == "heading", size=11 if grid.wide else 12)


_ALIGNED = {"center": WD_ALIGN_PARAGRAPH.CENTER, "amount": WD_ALIGN_PARAGRAPH.RIGHT}


def add_annex_head(document: Any, annex: Annex) -> None:
    title = without_stop(annex.title)
    for text in (annex.name.upper(), title) if annex.is_document else (annex.name, title.upper()):
        if text:
            add_text(document.add_paragraph(style=style_of("title")), text)
    if annex.belongs:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(6)
        add_text(paragraph, annex.belongs, italic=True)
