"""A lead that names nobody ("các đơn vị liên quan") leaves the task to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts

_OPEN = re.compile(r"liên quan|theo (?:quy định|chức năng|thẩm quyền|nhiệm vụ)|được (?:giao|phân công)", re.IGNORECASE)


@rule(Severity.SHOULD, OWN)
def lead_unclear(facts: PlanFacts, context: Context) -> Iterator[Found]:
    for task in facts.tasks:
        for mention in task.lead:
            known = context.bodies(mention.name)
            if _OPEN.search(mention.name) or (known is not None and known.is_open):
                place = context.line_with(mention.name, task.place)
                params = {"ref": task.ref, "name": mention.name}
                yield Found(f"tasks[{task.ref}].lead", f"{task.ref} {mention.name}", place, params)
