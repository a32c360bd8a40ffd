"""Label lines of a task: "Cơ quan chủ trì:", "Đơn vị phối hợp:", "Thời hạn ban hành:" and their many variants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from processes.documents.reading.writing_forms import one_line, shadow


class RoleKind(StrEnum):
    LEAD = "lead"
    COORDINATING = "coordinating"
    TIME = "time"
    CONTENT = "content"  # "Nội dung:", "Sản phẩm:": belongs to the text of the task


@dataclass(frozen=True)
class RoleLine:
    kind: RoleKind
    label: str
    value: str


_TIME = re.compile(
    r"(?:về )?(?:thời gian|thời hạn|thời điểm|tiến độ|lộ trình|mốc thời gian|hạn hoàn thành|ngày hoàn thành|"
    r"hoàn thành$)"
)
_COORDINATING = re.compile(
    r"(?:(?:các )?(?:cơ quan|đơn vị|tổ chức|địa phương|bộ phận|lực lượng|sở|ngành)\b.*\bphối hợp|phối hợp)\b"
)
_LEAD = re.compile(
    r"(?:các )?(?:cơ quan|đơn vị|tổ chức|bộ phận|sở|ngành|địa phương)\b.*\b(?:chủ trì|thực hiện|đầu mối|tham mưu|"
    r"chịu trách nhiệm|phụ trách|"
    r"theo dõi|soạn thảo|triển khai)\b|(?:giao )?chủ trì\b|(?:cơ quan |đơn vị )?đầu mối\b|phân công(?: thực hiện|"
    r" trách nhiệm)?$|"
    r"trách nhiệm(?: thực hiện| chủ trì)?$|thực hiện$|đơn vị$|cơ quan$|người (?:chủ trì|phụ trách|thực hiện)"
)
_CONTENT = re.compile(
    r"(?:nội dung|sản phẩm|kết quả|kinh phí|nguồn (?:kinh phí|lực|vốn)|dự toán|địa điểm|đối tượng|số lượng|quy mô|"
    r"hình thức|yêu cầu|phạm vi|"
    r"chỉ tiêu|ghi chú|thành phần|cách thức|phương thức|dự kiến)\b"
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_INLINE = re.compile(
    r"(?:(?<=[.;,(])|(?<=[.;,]\s))\s*((?:các )?(?:cơ quan|đơn vị|chủ trì|phối hợp|thời gian|thời hạn|tiến độ|"
    r"hoàn thành|trách nhiệm)"
    r"[^:;.()]{0,60}(?:\([^()]*\))?\s*):"
)


def kind_of_label(label: str) -> RoleKind | None:
    """The role that a label or the head of a column gives, if it gives one."""
    plain = one_line(_BRACKETS.sub("", shadow(label))).strip(" -+*:.")
    if not plain or len(plain.split()) > 14:
        return None
    if _TIME.match(plain):
        return RoleKind.TIME
    if _COORDINATING.match(plain) and "chủ trì" not in plain:
        return RoleKind.COORDINATING
    if _LEAD.match(plain):
        return RoleKind.LEAD
    return RoleKind.CONTENT if _CONTENT.match(plain) else None


def role_label(text: str) -> RoleLine | None:
    """`text` as one label line, or None; bullets before the label do not count."""
    text = re.sub(r"^(?:[-+•*–]\s*)+", "", text.strip())
    depth = 0
    for index, char in enumerate(text[:200]):
        depth += (char == "(") - (char == ")")
        if char == ":" and depth <= 0:
            kind = kind_of_label(text[:index])
            return RoleLine(kind, one_line(text[:index]), text[index + 1 :].strip()) if kind else None
        if char in ".;" and depth <= 0:
            return None
    return None


def role_lines(text: str) -> tuple[str, list[RoleLine]]:
    """(the words before the first label, the label lines) of a paragraph that may hold several labels in a row."""
    plain = shadow(text)
    starts = [m.start(1) for m in _INLINE.finditer(plain) if kind_of_label(m.group(1)) not in (None, RoleKind.CONTENT)]
    if role_label(text):
        starts = [0, *(s for s in starts if s > text.index(":"))]
    if not starts:
        return text, []
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    lines = [line for piece in pieces if (line := role_label(piece.strip(" .;,(")))]
    if starts[0] and not any(line.kind is RoleKind.LEAD for line in lines):
        return text, []
    return text[: starts[0]].rstrip(" (,;"), lines
