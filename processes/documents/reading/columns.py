"""Letterheads and signature blocks typed in two columns: the left column is read whole, then the right one."""

from __future__ import annotations

import re

from processes.documents.reading.repair import clean_line
from processes.documents.reading.source import Line, Shape, split_label
from processes.documents.reading.writing_forms import normal, same_tones

_GAP = re.compile(r"\s{3,}|\s*\t\s*|\s+\|\s*")
# What stands in a right column: the name of the state, the place and date, who signs.
_RIGHT = re.compile(
    r"CỘNG H[ÒO]|Độc lập|(?:T/?M|K/?T|T/?L|TUQ)\b|(?:PHÓ |QUYỀN |Q\. ?)?(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|TRƯỞNG|CHÁNH|"
    r"CỤC TRƯỞNG|HIỆU TRƯỞNG|THỦ TƯỚNG)|[A-ZĐÂÊÔƠƯ][\w .'’-]{1,40},\s*ngày\b"
)
_TITLE = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|HƯỚNG DẪN|THÔNG BÁO|NGHỊ QUYẾT|QUY CHẾ|PHỤ LỤC|"
    r"TỜ TRÌNH|BÁO CÁO)\b"
)
_INDENT = 15


def columns_end(raws: list[str], start: int) -> int:
    """The index after the lines from `start` that are set in two columns; `start` itself where none begin there."""
    if not _RIGHT.match(_halves(raws[start])[1]) or not _halves(raws[start])[0]:
        return start
    end = start + 1
    for index in range(start + 1, len(raws)):
        left, right = _halves(raws[index])
        if _TITLE.match(left) or (not left and _TITLE.match(right)) or re.match(r"\s*\|\s*$", raws[index]):
            break
        if right or _belongs_left(left):
            end = index + 1
        elif left:
            break
    return end


def column_lines(raws: list[str], start: int, end: int) -> list[Line]:
    """The lines of the left column, then those of the right; each keeps its number in the source."""
    lefts, rights = [], []
    for index in range(start, end):
        left, right = _halves(raws[index])
        if left:
            lefts.append(clean_line(index + 1, left))
        if right:
            rights.append(clean_line(index + 1, right))
    blank = Line(0, "")
    return [*lefts, blank, *rights, blank]


def _halves(raw: str) -> tuple[str, str]:
    """A line at its first wide gap; one that begins far to the right has no left half."""
    text = same_tones(normal(raw).replace("*", "")).rstrip(" |\t")
    body = text.lstrip(" \t|")
    if len(text.expandtabs(8)) - len(body.expandtabs(8)) >= _INDENT:
        gap = _GAP.search(body)
        # Both columns may be centred: "      ỦY BAN NHÂN DÂN          CỘNG HÒA …".
        return (body[: gap.start()], body[gap.end() :]) if gap else ("", body)
    parts = _GAP.split(body, maxsplit=1)
    return (parts[0], parts[1].strip()) if len(parts) == 2 else (parts[0], "")


def _belongs_left(left: str) -> bool:
    shape, _, _ = split_label(left)
    return shape is Shape.BULLET or bool(re.match(r"(?:Số\b|Lưu\b|V/v\b|-{2,}|_{2,})", left)) or left.endswith(";")
