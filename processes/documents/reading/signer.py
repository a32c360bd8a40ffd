"""The signature block: on whose behalf, by which authority, post and name, each as written."""

from __future__ import annotations

import re
from itertools import pairwise

from processes.documents.facts import Place, Signer
from processes.documents.reading.source import Line, Shape, split_label
from processes.documents.reading.writing_forms import one_line, same_tones, shadow

_ON_BEHALF = re.compile(r"T/?M(?:\s*\.\s*|\s+)\S")
_BY_AUTHORITY = re.compile(r"(?:K/?T|T/?L|TUQ|Q)(?:\s*\.\s*|\s+)\S")
_ACTING = re.compile(r"Q\s*\.")
_POST = re.compile(
    r"(?:PHÓ\s+|QUYỀN\s+|Q\.\s*)?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|CHÁNH|VĂN PHÒNG|TRƯỞNG|"
    r"CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VỤ TRƯỞNG|TỔNG GIÁM ĐỐC|VIỆN TRƯỞNG|HIỆU TRƯỞNG|THỐNG ĐỐC|BÍ THƯ|"
    r"CHỦ NHIỆM|THỦ TRƯỞNG|CHỈ HUY TRƯỞNG|TƯ LỆNH|CHÍNH ỦY|TỔNG BIÊN TẬP|ỦY VIÊN)\b"
)
_RANK = re.compile(
    r"(?:(?:TS|ThS|Th\.S|PGS|GS|BS|BSCKI{1,2}|KS|CN|LS|CVCC|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|"
    r"Thượng tá|Trung tá|Thiếu tá)\b\s*[.,]?\s*)+"
)
# Where the next line of the block begins when all of it was typed in one.
_NEXT_LINE = re.compile(
    r"(?<=\w)(?<!PHÓ)\s+(?=(?:K/?T|T/?L|TUQ)\s*\.|PHÓ\s|THỨ TRƯỞNG|CHÁNH\s)|"
    r"(?<=NHÂN DÂN)\s+(?=CHỦ TỊCH)|(?<=CHỈ ĐẠO)\s+(?=TRƯỞNG BAN)"
)
# Words of a body, by which "TỈNH HÀ NAM" under a post is told from a name in capitals.
_OF_BODY = re.compile(r"\b(?:TỈNH|NHÂN DÂN|DÂN|UBND|BAN|TỊCH|PHÒNG|SỞ|BỘ|HUYỆN|PHỐ|XÃ|THƯỜNG TRỰC|TRƯỞNG|ĐỐC)\b")
_SIGNED = re.compile(r"\(?\s*(?:đã ký|ký tên|ký, đóng dấu|đã ký số)\s*\)?\s*:?\s*", re.IGNORECASE)
_STAMP = re.compile(r"ký bởi|người ký|ngày ký|thời gian ký|cơ quan\s*:|email\s*:|digitally|date\s*:|signature|trang \d")
_NAME = re.compile(r"[A-Z]\w*(?:\s+[A-Z]\w*){1,5}$")
_HALF_NAME = re.compile(r"[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?$")


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
    for line in lines:
        text, plain = line.text, same_tones(line.text)
        if _ON_BEHALF.match(plain) and not on_behalf:
            on_behalf = text
        elif _BY_AUTHORITY.match(plain) and not authority:
            authority = text
        elif plain.upper() == plain and _POST.match(plain):
            title = title or text
        elif not name and _is_name(text):
            name = text
    if _ACTING.match(same_tones(authority)) and not title:
        authority, title = "", authority
    if not (on_behalf or authority or title):
        return None
    place = Place(lines[0].number, lines[-1].number)
    return Signer(on_behalf, authority, title, name, place, 1.0 if name else 0.7)


def _is_name(text: str) -> bool:
    plain = _letters(text[found.end() :] if (found := _RANK.match(same_tones(text))) else text)
    return bool(_NAME.match(plain)) and len(text) < 50 and not any(c.isdigit() for c in text)


def _letters(text: str) -> str:
    """The shape of a name: "A" for a capital beyond ASCII, "a" for such a small letter."""
    return "".join(c if c.isascii() or not c.isalpha() else ("A" if c.isupper() else "a") for c in same_tones(text))


def _signature_lines(tail: list[Line]) -> list[Line]:
    """The lines of the block; a line of capitals or a name that ran over put together, stamps left out."""
    lines: list[Line] = []
    for line in tail:
        text = _SIGNED.sub("", one_line(line.text)) if _SIGNED.match(line.text) else one_line(line.text)
        if not text or split_label(text)[0] is Shape.BULLET or _STAMP.match(shadow(text)):
            continue
        before = lines[-1] if lines else None
        pieces = _pieces(text)
        if len(pieces) > 1 or begins_signature(text):
            lines += [Line(line.number, piece) for piece in pieces]
        elif before and _runs_on(before, Line(line.number, text)):
            lines[-1] = Line(line.number, f"{before.text} {text}")
        elif lines:
            lines.append(Line(line.number, text))
    return lines


def _pieces(text: str) -> list[str]:
    """ "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Họ Và Tên" in one line: the lines of the block."""
    block = same_tones(text)[: _name_start(text)].rstrip()
    if not block or not begins_signature(block):
        return [text]
    cuts = [0, *(m.end() for m in _NEXT_LINE.finditer(block)), len(block), len(text)]
    return [piece for a, b in pairwise(cuts) if (piece := text[a:b].strip())]


def _name_start(text: str) -> int:
    """Where the two to five words of a name begin that end `text`; its end where none does."""
    start = len(text)
    words = list(re.finditer(r"\S+", text))
    taken = 0
    for word in reversed(words):
        written = word.group()
        if not (written[0].isupper() and (any(c.islower() for c in written) or (len(written) == 1 and not taken))):
            break
        start, taken = word.start(), taken + 1
    return start if 2 <= taken <= 5 else len(text)


def _runs_on(before: Line, after: Line) -> bool:
    if same_tones(after.text).isupper() and same_tones(before.text).isupper():
        return not (
            _POST.match(same_tones(before.text))
            and _is_name(after.text)
            and not _OF_BODY.search(same_tones(after.text))
        )
    halves = _HALF_NAME.match(_letters(before.text)) and _HALF_NAME.match(_letters(after.text))
    return after.number == before.number + 1 and bool(halves)
