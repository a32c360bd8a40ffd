"""State secrets have no place in this system: a mark of secrecy is refused, marks of urgency are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import SECRETS
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.checking.texts import texts
from processes.documents.facts import Place, PlanFacts

MARK = re.compile(r"[\s*#|\[(]*(?:(?:Độ|ĐỘ|Dấu|DẤU|Mức)\s+(?:mật|MẬT)\s*:?\s*)?(MẬT|TỐI MẬT|TUYỆT MẬT)[\s*#|\])./]*")


@rule(Severity.MUST, SECRETS)
def secret_mark(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """A mark stands alone on its line; a text that speaks of secrecy is no secret."""
    told = [(text.path, text.words, text.place) for text in texts(facts)] + [("urgency", facts.urgency, None)]
    told += [("security", facts.security, None)]
    told += [("source", line, Place(n, n)) for n, line in enumerate(context.lines, start=1)]
    for path, words, place in told:
        mark = MARK.fullmatch(words)
        if mark:
            yield Found(path, mark[1], place, {"mark": mark[1]})
            return
