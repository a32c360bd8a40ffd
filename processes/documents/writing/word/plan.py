"""The plan as a Word file: everything from its facts, blank where they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import docx
from docx.enum.section import WD_SECTION

from ...facts import PlanFacts
from ..body import Annex, plan_text
from ..lines import Line
from ..plan import written_urgency
from ..tables import is_wide
from .frame import add_closing, add_draft_mark, add_letterhead, add_page_numbers, add_title
from .package import describe, packed, without_thumbnail
from .styles import lay_page, prepare
from .text import add_annex_head, add_costs, add_line, add_table


def plan_docx(facts: PlanFacts, *, draft: bool = True) -> bytes:
    """The same facts give the same bytes. Raises SecretDocument, ValueError as `plan_pdf` does."""
    urgency, text = written_urgency(facts), plan_text(facts)
    document = docx.Document()
    without_thumbnail(document)
    prepare(document)
    lay_page(document.sections[0])
    add_page_numbers(document.sections[0])
    if draft:
        add_draft_mark(document.sections[0])
    add_letterhead(document, facts, urgency)
    add_title(document, facts.kind.value or "Kế hoạch", facts.title.value or "")
    _add_lines(document, text.lines)
    add_closing(document, facts)
    for annex in text.annexes:
        _add_annex(document, annex)
    describe(document, f"{facts.kind.value or ''} {facts.title.value or ''}", facts.issuer.value or "", _day(facts))
    return packed(document)


def _add_lines(document: Any, lines: Sequence[Line]) -> None:
    """A wide table lies on pages of its own, and the text goes on upright after it."""
    for line in lines:
        if not line.rows:
            add_line(document, line)
        elif is_wide(line.rows) and not _lies(document):
            lay_page(document.add_section(WD_SECTION.NEW_PAGE), lying=True, hides_first=False)
            add_table(document, line)
            lay_page(document.add_section(WD_SECTION.NEW_PAGE), hides_first=False)
        else:
            add_table(document, line)


def _lies(document: Any) -> bool:
    section = document.sections[-1]
    return bool(section.page_width > section.page_height)


def _add_annex(document: Any, annex: Annex) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    lay_page(section, lying=annex.is_wide, counts_anew=True)
    add_annex_head(document, annex)
    if annex.costs:
        add_costs(document, annex.costs)
    _add_lines(document, annex.lines)


def _day(facts: PlanFacts) -> date | None:
    try:
        return date.fromisoformat(facts.date.value or "")
    except ValueError:
        return None
