"""Word files: paragraphs with their automatic numbers, and tables. Nothing is fetched, nothing is run."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from processes.documents.reading.packages import check_package
from processes.documents.reading.repair import clean_line
from processes.documents.reading.source import Cell, Line, Table, Unit, split_label
from processes.documents.reading.text_file import kept_or_flat
from processes.documents.reading.tracked_changes import UNDECIDED, Comment, Comments, Decided, comments_of, settle
from processes.documents.reading.unreadable import Unreadable, UnreadableCode


def docx_units(content: bytes, decided: Decided = UNDECIDED) -> list[Unit]:
    """Raises Unreadable, also where `decided` leaves open what has to be decided."""
    return read_docx(content, decided)[0]


def read_docx(content: bytes, decided: Decided) -> tuple[list[Unit], list[Comment]]:
    """The units, and the comments that stand beside them. Raises Unreadable."""
    check_package(content, "word/document.xml")
    try:
        document = docx.Document(io.BytesIO(content))
        body = document.element.body
    except Exception as error:  # python-docx and lxml raise many kinds for one thing: it is not a Word document
        raise Unreadable(UnreadableCode.BROKEN_FILE) from error
    settle(body, decided)
    reader = _Reader(document)
    units = reader.units()
    if not any(isinstance(unit, Table) or unit.text for unit in units):
        raise Unreadable(UnreadableCode.NO_TEXT)
    beside = decided.comments is Comments.BESIDE
    return units, comments_of(document, reader.commented) if beside else []


class _Reader:
    """Walks the body in order; a paragraph counts as one line of the source."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbers = _Numbering(document)
        self.line = 0
        self.commented: dict[str, int] = {}  # comment → the line of its paragraph

    def units(self) -> list[Unit]:
        units: list[Unit] = []
        for block in self.document.iter_inner_content():
            if isinstance(block, WordParagraph):
                units += [*self._lines(block), Line(0, "")]
            else:
                units += kept_or_flat(self._table(block))
        return units

    def _lines(self, paragraph: WordParagraph) -> Iterator[Line]:
        """A paragraph's lines: a soft break starts a new one, as in letterheads."""
        label = self.numbers.label(paragraph)
        for reference in paragraph._p.iter(qn("w:commentReference")):
            self.commented[reference.get(qn("w:id"), "")] = self.line + 1
        for index, raw in enumerate(paragraph.text.replace("\t", " ").split("\n")):
            self.line += 1
            line = clean_line(self.line, raw)
            if index == 0 and label and line.text and not split_label(line.text)[1]:
                line = Line(line.number, f"{label} {line.text}")
            yield line

    def _table(self, table: WordTable) -> Table:
        rows = []
        for row in table.rows:
            seen: dict[int, Cell] = {}
            cells = []
            for cell in row.cells:
                key = id(cell._tc)
                if key not in seen:
                    lines = [line for block in cell.paragraphs for line in self._lines(block)]
                    lines += [line for inner in cell.tables for line in self._inner(inner)]
                    seen[key] = Cell(tuple(line for line in lines if line.text))
                cells.append(seen[key])
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def _inner(self, table: WordTable) -> list[Line]:
        return [line for row in self._table(table).rows for cell in row for line in cell.lines]


class _Numbering:
    """The numbers that Word computes and python-docx does not give: "1.", "a)", "-"."""

    def __init__(self, document: Any) -> None:
        self.counts: dict[str, Counter[int]] = {}
        self.abstract: dict[str, Any] = {}
        self.styles = document.styles
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        definitions = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            reference = number.find(qn("w:abstractNumId"))
            if reference is not None and reference.get(qn("w:val")) in definitions:
                self.abstract[number.get(qn("w:numId"))] = definitions[reference.get(qn("w:val"))]

    def label(self, paragraph: WordParagraph) -> str:
        """The number as shown, "" where the paragraph has none."""
        number, level = self._reference(paragraph)
        definition = self.abstract.get(number)
        if definition is None or not paragraph.text.strip():
            return ""
        counts = self.counts.setdefault(number, Counter())
        counts[level] += 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]
        text = self._property(definition, level, "w:lvlText")
        if self._property(definition, level, "w:numFmt") == "bullet" or "%" not in text:
            return "-" if text.strip() else ""
        return re.sub(r"%(\d)", lambda m: self._number(definition, counts, int(m.group(1)) - 1), text)

    def _reference(self, paragraph: WordParagraph) -> tuple[str, int]:
        sources = [paragraph._p.pPr]
        style = paragraph.style
        while style is not None and style.element is not None:
            sources.append(style.element.find(qn("w:pPr")))
            style = getattr(style, "base_style", None)
        for properties in sources:
            found = properties.find(qn("w:numPr")) if properties is not None else None
            number = found.find(qn("w:numId")) if found is not None else None
            if found is not None and number is not None:
                level = found.find(qn("w:ilvl"))
                return number.get(qn("w:val"), "0"), int(level.get(qn("w:val"), "0")) if level is not None else 0
        return "0", 0

    def _property(self, definition: Any, level: int, name: str) -> str:
        for entry in definition.findall(qn("w:lvl")):
            if entry.get(qn("w:ilvl")) == str(level):
                found = entry.find(qn(name))
                return str(found.get(qn("w:val"), "")) if found is not None else ""
        return ""

    def _number(self, definition: Any, counts: Counter[int], level: int) -> str:
        start = self._property(definition, level, "w:start") or "1"
        value = max(counts[level], 1) + (int(start) if start.isdigit() else 1) - 1
        form = self._property(definition, level, "w:numFmt")
        if form in ("upperRoman", "lowerRoman"):
            return _roman(value) if form == "upperRoman" else _roman(value).lower()
        if form in ("lowerLetter", "upperLetter"):
            letters = "abcdefghijklmnopqrstuvwxyz"
            letter = letters[(value - 1) % 26]
            return letter if form == "lowerLetter" else letter.upper()
        return str(value)


def _roman(value: int) -> str:
    written = ""
    for number, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        written += letters * (value // number)
        value %= number
    return written
