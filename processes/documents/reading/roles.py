"""Label lines of a task: "Cơ quan chủ trì:", "Đơn vị phối hợp:", "Thời hạn ban hành:" and their many variants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from processes.documents.facts import Role
from processes.documents.reading.names import starts_with_agency
from processes.documents.reading.vocabulary import VERB
from processes.documents.reading.writing_forms import one_line, same_tones, shadow


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
    r"(?:về |dự kiến )?(?:thời gian|thời hạn|thời điểm|tiến độ|lộ trình|mốc thời gian|"
    r"hạn (?:hoàn thành|cuối|chót)|ngày hoàn thành|hoàn thành(?: dự kiến)?$|hạn$|kỳ hạn)"
)
_BODIES = r"(?:các )?(?:cơ quan|đơn vị|tổ chức|địa phương|bộ phận|lực lượng|sở|ngành|cá nhân|chủ thể|phòng|ban)\b"
_COORDINATING = re.compile(
    rf"(?:{_BODIES}.*\b(?:phối hợp|tham gia|cung cấp (?:thông tin|số liệu))|(?:tham gia )?phối hợp|"
    r"thành phần phối hợp|(?:cùng )?tham gia(?: thực hiện)?$)\b"
)
_LEAD = re.compile(
    rf"{_BODIES}.*\b(?:chủ trì|thực hiện|đầu mối|tham mưu|chịu trách nhiệm|phụ trách|"
    r"theo dõi|soạn thảo|triển khai|đảm nhiệm|đảm trách|được giao|được phân công)\b|(?:giao |phân công )?chủ trì\b|"
    r"(?:cơ quan |đơn vị )?đầu mối\b|"
    r"(?:tổ chức )?phân công(?: thực hiện| trách nhiệm| nhiệm vụ| chủ trì| tổ chức thực hiện)?$|"
    r"trách nhiệm(?: thực hiện| chủ trì| chính)?$|(?:tổ chức )?thực hiện$|đơn vị$|cơ quan$|"
    r"người (?:chủ trì|phụ trách|thực hiện)"
)
_SENTENCE = re.compile(
    r"phối hợp (?:chặt chẽ )?với\b|\b(?:có trách nhiệm|chức năng|căn cứ|tập trung|chủ động)\b|"
    r"\bnhiệm vụ (?:được giao|sau|cụ thể sau)$"
)
# A label that says what kind of body follows; after any other, only a name makes the line one of roles.
_SURE = re.compile(
    r"(?:cơ quan|đơn vị|bộ phận|phân công|người|tổ chức)[\w\s,/]*"
    r"\b(?:chủ trì|thực hiện|phối hợp|đầu mối|tham mưu|phụ trách|soạn thảo)"
)
_PLACE = re.compile(
    r"(?:[-+•*–]\s*)*(?:ở|tại|cấp)\s+(?:cấp\s+)?(?:trung ương|địa phương|tỉnh|thành phố|huyện|xã)[^:.;]{0,20}:\s*"
)
_OF_LABEL = (
    (Role.LEAD, "chủ trì"),
    (Role.FOCAL_POINT, "đầu mối"),
    (Role.ADVISING, "tham mưu"),
    (Role.COORDINATING, "phối hợp"),
    (Role.INFORMING, "cung cấp"),
    (Role.MONITORING, "theo dõi"),
    (Role.MONITORING, "đôn đốc"),
)
_CONTENT = re.compile(
    r"(?:nội dung|mục tiêu|mục đích|nhiệm vụ(?! \d)|"
    r"sản phẩm|kết quả|kinh phí|nguồn (?:kinh phí|lực|vốn)|dự toán|địa điểm|đối tượng|số lượng|quy mô|"
    r"hình thức|yêu cầu|phạm vi|"
    r"chỉ tiêu|ghi chú|thành phần|cách thức|phương thức|dự kiến)\b"
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_INLINE = re.compile(
    r"(?:(?<=[.;,(])|(?<=[.;,]\s))\s*((?:các )?(?:cơ quan|đơn vị|bộ phận|chủ trì|phối hợp|tham gia|phân công|"
    r"thời gian|thời hạn|tiến độ|hoàn thành|trách nhiệm)"
    r"[^:;.()]{0,60}(?:\([^()]*\))?\s*):"
)


def kind_of_label(label: str) -> RoleKind | None:
    """The role that a label or the head of a column gives, if it gives one."""
    plain = one_line(_BRACKETS.sub("", shadow(label))).strip(" -+*:.")
    if not plain or len(plain.split()) > 14:
        return None
    if _TIME.match(plain):
        return RoleKind.TIME
    if _SENTENCE.search(plain):
        return None  # "Chủ trì, phối hợp với các sở: rà soát …", "Các đơn vị theo chức năng, nhiệm vụ được giao: …"
    if _COORDINATING.match(plain) and "chủ trì" not in plain:
        return RoleKind.COORDINATING
    if _LEAD.match(plain):
        return RoleKind.LEAD
    return RoleKind.CONTENT if _CONTENT.match(plain) else None


def role_of_label(label: str, kind: RoleKind) -> Role:
    """What a label asks of the bodies after it."""
    plain = shadow(label)
    said = next((role for role, words in _OF_LABEL if words in plain), None)
    return said or (Role.COORDINATING if kind is RoleKind.COORDINATING else Role.LEAD)


def without_place(value: str) -> str:
    """ "Ở trung ương: Bộ Xây dựng" without the level."""
    found = _PLACE.match(shadow(value))
    return value[found.end() :] if found else value


def _fits(kind: RoleKind, label: str, value: str) -> bool:
    """Whether what follows a label can be what it announces."""
    if kind not in (RoleKind.LEAD, RoleKind.COORDINATING) or not value:
        return True
    name = re.sub(r"^(?:[-+•*–]\s*)+|^(?:đề nghị|giao)\s+", "", without_place(value), flags=re.IGNORECASE)
    if starts_with_agency(name):
        return True
    return bool(_SURE.match(shadow(label))) and not VERB.match(same_tones(name[:1].lower() + name[1:]))


def role_label(text: str) -> RoleLine | None:
    """`text` as one label line, or None; bullets before the label do not count."""
    text = re.sub(r"^(?:[-+•*–]\s*)+", "", text.strip())
    depth = 0
    for index, char in enumerate(text[:200]):
        depth += (char == "(") - (char == ")")
        if char == ":" and depth <= 0:
            kind = kind_of_label(text[:index])
            label, value = one_line(text[:index]), _closed(text[index + 1 :].strip())
            return RoleLine(kind, label, value) if kind and _fits(kind, label, value) else None
        if char in ".;" and depth <= 0:
            return None
    return None


def _closed(value: str) -> str:
    """`value` without the end of a bracket that began before it."""
    return value[:-1].rstrip() if value.endswith(")") and value.count(")") > value.count("(") else value


def role_lines(text: str, named: bool = False) -> tuple[str, list[RoleLine]]:
    """(the words before the first label, the label lines) of a paragraph that may hold several labels in a row.

    `named`: the words before are names, as in a cell under "Cơ quan chủ trì"; else a lead must be labelled too.
    """
    plain = shadow(text)
    starts = [m.start(1) for m in _INLINE.finditer(plain) if kind_of_label(m.group(1)) not in (None, RoleKind.CONTENT)]
    if role_label(text):
        starts = [0, *(s for s in starts if s > text.index(":"))]
    if not starts:
        return text, []
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    lines = [line for piece in pieces if (line := role_label(piece.strip(" .;,(").removesuffix(".")))]
    if starts[0] and not named and not any(line.kind is RoleKind.LEAD for line in lines):
        return text, []
    return text[: starts[0]].rstrip(" (,;"), lines
