"""The number of a basis is announced: "Quyết định số 1160/QĐ-TTg"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.changes import with_basis
from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

_KINDS = (
    "Nghị định|Quyết định|Kế hoạch|Công văn|Chỉ thị|Nghị quyết|Thông tư|Hướng dẫn|Chương trình|Kết luận|Thông báo|"
    "Văn bản|Quy định|Công điện|Tờ trình"
)
_BARE = re.compile(rf"\b({_KINDS})\s+(?=\d[\dA-Za-z]*\s*(?:/\d{{4}})?[/-]\s*[A-ZĐ])", re.IGNORECASE)


@rule(Severity.SHOULD, CONTENT)
def basis_without_so(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for number, basis in enumerate(facts.bases):
        bare = _BARE.search(basis.text)
        if bare:
            right = _BARE.sub(r"\1 số ", basis.text)
            written = basis.text[bare.start() :].split(" ngày ")[0][:60]
            repair = Repair(with_basis(number, right))
            yield Found(f"bases[{number}]", basis.text, basis.place, {"written": written}, (repair,))
