"""How a plan ends: the order to everybody, when it is to be brought up to date, the mark after its last word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from processes.documents.facts import Fact
from processes.documents.particulars import Clause, Order
from processes.documents.reading.names import find_subject
from processes.documents.reading.sentences import clauses, sentences
from processes.documents.reading.writing_forms import shadow

_ORDER = re.compile(
    r"(?:^|(?P<by>(?:chủ tịch\s+)?(?:ubnd|ủy ban nhân dân)(?:\s+(?:tỉnh|thành phố))?(?:\s+[a-zđà-ỹ]+){0,3}?)\s+|,\s*)"
    r"yêu cầu\s+"
)
_TO_EVERYBODY = re.compile(r"(?:các|thủ trưởng|giám đốc|chủ tịch|những)\b")
_RENEWAL = re.compile(r"\b(?:cập nhật|sửa đổi|điều chỉnh)\s*,?\s*(?:và\s+)?bổ sung\b")
_END = re.compile(r"[.…]*\s*/\.?\s*/?\.?$")


def orders_of(told: Iterable[Clause]) -> tuple[Order, ...]:
    spoken = [(sentence, paragraph) for paragraph in told for sentence in sentences(paragraph.text)]
    return tuple(order for sentence, paragraph in spoken for order in _orders(sentence, paragraph))


def _orders(sentence: str, paragraph: Clause) -> Iterator[Order]:
    """To whom may have semicolons between the names; what they are to do ends at the next one."""
    plain = shadow(sentence)
    for match in _ORDER.finditer(plain):
        subject = find_subject(sentence[match.end() :]) if _TO_EVERYBODY.match(plain, match.end()) else None
        if subject and subject.rest:
            by = sentence[match.start("by") : match.end("by")] if match["by"] else ""
            work = subject.rest.split(";")[0].strip(" ./…")
            yield Order(subject.words, work, by, paragraph.place, 0.9)


def renewals_of(told: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses that foresee a change of the plan itself."""
    return tuple(
        Clause(clause.strip(" .;/()"), paragraph.place, 0.8)
        for paragraph in told
        for clause in clauses(paragraph.text)
        if _RENEWAL.search(shadow(clause))
    )


def end_mark_of(told: list[Clause]) -> Fact[str]:
    """ "./." as written, of the last paragraph that has one."""
    for paragraph in reversed(told):
        found = _END.search(paragraph.text)
        if found and found.group().strip():
            return Fact.of(found.group().strip(), paragraph.place)
    return Fact()
