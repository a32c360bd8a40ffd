"""The mark of secrecy at the head of a document, and what its text says about secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from processes.documents.particulars import Clause
from processes.documents.reading.sentences import clauses
from processes.documents.reading.source import Line
from processes.documents.reading.writing_forms import same_tones, shadow

_MARK = re.compile(r"(?:ĐỘ MẬT\s*:\s*)?(TUYỆT MẬT|TỐI MẬT|MẬT)$")
_RULE = re.compile(r"bí mật nhà nước|bảo mật thông tin|tài liệu mật")


def security_of(head: list[Line]) -> str:
    return next((m.group(1) for line in head if (m := _MARK.match(same_tones(line.text.strip())))), "")


def security_rules_of(told: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(
        Clause(clause.strip(" .;"), paragraph.place, 0.9)
        for paragraph in told
        for clause in clauses(paragraph.text)
        if _RULE.search(shadow(clause))
    )
