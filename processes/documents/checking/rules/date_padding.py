"""Days below 10 and the months 1 and 2 have a 0 before them, at the head and in the bases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.changes import with_basis
from processes.documents.checking.context import Context
from processes.documents.checking.laws import PLACE_AND_DAY
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

_IN_WORDS = re.compile(r"\bngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})\b")
_SHORT = re.compile(r"\bngày (\d{1,2})/(\d{1,2})/(\d{4})\b")


@rule(Severity.NOTE, PLACE_AND_DAY)
def date_padding(facts: PlanFacts, context: Context) -> Iterator[Found]:
    head = context.text_of(facts.date.place).replace("\n", " ")
    if facts.date.known and padded(head) != head:
        yield Found("date", head, facts.date.place, {"written": head.strip(" *#"), "right": padded(head).strip(" *#")})
    for number, basis in enumerate(facts.bases):
        right = padded(basis.text)
        if right != basis.text:
            told = next(pair for pair in zip(_days(basis.text), _days(right), strict=True) if pair[0] != pair[1])
            repair = Repair(with_basis(number, right))
            yield Found(f"bases[{number}]", basis.text, basis.place, {"written": told[0], "right": told[1]}, (repair,))


def padded(text: str) -> str:
    return _SHORT.sub(lambda m: f"ngày {_two(m[1])}/{_month(m[2])}/{m[3]}", _in_words(text))


def _in_words(text: str) -> str:
    return _IN_WORDS.sub(lambda m: f"ngày {_two(m[1])} tháng {_month(m[2])} năm {m[3]}", text)


def _days(text: str) -> list[str]:
    return [match.group() for match in re.finditer(rf"{_IN_WORDS.pattern}|{_SHORT.pattern}", text)]


def _two(figure: str) -> str:
    return figure.zfill(2)


def _month(figure: str) -> str:
    return figure.zfill(2) if int(figure) < 3 else figure
