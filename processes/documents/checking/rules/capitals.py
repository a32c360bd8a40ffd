"""Capital letters by Annex II, in the words of plans where they go wrong most."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import CAPITALS
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.checking.texts import each_text, excerpt, reword
from processes.documents.facts import PlanFacts

_SMALL_AFTER = (
    "Nghị Định", "Quyết Định", "Nghị Quyết", "Thông Tư", "Chỉ Thị", "Kế Hoạch", "Công Văn", "Báo Cáo", "Tờ Trình",
    "Thủ Tướng", "Bộ Trưởng", "Chủ Tịch", "Phó Chủ Tịch", "Giám Đốc", "Chính Phủ", "Quốc Hội", "Văn Phòng",
    "Ủy Ban Nhân Dân", "Ủy Ban nhân dân", "Uỷ Ban Nhân Dân", "Hội Đồng Nhân Dân", "Ủy ban Nhân dân",
    "Hội đồng Nhân dân", "Truyền Thông", "Khoa Học", "Giáo Dục", "Tài Chính", "Nội Vụ", "Ngoại Vụ", "Tư Pháp",
)  # fmt: skip
_RIGHT = {
    **{words: words[0] + words[1:].lower() for words in _SMALL_AFTER},
    "Phó Chủ Tịch": "Phó Chủ tịch",
    "Sở Công thương": "Sở Công Thương",
    "Bộ Công thương": "Bộ Công Thương",
    "Đảng và nhà nước": "Đảng và Nhà nước",
    "tết nguyên đán": "tết Nguyên đán",
    "Tết nguyên đán": "Tết Nguyên đán",
    "hiến pháp": "Hiến pháp",
}
_WRONG = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, _RIGHT), key=len, reverse=True))})(?!\w)")


@rule(Severity.SHOULD, CAPITALS)
def capitals(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Each wrong form once, at its first place: one click sets it right everywhere."""
    seen: set[str] = set()
    for text in each_text(facts):
        for match in _WRONG.finditer(text.words):
            wrong = match.group()
            if wrong in seen or _in_title_case(text.words):
                continue
            seen.add(wrong)
            params = {"written": wrong, "right": _RIGHT[wrong], "where": excerpt(text.words, *match.span())}
            place = context.line_with(wrong, text.place)
            yield Found(text.path, wrong, place, params, (Repair(reword(wrong, _RIGHT[wrong])),))


def _in_title_case(words: str) -> bool:
    """A heading whose every word begins with a capital is laid out so on purpose."""
    parts = [part for part in words.split() if part[0].isalpha()]
    return len(parts) > 4 and all(part[0].isupper() for part in parts)
