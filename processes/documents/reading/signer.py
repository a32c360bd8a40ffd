"""The signature block: on whose behalf, by which authority, post and name, each as written."""

from __future__ import annotations

import re

from processes.documents.facts import Signer
from processes.documents.reading.source import Line, Shape, split_label
from processes.documents.reading.writing_forms import one_line, same_tones

_ON_BEHALF = re.compile(r"T/?M\s*\.?\s+\S")
_BY_AUTHORITY = re.compile(r"(?:K/?T|T/?L|TUQ|Q)\s*\.?\s+\S")
_POST = re.compile(
    r"(?:PHÓ\s+|QUYỀN\s+)?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|VĂN PHÒNG|TRƯỞNG BAN|"
    r"CỤC TRƯỞNG|CHÁNH|"
    r"TỔNG GIÁM ĐỐC|VIỆN TRƯỞNG|HIỆU TRƯỞNG|THỐNG ĐỐC|BÍ THƯ|TRƯỞNG|CHỦ NHIỆM|THỦ TRƯỞNG)\b"
)
_NAME = re.compile(
    r"(?:(?:TS|ThS|PGS|GS|BS|KS|CN|Đại tá|Thiếu tướng|Trung tướng|Thượng tá)\.?\s*)*[A-ZĐ]\w*(?:\s+[A-ZĐ]\w*){1,5}$"
)


def begins_signature(text: str) -> bool:
    """Whether a line is the first of a signature block, or a post in it."""
    plain = same_tones(text)
    return plain.upper() == plain and bool(_ON_BEHALF.match(plain) or _BY_AUTHORITY.match(plain) or _POST.match(plain))


def signer_of(tail: list[Line]) -> Signer | None:
    """None where the source has no signature block."""
    lines = _signature_lines(tail)
    if not lines:
        return None
    on_behalf = authority = title = name = ""
    for text in lines:
        plain = same_tones(text)
        if _ON_BEHALF.match(plain) and not on_behalf:
            on_behalf = text
        elif _BY_AUTHORITY.match(plain) and not authority:
            authority = text
        elif plain.upper() == plain and _POST.match(plain) and not title:
            title = text
        elif not name and _is_name(text):
            name = text
    return Signer(on_behalf, authority, title, name) if on_behalf or authority or title else None


def _is_name(text: str) -> bool:
    plain = "".join(c if c.isascii() or not c.isalpha() else ("A" if c.isupper() else "a") for c in same_tones(text))
    return bool(_NAME.match(plain)) and len(text) < 50 and not any(c.isdigit() for c in text)


def _signature_lines(tail: list[Line]) -> list[str]:
    """The lines of the block, a line of capitals that ran over put together."""
    lines: list[str] = []
    for line in tail:
        text = one_line(line.text)
        if not text or split_label(text)[0] is Shape.BULLET:
            continue
        capitals = same_tones(text).isupper()
        if begins_signature(text):
            lines.append(text)
        elif lines and capitals and same_tones(lines[-1]).isupper():
            lines[-1] = f"{lines[-1]} {text}"
        elif lines:
            lines.append(text)
    return lines
