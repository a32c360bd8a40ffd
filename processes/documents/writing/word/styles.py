"""The page and the styles of Annex I in a Word file: a change of form is made once, in the style."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from .elements import FONT, element

# The style of each kind of line: (name, what it is based on, bold, italic, space before in points)
STYLES = {
    "paragraph": ("Body Text", "Normal", False, False, 6),
    "basis": ("Căn cứ", "Body Text", False, True, 6),
    "section": ("Heading 1", "Normal", True, False, 9),
    "heading": ("Heading 2", "Normal", True, False, 6),
    "role": ("Vai trò", "Body Text", False, False, 3),
    "table": ("Caption", "Normal", True, False, 6),
    "title": ("Title", "Normal", True, False, 0),
}
CENTERED = ("table", "title")


def style_of(kind: str) -> str:
    return STYLES[kind if kind in STYLES else "paragraph"][0]


def prepare(document: Any) -> None:
    """Times New Roman 14 throughout, in Vietnamese; the styles of `STYLES`."""
    normal = document.styles["Normal"]
    _set_font(normal)
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    for kind, (name, base, bold, italic, before) in STYLES.items():
        _prepare(document, kind, name, base, bold, italic, before)


def _prepare(document: Any, kind: str, name: str, base: str, bold: bool, italic: bool, before: int) -> None:
    known = {style.name for style in document.styles}
    style = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    _set_font(style)
    style.font.bold, style.font.italic, style.font.size = bold, italic, Pt(14)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(3 if kind == "table" else 0), 1.0
    form.keep_with_next = kind in ("section", "heading", "table", "title")
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if kind in CENTERED else WD_ALIGN_PARAGRAPH.JUSTIFY
    form.first_line_indent = Cm(0) if kind in CENTERED else Cm(1.27)
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:  # Word's own title is underlined
        style.element.pPr.remove(borders)


def _set_font(style: Any) -> None:
    style.font.name, style.font.color.rgb = FONT, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def lay_page(section: Any, *, lying: bool = False, counts_anew: bool = False, hides_first: bool = True) -> None:
    """A4 with the margins of Annex I. `counts_anew`: pages from 1; `hides_first`: no number on its first page."""
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if lying else (short, long)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = (Mm(20), Mm(20)) if lying else (Mm(30), Mm(17))
    section.header_distance = Mm(8)
    section.different_first_page_header_footer = hides_first
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    if counts_anew:
        section._sectPr.append(element("w:pgNumType", start="1"))
