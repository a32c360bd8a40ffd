"""What a file is made of before anything is understood: lines, tables, and paragraphs with their numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from processes.documents.facts import Place
from processes.documents.reading.writing_forms import one_line, same_tones


@dataclass(frozen=True)
class Line:
    """A cleaned line; `number` counts from 1 in the source. `tabbed`: it began with a tab, as a copied cell does.

    `frame`: what stood there where the line belongs to the web page around the text and is left out of it.
    """

    number: int
    text: str
    tabbed: bool = False
    frame: str = ""


_CUT = re.compile(r"(?<=\w)(/|(?<=[A-ZĐ])-)\s(?=[A-ZĐ\d])")  # "IV/" and "2027" on two lines of a cell


@dataclass(frozen=True)
class Cell:
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        whole = one_line(" ".join(line.text for line in self.lines))
        return whole if len(self.lines) < 2 else _CUT.sub(r"\1", whole)

    @property
    def place(self) -> Place | None:
        return Place(self.lines[0].number, self.lines[-1].number) if self.lines else None


@dataclass(frozen=True)
class Table:
    """Rows of cells. `stream`: the rows as a run of cells, with an empty one for a blank cell and for a row's end."""

    rows: tuple[tuple[Cell, ...], ...]
    stream: tuple[Cell, ...] = ()


Unit = Line | Table


class Shape(StrEnum):
    SECTION = "section"  # "I.", "Phần I.", "A."
    ARTICLE = "article"  # "Điều 1."
    NUMBER = "number"  # "1.", "7.2.", "1)"
    LETTER = "letter"  # "a)", "đ."
    BULLET = "bullet"
    PLAIN = "plain"


_LABELS = (
    (Shape.SECTION, re.compile(r"(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s+(?:[IVXL]+|\d+|thứ \w+)\s*[.:)\-–]?\s+(?=\S)")),
    (Shape.SECTION, re.compile(r"[IVXL]{1,6}\s*[.)/]\s*(?=[^\s\d.)])|[IVXL]{1,6}\s*[-–]\s+(?=\S)")),
    (Shape.SECTION, re.compile(r"[A-EĐG][.)]\s+(?=\S)")),
    (Shape.ARTICLE, re.compile(r"Điều\s+\d+\s*[.:]\s*(?=\S)")),
    (Shape.NUMBER, re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\s*[.)]?\s+(?=\D)")),
    (Shape.NUMBER, re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}[.)]\s*(?=[^\d\s.,)])")),
    (Shape.NUMBER, re.compile(r"\d{1,2}\s*[.)]\s+(?=[“\"'(\w])|\d{1,2}[/-]\s+(?=\w)|\(\d{1,2}\)\s*(?=\w)")),
    (Shape.NUMBER, re.compile(r"(?:Nhiệm vụ|Nội dung|Hoạt động)(?: số)? \d{1,2}\s*[.:]\s*(?=\S)")),
    (Shape.LETTER, re.compile(r"\(?[a-zđ]\s*[).]\s+(?=\S)|[a-zđ]\)\s*(?=\S)|[a-zđ]\.(\d{1,2})[.)]?\s+(?=\D)")),
    (Shape.BULLET, re.compile(r"(?:[-+•*–—−·●○▪■◦►➢➤✓‣]|o(?=\s))(?:\s*[-+•*–—](?=\s))*\s*(?=\S)")),
)  # fmt: skip


def split_label(text: str) -> tuple[Shape, str, str]:
    """(shape, numbering as written, the rest) of the beginning of a paragraph."""
    for shape, pattern in _LABELS:
        match = pattern.match(text)
        if match:
            return shape, one_line(match.group()), text[match.end() :].strip()
    return Shape.PLAIN, "", text


@dataclass(frozen=True)
class Paragraph:
    text: str
    place: Place
    shape: Shape = Shape.PLAIN
    label: str = ""

    @classmethod
    def of(cls, text: str, place: Place) -> Paragraph:
        shape, label, rest = split_label(one_line(text))
        return cls(rest, place, shape, label)

    @property
    def ref(self) -> str:
        """The numbering without its punctuation: "7.2", "a", "I"."""
        found = re.search(r"[IVXL]+$|\d+(?:\.\d+)*|[a-zđ](?:\.\d+)?$", self.label.strip(" .)(:/-–"))
        return found.group() if found else ""

    @property
    def whole(self) -> str:
        return f"{self.label} {self.text}".strip()

    @property
    def upper(self) -> bool:
        """Written in capitals, as titles of sections are."""
        letters = [c for c in same_tones(self.text) if c.isalpha()]
        return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


Item = Paragraph | Table
