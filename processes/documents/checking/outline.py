"""Where the plan's own text ends and its annexes begin."""

from __future__ import annotations

import re

from processes.documents.facts import BlockKind, PlanFacts

_ANNEX = re.compile(r"PHỤ LỤC(?:\s+(?:SỐ\s*)?[IVX\d]+)?\s*[.:]?|Phụ lục(?:\s+[IVX\d]+)?\s*[.:]?")


def annex_start(facts: PlanFacts) -> int | None:
    """The block that is the first annex's heading."""
    for number, block in enumerate(facts.body):
        if block.kind is not BlockKind.BULLET and not block.label and _ANNEX.fullmatch(block.text.strip(" *#")):
            return number
    return None


def has_annex(facts: PlanFacts) -> bool:
    """Costs are printed as an annex."""
    return annex_start(facts) is not None or bool(facts.costs)


def own_body(facts: PlanFacts) -> range:
    """The numbers of the blocks before the first annex."""
    start = annex_start(facts)
    return range(len(facts.body) if start is None else start)
