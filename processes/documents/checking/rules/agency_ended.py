"""A body that has a duty or receives the plan exists on the plan's day."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.folding import fold
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.checking.rules.duty_without_recipient import named_in_duties
from processes.documents.checking.texts import reword
from processes.documents.facts import PlanFacts


@rule(Severity.MUST, OWN)
def agency_ended(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Each name once. One successor is offered as a repair; among several a person chooses."""
    seen: set[str] = set()
    received = [(one.name, f"recipients[{number}]", one.place) for number, one in enumerate(facts.recipients)]
    told = [*named_in_duties(facts), *received]
    for name, path, place in told:
        known = context.bodies(name) if fold(name) not in seen else None
        seen.add(fold(name))
        if known is None or known.ended_on is None:
            continue
        params = {"name": name, "until": known.ended_on.isoformat(), "by": "; ".join(known.successors)}
        repairs = tuple(Repair(reword(name, other)) for other in known.successors[:1] if len(known.successors) == 1)
        yield Found(path, name, context.line_with(name, place), params, repairs)
