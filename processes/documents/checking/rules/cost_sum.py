"""The lines of the estimate add up to the total that the text states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import BUDGET
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.checking.texts import Text, texts
from processes.documents.facts import Place, PlanFacts

_TOTAL = re.compile(
    r"(?:tổng\s+(?:cộng|số|kinh phí|dự toán|mức)|cộng)[^.;\n\d]{0,80}?(\d[\d.,]*)\s*(tỷ|tỉ|triệu|nghìn|ngàn)?\s*đồng",
    re.IGNORECASE,
)
_TIMES = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3, "": 1}


@rule(Severity.MUST, BUDGET)
def cost_sum(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if not facts.costs:
        return
    added = sum(line.amount for line in facts.costs)
    for text in (*texts(facts), *_lines(context)):
        total = _TOTAL.search(text.words)
        stated = _amount(total[1], (total[2] or "").lower()) if total else None
        if total and stated is not None and stated != added:
            params = {"stated": str(stated), "added": str(added)}
            yield Found("costs", f"{stated} {added}", text.place, params)
            return


def _lines(context: Context) -> Iterator[Text]:
    """A row "Tổng cộng" is in no fact, so it is looked for in the source."""
    for number, line in enumerate(context.lines, start=1):
        yield Text("source", line, Place(number, number))


def _amount(figures: str, unit: str) -> int | None:
    """ "1.250.000.000", "1,25" tỷ."""
    plain = figures.strip(".,").replace(".", "").replace(",", ".")
    try:
        return round(float(plain) * _TIMES[unit])
    except ValueError:
        return None
