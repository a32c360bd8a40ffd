"""Pieces of the body as they stay beside the tasks: sections, headings, paragraphs, bullets, tables."""

from __future__ import annotations

from processes.documents.facts import Block, BlockKind, Place
from processes.documents.reading.source import Paragraph, Shape, Table
from processes.documents.reading.writing_forms import shadow


def table_block(table: Table) -> Block:
    """A table that assigns nothing, kept as it is."""
    places = [cell.place for row in table.rows for cell in row if cell.place]
    place = Place(min(p.line for p in places), max(p.end_line for p in places)) if places else None
    return Block(BlockKind.TABLE, place=place, rows=tuple(tuple(cell.text for cell in row) for row in table.rows))


def block_of(paragraph: Paragraph, following: Paragraph | None) -> Block:
    kind = BlockKind.PARAGRAPH
    if paragraph.shape is Shape.SECTION or (
        paragraph.shape is Shape.PLAIN and paragraph.upper and len(paragraph.text) < 200
    ):
        kind = BlockKind.SECTION
    elif paragraph.shape is Shape.BULLET:
        kind = BlockKind.BULLET
    elif paragraph.shape in (Shape.NUMBER, Shape.LETTER) and _is_heading(paragraph, following):
        kind = BlockKind.HEADING
    return Block(kind, paragraph.text, paragraph.label, place=paragraph.place)


def _is_heading(paragraph: Paragraph, following: Paragraph | None) -> bool:
    if len(paragraph.text) > 250 or paragraph.text.endswith((".", ";")):
        return False
    deeper = (
        following is None or following.shape is not paragraph.shape or following.ref.startswith(f"{paragraph.ref}.")
    )
    return deeper and not shadow(paragraph.text).startswith("trong quá trình")
