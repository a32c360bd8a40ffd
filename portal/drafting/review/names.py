"""Names in the draft that the directory does not know: proposed with the likeliest agencies, decided in the review."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from processes.documents.facts import Place, PlanFacts
from processes.services.naming import names_to_know
from workflow.models import Agency, AgencyGroup
from workflow.names import fold

from ..likeness import likeliest
from ..naming import Register
from .acts import Decision, State


@dataclass
class NameToKnow:
    """`offered`: whom it may mean, the likest first; of a group its members."""

    name: str
    offered: list[Agency]
    is_group: bool
    count: int
    place: Place | None
    chosen: list[Agency] = field(default_factory=list)
    decision: Decision | None = None
    is_left: bool = False

    @property
    def key(self) -> str:
        return "name:" + hashlib.sha256(fold(self.name).encode()).hexdigest()[:16]

    @property
    def is_open(self) -> bool:
        return self.decision is None and not self.is_left


def open_names(state: State, register: Register) -> list[NameToKnow]:
    """In the order of the text; those that were decided in this review stay among them."""
    names = register.names
    unclear: dict[str, str] = {}
    for line in names_to_know(state.facts):
        for named in names.unclear(line):
            unclear.setdefault(fold(named.name), named.name)
    return [_to_know(folded, name, state, register) for folded, name in unclear.items() if folded]


def _to_know(folded: str, name: str, state: State, register: Register) -> NameToKnow:
    meant = register.names.directory.find(name)
    group = meant if isinstance(meant, AgencyGroup) else None
    agencies = register.agencies
    offered = sorted(register.names.pool(group), key=lambda one: one.name) if group else likeliest(name, agencies)
    places = list(_places(name, state.facts))
    decision = state.names.get(folded)
    chosen = [agency for agency in agencies if decision and str(agency.uuid) in decision.agencies]
    first = next((place for place in places if place), None)
    return NameToKnow(name, offered, group is not None, len(places), first, chosen, decision, folded in state.left)


def _places(name: str, facts: PlanFacts) -> Iterator[Place | None]:
    """Where the draft says it."""
    for task in facts.tasks:
        if any(name in mention.name for mention in (*task.lead, *task.coordinating)):
            yield task.place
    for rule in facts.reports:
        if name in rule.who or name in rule.via:
            yield rule.place
    for recipient in facts.recipients:
        if name in recipient.name:
            yield recipient.place
