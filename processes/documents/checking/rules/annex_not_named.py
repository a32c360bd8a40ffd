"""An annex is named in the text."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import ANNEX
from processes.documents.checking.outline import annex_start, own_body
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.SHOULD, ANNEX)
def annex_not_named(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Costs alone are no finding: the page names their annex by itself."""
    start = annex_start(facts)
    if start is None:
        return
    told = [facts.body[n].text for n in own_body(facts)] + [task.text for task in facts.tasks]
    told += [basis.text for basis in facts.bases]
    if not any("phụ lục" in text.lower() or "danh mục kèm theo" in text.lower() for text in told):
        block = facts.body[start]
        yield Found(f"body[{start}]", block.text, block.place, {"annex": block.text})
