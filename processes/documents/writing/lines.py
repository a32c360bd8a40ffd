"""The text of a document as printed lines: what is bold, what is kept with what, where the end mark stands."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .wording import closed, with_end_mark

ROMAN = re.compile(r"[IVXLC]+\.?(?=\s|$)")


@dataclass(frozen=True)
class Line:
    """One paragraph, or a table. `name` is italic before the text ("Cơ quan chủ trì"), `source` after it, in brackets.

    A table has `rows`, the first of which is its head; its `text` is the caption.
    """

    kind: str
    text: str
    label: str = ""
    name: str = ""
    source: str = ""
    after: str = ""  # what follows the bracket of the source
    keeps: bool = False  # with the line after it on one page
    rows: tuple[tuple[str, ...], ...] = ()


def text_lines(text: str) -> list[Line]:
    """Free text, a paragraph per line; a line numbered in Roman figures is a section's name."""
    paragraphs = [part.strip() for part in text.splitlines() if part.strip()]
    return [Line("section" if ROMAN.match(part) else "paragraph", part) for part in paragraphs]


def basis_lines(bases: Sequence[str]) -> list[Line]:
    """Bases as written; where one lacks its mark, ";" within and "." at the end.

    What leads over to the text ("… ban hành Kế hoạch như sau:") is no basis, nor is who decides ("QUYẾT ĐỊNH:").
    """
    texts = [text for text in bases if text.strip()]
    last = max((index for index, text in enumerate(texts) if not _leads_over(text)), default=-1)
    return [_basis(text, "." if index == last else ";") for index, text in enumerate(texts)]


def _basis(text: str, stop: str) -> Line:
    if text.isupper():
        return Line("enacting", text, keeps=True)
    return Line("paragraph", text) if _leads_over(text) else Line("basis", closed(text, stop))


def _leads_over(text: str) -> bool:
    return text.rstrip().endswith(":") or text.isupper()


def ended(lines: Sequence[Line]) -> list[Line]:
    """`lines` with the end mark at the last one, which stays with what follows."""
    if not lines:
        return []
    last = lines[-1]
    if last.rows:  # a table ends of itself
        return list(lines)
    if last.source:
        return [*lines[:-1], dataclasses.replace(last, keeps=True, after="./.")]
    return [*lines[:-1], dataclasses.replace(last, keeps=True, text=with_end_mark(last.text))]
