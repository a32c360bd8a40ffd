"""The opinions on a draft as a Word file, with a column in which the drafter writes what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import docx

from ..followup import Answer, answers_lines, answers_title
from .frame import add_page_numbers, add_title
from .package import describe, packed, without_thumbnail
from .styles import lay_page, prepare
from .text import add_line, add_table


def answers_docx(answers: Sequence[Answer], *, plan_title: str, author: str, day: date | None = None) -> bytes:
    """Bản tổng hợp ý kiến, tiếp thu, giải trình, on its side, for the drafter to fill in and attach."""
    document = docx.Document()
    without_thumbnail(document)
    prepare(document)
    lay_page(document.sections[0], lying=True)
    add_page_numbers(document.sections[0])
    add_title(document, "Bản tổng hợp", answers_title(plan_title), room=257)
    for line in answers_lines(answers):
        if line.rows:
            add_table(document, line, room=257)
        else:
            add_line(document, line)
    describe(document, answers_title(plan_title), author, day)
    return packed(document)
