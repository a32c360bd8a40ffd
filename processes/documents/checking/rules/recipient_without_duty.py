"""Who receives the plan "để thực hiện" finds a duty in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_recipient
from processes.documents.checking.context import Context
from processes.documents.checking.coverage import Duties
from processes.documents.checking.laws import RECIPIENTS
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.SHOULD, RECIPIENTS)
def recipient_without_duty(facts: PlanFacts, context: Context) -> Iterator[Found]:
    duties = Duties(facts, context)
    for number, one in enumerate(facts.recipients):
        if "thực hiện" in one.purpose.lower() and not duties.fall_on(one.name):
            repair = Repair(with_recipient(number, replace(one, purpose="để biết")))
            yield Found(f"recipients[{number}]", one.name, one.place, {"name": one.name}, (repair,))
