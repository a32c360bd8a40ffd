"""An annex that the text names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import ANNEX
from processes.documents.checking.outline import has_annex, own_body
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts

_NAMED = re.compile(
    r"(?:kèm theo|đính kèm|chi tiết|nêu tại|theo|tại|có|xem|và)\s+(?:các\s+)?phụ lục"
    r"|phụ lục\s*(?:[ivx\d]+\s*)?(?:kèm theo|đính kèm)",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"phụ lục\s*(?:[ivx\d]+\s*)?(?:(?:ban hành|được ban hành)?\s*kèm theo|của|tại)?\s*"
    r"(?:quyết định|nghị định|thông tư|nghị quyết|luật|công văn)",
    re.IGNORECASE,
)


@rule(Severity.MUST, ANNEX)
def annex_missing(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if has_annex(facts):
        return
    for number in own_body(facts):
        block = facts.body[number]
        named = _NAMED.search(block.text)
        if named and not _OF_ANOTHER.search(block.text):
            place = context.line_with(named.group(), block.place)
            yield Found(f"body[{number}]", named.group(), place, {"written": block.text[:120]})
            return
