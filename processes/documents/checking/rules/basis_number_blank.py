"""A basis names its document by number: no dots or gaps in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts

_BLANK = re.compile(r"\bsố\s*(?:[.…_]{1,}|[xX]{2,}|\?+)?\s*/\s*[A-ZĐ][\w&-]*|\bsố\s*(?:[.…_]{2,}|[xX]{2,}|\?+)")


@rule(Severity.MUST, CONTENT)
def basis_number_blank(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for number, basis in enumerate(facts.bases):
        for blank in _BLANK.finditer(basis.text):
            yield Found(f"bases[{number}]", blank.group(), basis.place, {"written": blank.group()})
