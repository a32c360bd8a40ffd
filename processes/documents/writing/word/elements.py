"""What python-docx has no words for: fields, lines, tables without a frame, heads that repeat."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ..rendering import printable

FONT = "Times New Roman"


def element(name: str, **attributes: str) -> Any:
    """`element("w:pgNumType", start="1")`."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_text(paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, size: float | None = None) -> None:
    run = paragraph.add_run(str(printable(text)))
    run.bold, run.italic = bold or None, italic or None
    if size is not None:
        run.font.size = Pt(size)


def add_page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            instruction = element("w:instrText")
            instruction.text = "PAGE"
            run._r.append(instruction)
    run.font.size = Pt(14)


def add_rule(cell: Any, length: float, room: float) -> None:
    """A line of `length` millimetres in the middle of `room`: the border of a paragraph that is indented so far."""
    paragraph = cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(max(0.0, (room - length) / 2))
    form.space_before, form.space_after, form.line_spacing = Pt(2), Pt(0), Pt(2)
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="0", color="000000"))
    paragraph._p.get_or_add_pPr().append(borders)


def layout_table(document: Any, widths: tuple[float, ...]) -> Any:
    """A table of one row without lines, that holds things side by side."""
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    pad(table, 0, 0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def pad(table: Any, sideways: float, above: float) -> None:
    """The room around the text of each cell, in points."""
    margins = element("w:tblCellMar")
    for side, room in (("top", above), ("left", sideways), ("bottom", above), ("right", sideways)):
        margins.append(element(f"w:{side}", w=str(round(room * 20)), type="dxa"))
    table._tbl.tblPr.append(margins)


def keep_row_whole(row: Any, is_head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))


def first_paragraph(cell: Any) -> Any:
    """The paragraph that every cell has; used before others are added."""
    return cell.paragraphs[0]
