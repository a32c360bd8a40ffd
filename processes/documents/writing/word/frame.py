"""The boxes around the text of a Word file: letterhead, title, page numbers, recipients and signature."""

from __future__ import annotations

import re
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor

from ...facts import PlanFacts, Presence
from ..parts import Urgency
from ..plan import recipients_of
from ..wording import capital_lines, number_and_symbol, place_and_date, recipient_lines, without_stop
from .elements import add_page_number, add_rule, add_text, element, first_paragraph, layout_table
from .styles import style_of

LEFT, RIGHT, TEXT = 70.0, 93.0, 163.0
MOTTO, MOTTO_LENGTH = "Độc lập - Tự do - Hạnh phúc", 56.1  # millimetres, bold 13
_OF_CAPITAL, _OF_LETTER = 3.1, 2.5  # millimetres, about, bold 12 and 14
_RULE = 0.4  # of the text above: between a third and a half


def add_letterhead(document: Any, facts: PlanFacts, urgency: Urgency) -> None:
    """Boxes 1 to 4 and 10b."""
    heads, below = (layout_table(document, (LEFT, RIGHT)) for _ in range(2))
    left, right = heads.rows[0].cells
    issuer = capital_lines(issuing_body(facts))
    _centered(left, issuer, bold=True, size=12)
    add_rule(left, _RULE * _OF_CAPITAL * max(map(len, issuer), default=0), LEFT)
    _centered(right, ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], bold=True, size=12)
    _centered(right, [MOTTO], bold=True, size=13, begun=True)
    add_rule(right, MOTTO_LENGTH, RIGHT)
    left, right = below.rows[0].cells
    _centered(left, [f"Số: {number_and_symbol(facts.number.value, facts.symbol.value or '')}"], size=13, before=6)
    if urgency:
        _centered(left, [urgency], bold=True, size=13, begun=True, before=6)
        mark = left.paragraphs[-1]
        mark.runs[0].font.color.rgb = RGBColor(255, 0, 0)
        mark.runs[0]._r.get_or_add_rPr().append(element("w:bdr", val="single", sz="12", space="0", color="FF0000"))
    _centered(right, [place_and_date(facts.place.value or "", facts_day(facts))], italic=True, size=13, before=6)


def issuing_body(facts: PlanFacts) -> str:
    """A head who decides alone writes on the paper of the body: "Bộ trưởng Bộ Xây dựng" on that of "Bộ Xây dựng"."""
    body = re.sub(r"^(?:Bộ trưởng|Chủ tịch|Giám đốc|Chủ nhiệm)\s+(?=[A-ZĐỦ])", "", facts.issuer.value or "")
    return re.sub(r"^UBND\b", "Ủy ban nhân dân", body)


def facts_day(facts: PlanFacts) -> str:
    """As `wording.place_and_date` takes it: "2019-01-28", "2021-08" without its day, "" for all blank."""
    return facts.date.value or "" if facts.date.presence is Presence.VALUE else ""


def add_title(document: Any, kind: str, subject: str, room: float = TEXT) -> None:
    """Box 5a."""
    head = document.add_paragraph(style=style_of("title"))
    head.paragraph_format.space_before = Pt(12)
    add_text(head, kind.upper())
    add_text(document.add_paragraph(style=style_of("title")), without_stop(subject))
    add_rule(document, _RULE * min(room, _OF_LETTER * len(subject)), room)


def add_closing(document: Any, facts: PlanFacts) -> None:
    """Boxes 7 and 9b side by side, on one page."""
    recipients, archive = recipients_of(facts)
    spaced = document.add_paragraph()
    spaced.paragraph_format.keep_with_next, spaced.paragraph_format.line_spacing = True, Pt(8)
    table = layout_table(document, (80.0, 83.0))
    table.rows[0]._tr.get_or_add_trPr().append(element("w:cantSplit"))
    left, right = table.rows[0].cells
    lines = recipient_lines(recipients, archive)
    if lines:
        add_text(first_paragraph(left), "Nơi nhận:", bold=True, italic=True, size=12)
    for line in lines:
        add_text(left.add_paragraph(), line, size=11)
    signer = facts.signer
    posts = [text for text in (signer.on_behalf, signer.authority, signer.title) if text] if signer else []
    _centered(right, posts, bold=True, size=14)
    _centered(right, [signer.name] if signer and signer.name else [], bold=True, size=14, begun=True, before=85)


def _centered(
    cell: Any, lines: list[str], *, size: float, bold: bool = False, italic: bool = False, begun: bool = False,
    before: float = 0,
) -> None:  # fmt: skip
    for index, line in enumerate(lines):
        paragraph = cell.add_paragraph() if begun or index else first_paragraph(cell)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(before)
        add_text(paragraph, line, bold=bold, italic=italic, size=size)


# --- above the text


def add_page_numbers(section: Any) -> None:
    """In the middle of the top margin; the first page has a head of its own, which stays empty."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_page_number(paragraph)
    first = section.first_page_header.paragraphs[0]
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER


_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def add_draft_mark(section: Any) -> None:
    """ "DỰ THẢO" at the right above, and across the page behind the text."""
    for number, header in enumerate((section.header, section.first_page_header), 1):
        right = header.add_paragraph()
        right.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        right.paragraph_format.line_spacing = Pt(12)
        add_text(right, "DỰ THẢO", bold=True, size=11)
        header.paragraphs[0].add_run()._r.append(parse_xml(_watermark(number)))


def _watermark(number: int) -> str:
    return (
        f"<w:pict {_NAMESPACES}>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="draft{number}" type="#_x0000_t136" fillcolor="#d9d9d9" stroked="f" '
        'style="position:absolute;margin-left:0;margin-top:0;width:430pt;height:110pt;rotation:315;z-index:-251658752;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" alt="DỰ THẢO">'
        '<v:textpath style="font-family:&quot;Times New Roman&quot;;font-weight:bold" string="DỰ THẢO"/>'
        "</v:shape></w:pict>"
    )
