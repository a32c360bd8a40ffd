"""The text of the plan ends with "./."."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT
from processes.documents.checking.outline import own_body
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import BlockKind, PlanFacts

MARK = "./."


@rule(Severity.SHOULD, CONTENT)
def end_mark(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Of a plan that was read from a source; one that is written here gets the mark when it is printed."""
    body = own_body(facts)
    if (
        not body
        or not context.lines
        or facts.end_mark.known
        or any(facts.body[n].text.rstrip().endswith(MARK) for n in body)
    ):
        return
    last = body[-1]
    block = facts.body[last]
    if block.kind is BlockKind.TASK or not block.text:
        yield Found("body", "", block.place, {"end": ""})
        return
    yield Found(f"body[{last}]", block.text, block.place, {"end": block.text[-60:]}, (Repair(_ended(last)),))


def _ended(last: int) -> Callable[[PlanFacts], PlanFacts]:
    def apply(facts: PlanFacts) -> PlanFacts:
        blocks = list(facts.body)
        blocks[last] = replace(blocks[last], text=blocks[last].text.rstrip(" .;,/") + MARK)
        return replace(facts, body=tuple(blocks))

    return apply
