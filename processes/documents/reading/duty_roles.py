"""What a duty makes of its agencies: they lead, advise, are asked; with whom they work, and until when."""

from __future__ import annotations

import re

from processes.documents.facts import Fact, Place, Role
from processes.documents.reading.sentences import names_at
from processes.documents.reading.writing_forms import fold, shadow

_ROLES = (
    (Role.LEAD, re.compile(r"(?<!được giao )chủ trì(?! của)")),
    (Role.COORDINATING, re.compile(r"(?<!chủ trì, )(?<!chủ trì và )(?<!chủ trì )phối hợp")),
    (Role.ADVISING, re.compile(r"tham mưu|(?<!trợ )giúp (?:ubnd|ủy ban|chủ tịch|ban chỉ đạo|bộ trưởng)")),
    (Role.FOCAL_POINT, re.compile(r"đầu mối")),
    (
        Role.INFORMING,
        re.compile(r"cung cấp (?:\S+ ){0,3}?(?:thông tin|số liệu|dữ liệu|tài liệu)|chia sẻ (?:\S+ )?thông tin"),
    ),
    (Role.MONITORING, re.compile(r"theo dõi|đôn đốc|kiểm tra|giám sát")),
)
# What others do with it: "(đầu mối: …)", "để tổng hợp, tham mưu UBND tỉnh".
_OTHERS = re.compile(r"\([^()]*\)|\sđể (?:tổng hợp|theo dõi)[^;.]*")
_WITH = re.compile(r"phối hợp(?:,? (?:chặt chẽ|đồng bộ|thường xuyên))?(?: (?:với|cùng))?\s+")
_DATE = r"\d{1,2}\s*(?:/|tháng )\s*\d{1,2}(?:\s*(?:/|năm )\s*\d{4})?"
_DEADLINE = re.compile(
    rf"(?:(?:hoàn thành|xong)\s+)*(?:trước|chậm nhất(?: là| vào| đến)*|đến hết|trong|vào)\s+"
    rf"(?:(?:ngày\s+)?{_DATE}|tháng \d{{1,2}}(?:\s*(?:/|năm )\s*\d{{4}})?|"
    rf"quý (?:iv|i{{1,3}})(?:\s*(?:/|năm )\s*\d{{4}})?)(?! của)(?:\s+(?:hằng|hàng) năm)?|"
    r"(?:hoàn thành|xong) trong năm \d{4}"
)


def roles_of(text: str, requested: bool = False) -> tuple[Role, ...]:
    """The roles in the order in which the duty says them; one that says none is carried out."""
    plain = _OTHERS.sub("", shadow(text))
    found = [(match.start(), role) for role, pattern in _ROLES if (match := pattern.search(plain))]
    roles = [role for _, role in sorted(found)] or [Role.CARRYING_OUT]
    return (Role.REQUESTED, *roles) if requested else tuple(roles)


def coordinating_of(text: str) -> tuple[str, ...]:
    """ "phối hợp với Sở B, Sở C": the bodies that a duty is shared with, each once."""
    names = [name for match in _WITH.finditer(shadow(text)) for name in names_at(text, match.end())]
    return tuple({fold(name): name for name in reversed(names)}[key] for key in dict.fromkeys(fold(n) for n in names))


def deadline_of(text: str, place: Place) -> Fact[str]:
    """The first time that the duty is bound to, in its words; the dates of a report rule are no deadline of it."""
    plain = shadow(text)
    for match in _DEADLINE.finditer(plain):
        if "báo cáo" not in plain[max(0, match.start() - 80) : match.end() + 40]:
            return Fact.of(text[match.start() : match.end()], place, 0.8)
    return Fact()
